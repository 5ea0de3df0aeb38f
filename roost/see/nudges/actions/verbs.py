"""What nudges tells the rest of the house: that something happened, and never what."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.people.models import Person

PLANNED = Verb(
    "nudges.planned", Purpose.DEVELOPMENT, "Somebody planned what to be reminded of, or ended it.", names_people=False
)
ANSWERED = Verb("nudges.answered", Purpose.DEVELOPMENT, "Somebody answered a reminder.", names_people=False)


def tell(verb: Verb, organisation: int, by: Person, *, source: str = "page", key: str | None = None) -> None:
    """Record one fact; it says neither what somebody wants to be reminded of nor what they answered."""
    record(Told(verb, organisation, actor=by.pk, source=source, key=key))
