"""Whether a circle pauses."""

from __future__ import annotations

from roost.gather.confidence.access import pause_in
from roost.gather.confidence.models import Pause
from roost.gather.decisions.access import ending_of
from roost.gather.decisions.reads import went_on_since

TALK = "confidence"
"""The key of the protocol by which a circle talks about it."""


def is_over(pause: Pause) -> bool:
    """Say whether a pause is over: asked since, the circle decided to go on, or to end. Two queries."""
    return went_on_since(pause.circle_id, pause.since) or ending_of(pause.circle_id) is not None


def is_paused(circle: int) -> bool:
    """Say whether a circle pauses. One query where it never did, else three."""
    found = pause_in(circle)
    return found is not None and not is_over(found)


def only_protocol(circle: int) -> str | None:
    """Give the one way in which a circle may meet while it pauses."""
    return TALK if is_paused(circle) else None
