"""What a circle's people write on, on the pages of their circle and of its meetings."""

from __future__ import annotations

from roost.gather.circles.reads import shared_circle
from roost.gather.meetings.access import circle_for
from roost.gather.meetings.actions import keep_readers
from roost.ground.people.models import Person
from roost.ground.vault.access import visible_groups
from roost.ground.vault.reads import Pad, pad_of


def pad_for(person: Person, circle: int) -> Pad | None:
    """Give the pad of a circle to who sits in it, its readers being who does now; None for who may read nothing yet."""
    group = keep_readers(shared_circle(circle_for(person, circle)), by=person)
    held = visible_groups(person).filter(pk=group).first()
    return pad_of(held, person) if held is not None else None
