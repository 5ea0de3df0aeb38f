"""Ask a few people about one behaviour, remind them once, end it, and say what one tries next."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.models import Person
from roost.ground.people.reads import members_on, today_here
from roost.ground.release.reads import tickets_unused
from roost.grow.feedback.access import growing_in
from roost.grow.feedback.actions.mailing import ask_by_mail
from roost.grow.feedback.actions.verbs import ASKED, tell
from roost.grow.feedback.actions.waves import open_wave, stop
from roost.grow.feedback.engine import REMIND_AFTER
from roost.grow.feedback.models import LONGEST_LINE, Asking, Loop, Wave, Witness
from roost.grow.feedback.reads.pages import rests_until
from roost.grow.feedback.reads.people import MOST_AT_A_TIME, how_often_asked

FEWEST_ASKED, MOST_ASKED = 4, 12


@transaction.atomic
def begin_loop(by: Person, *, behaviour: str, words: str, people: Collection[Person]) -> Loop:
    """Ask people about a behaviour, now and after six and twelve weeks.

    Raises InputError for fewer than four or more than twelve, for oneself, for who does not belong to the organisation
    or has no address, for who is asked by five others just now, and for no behaviour; Conflict while one asks others
    already, and for six weeks after one asked last: what changed twice within weeks is the same, and could be
    subtracted.
    """
    organisation = growing_in(by)
    if behaviour_named(behaviour) is None:
        raise InputError(_("Choose one behaviour."))
    if len(words) > LONGEST_LINE:
        raise InputError(_("Say it in one line."))
    asked = {one.pk: one for one in people}
    if by.pk in asked:
        raise InputError(_("Ask others: you see yourself in the mirror already."))
    if not FEWEST_ASKED <= len(asked) <= MOST_ASKED:
        raise InputError(_("Ask four to twelve people. Nothing is told of fewer than three answers."))
    here = members_on(organisation, clock.today(by.time_zone)).filter(pk__in=asked)
    if len(here.exclude(email=None)) != len(asked):
        raise InputError(_("Somebody you chose is not of your organisation any more, or has no address."))
    busy = {who for who, often in how_often_asked(organisation.pk, asked).items() if often >= MOST_AT_A_TIME}
    if busy:
        names = ", ".join(sorted(str(asked[who]) for who in busy))
        raise InputError(
            _("Five others ask %s in these weeks already. Choose somebody else, or wait a little.") % names
        )
    resting = rests_until(by)
    if resting is not None:
        raise Conflict(_("You asked others lately. Ask again from %s on.") % date_format(resting, "j F"))
    told = {"organisation": organisation, "words": words, "began_at": clock.now(), "behaviour": behaviour}
    loop, is_new = Loop.objects.get_or_create(person=by, ended_at=None, defaults=told)
    if not is_new:
        raise Conflict(_("You ask others already. One thing at a time: end that first."))
    Witness.objects.bulk_create(
        Witness(organisation=organisation, loop=loop, person=one)
        for one in sorted(asked.values(), key=lambda it: it.pk)
    )
    open_wave(loop, 0)
    tell(ASKED, loop, by=by.pk)
    return loop


@transaction.atomic
def end_loop(loop: Loop, *, by: Person) -> None:
    """Ask no more. What nobody has read yet is destroyed unread, and a loop of which nothing was told goes whole."""
    held = _own(loop, by)
    if held.ended_at is None:
        stop(held)


@transaction.atomic
def say_what_one_tries(wave: Wave, *, by: Person, words: str) -> None:
    """Say what one tries next; those who were asked read it with the thanks, or with the next question.

    Raises InputError for no words, Conflict before the wave is closed and once the thanks are on their way.
    """
    _own(wave.loop, by)
    words = " ".join(words.split())
    if not words or len(words) > LONGEST_LINE:
        raise InputError(_("Say in one line what you will try."))
    held = Wave.objects.select_for_update().get(pk=wave.pk)
    if held.closed_at is None:
        raise Conflict(_("They can still answer. Wait for what they say."))
    if held.thanked_at is not None:
        raise Conflict(_("The thanks have gone out already. Say it with the next question."))
    held.tries = words
    held.save(update_fields=["tries"])


def remind() -> None:
    """Remind once, after five days, who has not answered, with the same link."""
    with everywhere():
        old = clock.now() - REMIND_AFTER
        found = Asking.objects.filter(witness__is_asked=True, reminded_at=None, wave__closed_at=None)
        due = found.filter(wave__asked_at__lte=old, wave__closes_at__gt=clock.now())
        waiting = list(due.values_list("pk", "organisation", "ticket"))
    unused = _unused({ticket for _number, _organisation, ticket in waiting})
    for number, organisation, ticket in waiting:
        if ticket not in unused:
            continue
        # Who answers this very moment is not reminded.
        with touching(organisation), suppress(Conflict), transaction.atomic():
            found = Asking.objects.select_for_update(of=("self",)).filter(pk=number, reminded_at=None)
            still = members_on(organisation, today_here())
            asking = found.filter(witness__is_asked=True, witness__person__in=still).first()
            if asking is not None:
                asking.reminded_at = clock.now()
                asking.save(update_fields=["reminded_at"])
                ask_by_mail(asking, again=True)


def _unused(tickets: Collection[int]) -> set[int]:
    with everywhere():
        return tickets_unused(tickets)


def _own(loop: Loop, by: Person) -> Loop:
    if loop.person_id != by.pk:
        raise NotFound(_("There is no such question of yours."))
    return Loop.objects.select_for_update().get(pk=loop.pk)
