"""What is told of a few answers from -3 to +3 about what changed, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from roost.ground.release.engine import Scale, Sum, tell_sums

SCALE = Scale(-3, 3)
FEWEST = 3
FEWEST_UNSIGNED = 5
"""Suggestions without a name are shown where so many answered without putting theirs."""
ITEMS = ("more", "easier")
"""Whether one sees it more often, and whether it is easier to work together: each from -3 to +3."""
SPREAD = 1.4
"""Standard deviation of such answers, taken as known: that of the answers themselves would tell of them."""
BANDS = (3, 5, 10, 20)
"""How many answered is told as three or four, five to nine, ten to nineteen, twenty or more."""
CERTAIN = 1.645
"""For an interval that holds nine times in ten."""


class Verdict(StrEnum):
    """What can be said: it goes up, or down; nothing moves much; or it is too early to say."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    EARLY = "early"


@dataclass(frozen=True)
class Told:
    """A mean as it is told, from `least` to `most`, which differ where the answers lie near an end of the scale.

    `low` to `high` holds the mean of all who could have answered, nine times in ten; at least so many as `band` did.
    """

    least: float
    most: float
    low: float
    high: float
    band: int

    @property
    def middle(self) -> float:
        return (self.least + self.most) / 2

    @property
    def verdict(self) -> Verdict:
        """Say what it comes to: the same only where the interval leaves no whole point to either side."""
        if self.low > 0:
            return Verdict.MORE
        if self.high < 0:
            return Verdict.LESS
        return Verdict.SAME if self.low > -1 and self.high < 1 else Verdict.EARLY


def tell(answers: Sequence[int]) -> Told | None:
    """Tell the mean of whole answers, to one decimal; None of fewer than three.

    The interval is of normal theory with a known spread, for as many as the band begins with, so it follows from what
    is told beside it.
    Raises ValueError for answers beyond the scale.
    """
    if any(not SCALE.least <= one <= SCALE.most for one in answers):
        raise ValueError("Answers lie between -3 and +3.")
    many = len(answers)
    if many < FEWEST:
        return None
    (shown,) = tell_sums([Sum("", frozenset(range(many)), sum(answers))], scale=SCALE)
    band = max(one for one in BANDS if one <= many)
    around = CERTAIN * SPREAD / sqrt(band)
    return Told(
        least=round(shown.low / many, 1),
        most=round(shown.high / many, 1),
        low=max(float(SCALE.least), round(shown.low / many - around, 1)),
        high=min(float(SCALE.most), round(shown.high / many + around, 1)),
        band=band,
    )
