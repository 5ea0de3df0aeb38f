"""What matching tells the rest of the house: that something happened, never with whom, and never a no."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.people.models import Person

WISHED = Verb(
    "matching.wished", Purpose.DEVELOPMENT, "Somebody said what peer they look for, or ended it.", names_people=False
)
PAIRED = Verb("matching.paired", Purpose.DEVELOPMENT, "People who were brought together said yes.", names_people=False)
JOINED = Verb(
    "matching.joined",
    Purpose.DEVELOPMENT,
    "Somebody takes part in conversations by chance, rests from them, or stops.",
    names_people=False,
)
MET = Verb("matching.met", Purpose.DEVELOPMENT, "A conversation by chance took place.", names_people=False)


def tell(verb: Verb, organisation: int, by: Person | None, subject: str = "", key: str | None = None) -> None:
    """Record one fact; under a key once, however often it is told."""
    record(Told(verb, organisation, actor=by.pk if by else None, subject=subject, key=key))
