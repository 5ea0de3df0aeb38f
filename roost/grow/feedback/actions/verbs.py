"""What feedback tells the rest of the house."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.grow.feedback.models import Loop

ASKED = Verb("feedback.asked", Purpose.DEVELOPMENT, "Somebody asked others how they come across.", names_people=False)
TOLD = Verb("feedback.told", Purpose.DEVELOPMENT, "What others answered was told to who asked.", names_people=False)


def tell(verb: Verb, loop: Loop, *, by: int | None) -> None:
    """Record one fact about a loop; that somebody answered is no fact."""
    record(Told(verb, loop.organisation_id, actor=by, subject=f"loop:{loop.pk}"))
