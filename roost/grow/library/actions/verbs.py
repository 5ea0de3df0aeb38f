"""What the library tells the rest of the house: that something happened, and never what."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.people.models import Person

ADDED = Verb(
    "library.added",
    Purpose.DEVELOPMENT,
    "Somebody put an item into the library, changed it or took it out.",
    names_people=False,
)
TRIED = Verb(
    "library.tried",
    Purpose.DEVELOPMENT,
    "Somebody said what they tried after reading, or took that back.",
    names_people=False,
)


def tell(verb: Verb, organisation: int, by: Person, subject: str) -> None:
    """Record one fact about something of the library."""
    record(Told(verb, organisation, actor=by.pk, subject=subject))
