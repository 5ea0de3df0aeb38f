"""The light that who convenes circles sees: made from the three numbers that leave a circle, and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roost.gather.health.engine.light import (
    LIMITS,
    MISSED_IN_A_ROW,
    WORTH,
    Concern,
    Limits,
    Occasion,
    Reading,
    reading_of,
)
from roost.gather.health.engine.sums import Dwindling, Falling
from roost.ground.release.engine import is_told


@dataclass(frozen=True)
class Told:
    """What leaves a circle of `people` after a meeting: whether it met, the share of those who came, the mean rating.

    Numbers are None where it did not meet, and the mean where fewer than five rated.
    """

    met: bool
    people: int
    share: float | None = None
    worth: float | None = None


def told_of(occasion: Occasion) -> Told | None:
    """Give what leaves a circle after a meeting, or None where fewer sit in it than may be told of."""
    if not is_told(occasion.of):
        return None
    is_rated = occasion.held and is_told(occasion.means.given)
    return Told(occasion.held, occasion.of, occasion.share, occasion.means.worth if is_rated else None)


def outside_readings(told: Sequence[Told], limits: Limits = LIMITS) -> list[Reading]:
    """Give what the light says after each of these meetings, the oldest first."""
    coming, worth = Dwindling(), Falling(WORTH)
    found, missed, held = [], 0, 0
    for one in told:
        missed = 0 if one.met else missed + 1
        if one.share is not None:
            held += 1
            came = round(one.share * one.people)
            coming.add(came, one.people)
            worth.add(one.worth, max(came, 1))
        lit = {
            Concern.HELD: missed >= MISSED_IN_A_ROW,
            Concern.COMING: coming.value >= limits.coming,
            Concern.WORTH: worth.value >= limits.worth,
        }
        found.append(reading_of(lit, held))
    return found
