"""What rhythm tells the rest of the house: that a circle planned, and nobody's name."""

from __future__ import annotations

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb

PLANNED = Verb(
    "rhythm.planned", Purpose.DEVELOPMENT, "A circle planned its term, or changed its dates.", names_people=False
)


def tell_planned(organisation: int, circle: int) -> None:
    """Record that a circle planned or changed its dates, by nobody."""
    record(Told(PLANNED, organisation, actor=None, subject=f"circle:{circle}"))
