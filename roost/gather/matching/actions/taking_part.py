"""Take part in conversations with colleagues whom chance chooses, rest from them, or stop."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from roost.gather.matching.actions.locking import in_turn
from roost.gather.matching.actions.verbs import JOINED, tell
from roost.gather.matching.engine.conversations import monday_ahead
from roost.gather.matching.models import Place, Rhythm
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound, Problem
from roost.ground.people.models import Affiliation, Organisation, Person, running
from roost.ground.people.reads import today_here

LONGEST_REST = timedelta(days=366)


@transaction.atomic
def take_part(organisation: Organisation, *, by: Person, every: int, by_mail: bool, goes_on: bool = False) -> Rhythm:
    """Talk with somebody every so many weeks from the next drawing on, or as often as this from the last one on.

    Raises Conflict for who `goes_on`, as an older page says, and has stopped meanwhile.
    """
    in_turn(organisation.pk)
    found = Rhythm.objects.filter(organisation=organisation, person=by).first()
    if found is None and goes_on:
        raise Conflict(_("You had stopped meanwhile, so nothing was kept. Take part again if you want to."))
    if found is not None and (found.every, found.by_mail) == (every, by_mail):
        return found
    ahead = monday_ahead(clock.now())
    rhythm = found or Rhythm(organisation=organisation, person=by, next_on=ahead)
    last = Place.objects.filter(organisation=organisation, person=by).aggregate(on=Max("conversation__monday"))["on"]
    if rhythm.every != every and last is not None:
        rhythm.next_on = max(last + timedelta(weeks=every), ahead)
    rhythm.every, rhythm.by_mail = Rhythm.Every(every), by_mail
    rhythm.save()
    tell(JOINED, organisation.pk, by)
    return rhythm


@transaction.atomic
def rest_until(rhythm: Rhythm, *, by: Person, day: date | None) -> Rhythm:
    """Take part again from a day on; None for at once. What is arranged already stays.

    Raises InputError for a day that is past or a year away.
    """
    in_turn(rhythm.organisation_id)
    rhythm = _held(rhythm, by)
    today = clock.today(by.time_zone)
    if day is not None and not today < day <= today + LONGEST_REST:
        raise InputError(Problem(_("Choose a day to come, within a year."), column="until"))
    if rhythm.resting_until != day:
        rhythm.resting_until = day
        rhythm.save(update_fields=["resting_until"])
        tell(JOINED, rhythm.organisation_id, by)
    return rhythm


@transaction.atomic
def stop_taking_part(rhythm: Rhythm, *, by: Person) -> None:
    """Take part no more; what is arranged already stays."""
    in_turn(rhythm.organisation_id)
    _held(rhythm, by).delete()
    tell(JOINED, rhythm.organisation_id, by)


def forget_rhythms() -> int:
    """Delete how often people talk who belong to the organisation no more; say how many."""
    here = Affiliation.objects.filter(
        running(today_here()), organisation=OuterRef("organisation"), person=OuterRef("person")
    )
    return Rhythm.objects.filter(~Exists(here)).delete()[0]


def _held(rhythm: Rhythm, by: Person) -> Rhythm:
    found = Rhythm.objects.filter(pk=rhythm.pk, person=by).first()
    if found is None:
        raise NotFound(_("You take part in no conversations at the moment."))
    return found
