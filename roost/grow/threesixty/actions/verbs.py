"""What a 360 tells the rest of the house."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.grow.threesixty.models import Review

ASKED = Verb("threesixty.asked", Purpose.DEVELOPMENT, "Somebody asked all around them for a 360.", names_people=False)
CLOSED = Verb("threesixty.closed", Purpose.DEVELOPMENT, "The answers to a 360 were told.", names_people=False)
OPENED = Verb("threesixty.opened", Purpose.DEVELOPMENT, "A 360 was opened in a conversation.", names_people=False)


def tell(verb: Verb, review: Review, *, by: int | None) -> None:
    """Record one fact about a 360; that somebody answered is no fact."""
    record(Told(verb, review.organisation_id, actor=by, subject=f"threesixty:{review.pk}"))
