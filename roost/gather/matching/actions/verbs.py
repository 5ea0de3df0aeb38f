"""What matching tells the rest of the house: that something happened, never with whom, and never a no."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.people.models import Person

WISHED = Verb(
    "matching.wished", Purpose.DEVELOPMENT, "Somebody said what peer they look for, or ended it.", names_people=False
)
PAIRED = Verb("matching.paired", Purpose.DEVELOPMENT, "Two who were proposed both said yes.", names_people=False)


def tell(verb: Verb, organisation: int, by: Person | None, subject: str = "") -> None:
    """Record one fact."""
    source = "page" if by else "worker"
    record(Told(verb, organisation, actor=by.pk if by else None, subject=subject, source=source))
