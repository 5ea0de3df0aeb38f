"""Promise a circle something for a day, and say that it is settled."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.circles.reads import SharedCircle
from roost.gather.commitments.access import circle_for, commitments_in
from roost.gather.commitments.engine.days import can_be_promised
from roost.gather.commitments.models import Commitment
from roost.gather.commitments.reads import notes_of
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.models import Person

MOST_OPEN = 20


@transaction.atomic
def promise(circle: SharedCircle, *, by: Person, due: date, key: UUID | None = None) -> Commitment:
    """Promise a circle something for a day: what the note `key` says, sealed, or what was said aloud; again moves it.

    Raises NotFound for who does not sit in the circle and for a note that is not theirs there, InputError for a day
    that is past or farther than a year, Conflict for what is settled and for too many at once.
    """
    circle_for(by, circle.number)
    if not can_be_promised(due, clock.today(by.time_zone)):
        raise InputError(_("Choose a day from today on, within a year."))
    if key is not None and notes_of([circle.number]).get(key) != by.pk:
        raise NotFound(_("There is no such note of yours. Load the page again."))
    mine = commitments_in(circle.number).filter(person=by).select_for_update()
    before = mine.filter(key=key).first() if key else None
    if before is not None:
        return _move(before, due)
    if mine.filter(settled_at=None).count() >= MOST_OPEN:
        raise Conflict(_("You have twenty open promises here. Say first how some of them went."))
    made, _is_new = Commitment.objects.get_or_create(
        circle_id=circle.number,
        key=key or uuid4(),
        defaults={
            "organisation_id": circle.organisation,
            "person": by,
            "is_written": key is not None,
            "due": due,
            "made_at": clock.now(),
        },
    )
    return _move(made, due)


def _move(commitment: Commitment, due: date) -> Commitment:
    if commitment.settled_at is not None:
        raise Conflict(_("You said already how this went."))
    if commitment.due != due:
        commitment.due = due
        commitment.save(update_fields=["due"])
    return commitment


@transaction.atomic
def settle(commitment: Commitment, *, by: Person) -> Commitment:
    """Say that one told how something went, and nothing of how; again changes nothing. Raises Forbidden for others'."""
    circle_for(by, commitment.circle_id)
    found = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if found.person_id != by.pk:
        raise Forbidden(_("Only who promised something says how it went."))
    if found.settled_at is None:
        found.settled_at = clock.now()
        found.save(update_fields=["settled_at"])
    return found
