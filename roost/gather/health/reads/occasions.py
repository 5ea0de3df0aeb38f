"""A circle's meetings as its light sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.gather.attendance.reads import Presence, presence
from roost.gather.health.engine.light import Means, Occasion, Reading, readings
from roost.gather.health.engine.outside import Told, told_of


@dataclass(frozen=True)
class Line:
    """A meeting that was held or should have been, what the light said after it, and what left the circle."""

    starts_at: datetime
    occasion: Occasion
    reading: Reading
    told: Told | None


def lines_of(circle: int, size: int) -> list[Line]:
    """Give the meetings of a circle of so many, the oldest first, to who holds the circle. Some ten queries."""
    found = presence(circle)
    occasions = [occasion_of(one, size) for one in found]
    return [
        Line(one.starts_at, occasion, reading, told_of(occasion))
        for one, occasion, reading in zip(found, occasions, readings(occasions), strict=True)
    ]


def occasion_of(one: Presence, size: int) -> Occasion:
    """Give a meeting as numbers; of one that was not held, the circle is as large as it is now."""
    met = one.met
    if met is None:
        return Occasion(held=False, of=size)
    means = Means(met.ratings, met.mean, met.room)
    return Occasion(held=True, of=met.sat, came=min(met.came, met.sat), marks=one.marks, means=means)


def last_reading(lines: Sequence[Line]) -> Reading | None:
    """Give what the light says now; None before there was anything to hold."""
    return lines[-1].reading if lines else None
