"""The pad with a circle's own words."""

from __future__ import annotations

from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.actions import keep_readers
from roost.ground.people.models import Person
from roost.ground.vault.access import visible_groups
from roost.ground.vault.reads import Pad, pad_of


def pad_for(person: Person, circle: SharedCircle) -> Pad | None:
    """Give the pad of a circle to who sits in it; None for who may read nothing of it yet."""
    group = keep_readers(circle, by=person)
    held = visible_groups(person).filter(pk=group).first()
    return pad_of(held, person) if held is not None else None
