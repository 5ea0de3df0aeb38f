"""What a report says of a behaviour, beside what the person said of themselves, and only where the evidence carries it.

Intervals come from the spread between raters, pooled over earlier 360s of the organisation (never of this one, whose
spread would tell of its answers), or a usual one until there are enough. Sixteen comparisons are made at once, so of
those that are said, at most one in ten is to be chance (Benjamini and Hochberg 1995, JRSS B 57).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, sqrt

from roost.grow.threesixty.engine.telling import Kept, Mean

USUAL_SPREAD = 1.0
"""Standard deviation between raters of one person, in points of a scale of six, until enough is known."""
LEAST_FREEDOM = 200
CERTAIN = 1.645
"""For an interval that holds nine times in ten."""
RELIABLE = 1.96
CHANCE = 0.1
LARGE = 0.5
"""A difference counts from half a standard deviation on."""


class Verdict(StrEnum):
    """How one's own view and that of others lie beside each other; that it is too uncertain to say is one of them."""

    SEEN = "seen"
    HIDDEN = "hidden"
    BLIND = "blind"
    KNOWN = "known"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Estimate:
    """A mean of others with the interval that holds what all such raters would say, nine times in ten."""

    middle: float
    low: float
    high: float
    error: float

    @property
    def ends(self) -> tuple[float, float, float]:
        return (self.middle, self.low, self.high)


def spread_of(kept: Sequence[Kept]) -> float:
    """Give the pooled spread between raters, to a tenth; the usual one while fewer than 200 degrees are known."""
    freedom = sum(one.freedom for one in kept)
    if freedom < LEAST_FREEDOM:
        return USUAL_SPREAD
    return max(0.1, round(sqrt(sum(one.squares for one in kept) / freedom), 1))


def estimate(mean: Mean, *, spread: float, least: int, most: int) -> Estimate:
    """Give a mean with its interval, for as many as its band begins with, so that it tells nothing beyond the mean."""
    error = spread / sqrt(mean.band)
    low, high = mean.least - CERTAIN * error, mean.most + CERTAIN * error
    return Estimate(round(mean.middle, 1), round(max(least, low), 1), round(min(most, high), 1), error)


def judge(own: Mapping[str, float], others: Mapping[str, Mean], *, spread: float) -> dict[str, Verdict]:
    """Say of each behaviour that both speak of how the two views lie.

    Blind is what one rates higher than others do, hidden what others rate higher; seen and known, on which both agree
    that it is above or below the middle of this person's own profile. All else is too uncertain to say.
    """
    both = sorted(own.keys() & others.keys())
    certain = _certain({key: _chance(own[key], others[key], spread) for key in both})
    level = sum(others[key].middle for key in both) / len(both) if both else 0.0
    return {key: _verdict(own[key], others[key], spread, level, is_certain=key in certain) for key in both}


def _verdict(own: float, others: Mean, spread: float, level: float, *, is_certain: bool) -> Verdict:
    if is_certain and _distance(own, others) > max(LARGE, CERTAIN / sqrt(others.band)) * spread:
        return Verdict.BLIND if own > others.middle else Verdict.HIDDEN
    around = CERTAIN * spread / sqrt(others.band)
    if own >= level and others.least - around > level:
        return Verdict.SEEN
    if own <= level and others.most + around < level:
        return Verdict.KNOWN
    return Verdict.UNCERTAIN


def _distance(own: float, others: Mean) -> float:
    """Give how far one's own rating lies outside of what is told, which may be a range."""
    return max(0.0, others.least - own, own - others.most)


def _chance(own: float, others: Mean, spread: float) -> float:
    return erfc(_distance(own, others) / (spread / sqrt(others.band)) / sqrt(2))


def _certain(chances: Mapping[str, float]) -> set[str]:
    """Give those that stand while at most one in ten of them is chance."""
    ordered = sorted(chances, key=lambda key: (chances[key], key))
    many = len(ordered)
    last = max((place for place, key in enumerate(ordered, 1) if chances[key] <= CHANCE * place / many), default=0)
    return set(ordered[:last])


def has_changed(before: Estimate, now: Estimate) -> bool:
    """Say whether a change lies beyond what chance makes of two such measurements (Jacobson and Truax 1991)."""
    return abs(now.middle - before.middle) > RELIABLE * sqrt(before.error**2 + now.error**2)
