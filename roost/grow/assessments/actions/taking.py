"""Take an instrument about oneself, page by page."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.instruments.engine import score
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.people.models import Person
from roost.grow.assessments.access import growing_in, instrument_of, offered, own_takings
from roost.grow.assessments.actions.verbs import TOOK
from roost.grow.assessments.engine import again_on
from roost.grow.assessments.models import Taking


@transaction.atomic
def begin_taking(by: Person, *, instrument: str) -> Taking:
    """Begin, or go on with what was begun; raises NotFound for what is not offered, Conflict before eight weeks."""
    organisation = growing_in(by)
    found = next((one for one in offered() if one.key == instrument), None)
    if found is None:
        raise NotFound(_("There is nothing of that name to take."))
    last = own_takings(by).filter(instrument=instrument).exclude(done_at=None).order_by("-done_at").first()
    if last is not None and last.done_at is not None:
        day = again_on(last.done_at, by.time_zone)
        if clock.today(by.time_zone) < day:
            words = _("You can take it again from %s on: sooner, one remembers what one answered.")
            raise Conflict(words % format_date(day, "j F Y"))
    told = {"organisation": organisation, "version": found.version, "began_at": clock.now()}
    return Taking.objects.get_or_create(person=by, instrument=instrument, done_at=None, defaults=told)[0]


@transaction.atomic
def save_answers(taking: Taking, *, by: Person, answers: Mapping[str, int | None]) -> Taking:
    """Keep answers by item, None for "not sure"; the others stay.

    Raises InputError for an item that there is not or an answer off the scale, Conflict once all are handed in.
    """
    held = _held(taking, by)
    score(instrument_of(held), answers)
    held.answers = held.answers | dict(answers)
    held.save(update_fields=["answers"])
    return held


@transaction.atomic
def finish_taking(taking: Taking, *, by: Person) -> Taking:
    """Hand in; raises Conflict where a sentence is not answered, and where it was handed in already."""
    held = _held(taking, by)
    if any(one.key not in held.answers for one in instrument_of(held).items):
        raise Conflict(_("Some sentences are not answered yet."))
    held.done_at = clock.now()
    held.save(update_fields=["done_at"])
    record(Told(TOOK, held.organisation_id, actor=by.pk, subject=f"taking:{held.pk}"))
    return held


@transaction.atomic
def delete_taking(taking: Taking, *, by: Person) -> None:
    """Delete what one answered and what came of it."""
    if taking.person_id != by.pk:
        raise NotFound(_("There is no such result of yours."))
    taking.delete()


def _held(taking: Taking, by: Person) -> Taking:
    """Lock what somebody takes; raises NotFound for anybody else's, Conflict once it is handed in."""
    held = Taking.objects.select_for_update().filter(pk=taking.pk, person=by).first()
    if held is None:
        raise NotFound(_("There is no such result of yours."))
    if held.done_at is not None:
        raise Conflict(_("It is handed in, and stays as you answered it. You can delete it."))
    return held
