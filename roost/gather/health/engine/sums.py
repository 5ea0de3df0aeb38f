"""Cumulative sums of log-likelihood ratios, one for each way in which a circle comes apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

HIGHEST = 8.0
"""No sum grows beyond it, so that a circle which mends itself is calm again after two or three meetings."""
HEAVIEST = 2.5
"""No meeting says more than this: one bad day is no trend."""


def gathered(value: float, says: float) -> float:
    """Add what a meeting says to a sum that is neither below 0 nor above `HIGHEST`."""
    return min(max(value + min(max(says, -HEAVIEST), HEAVIEST), 0.0), HIGHEST)


@dataclass(frozen=True)
class Usual:
    """What is usual of a mean of numbers from 1 to 10, and by how much it falls where a circle comes apart.

    `spread` is between circles, `meetings` from one meeting to the next, `people` among those of one; all are standard
    deviations.
    """

    mean: float
    spread: float
    meetings: float
    people: float
    falls: float


class Falling:
    """Watch a mean for a fall below what it is in this circle, which is learned on while nothing has gathered."""

    def __init__(self, usual: Usual) -> None:
        self._usual = usual
        self._mean, self._variance = usual.mean, usual.spread**2
        self._seen = 0
        self.value = 0.0

    def add(self, mean: float | None, given: int) -> None:
        """Take the mean of so many numbers; None says nothing."""
        if mean is None:
            return
        usual = self._usual
        noise = usual.meetings**2 + usual.people**2 / given
        says = usual.falls * (self._mean - mean - usual.falls / 2) / (noise + self._variance)
        self.value = gathered(self.value, says)
        self._seen += 1
        if self.value and self._seen > 2:
            return
        weight = self._variance / (self._variance + noise)
        self._mean += weight * (mean - self._mean)
        self._variance *= 1 - weight


class Dwindling:
    """Watch how many come for a fall of the share by a fifth of all.

    Who is away is away together more often than by chance (holidays, a bad week), so that a meeting says half of what
    as many separate people would.
    """

    USUAL = 0.88
    STRENGTH = 20
    FALLS = 0.22
    TOGETHER = 0.5

    def __init__(self) -> None:
        self._came, self._of = self.USUAL * self.STRENGTH, float(self.STRENGTH)
        self._seen = 0
        self.value = 0.0

    def add(self, came: float, of: int) -> None:
        """Take how many came of how many; `of` is at least 1."""
        stays = min(max(self._came / self._of, 0.5), 0.97)
        falls = stays - self.FALLS
        says = came * log(falls / stays) + (of - came) * log((1 - falls) / (1 - stays))
        self.value = gathered(self.value, self.TOGETHER * says)
        self._seen += 1
        if not self.value or self._seen <= 2:
            self._came += came
            self._of += of


class Staying:
    """Watch one person for staying away: missing more than they do, more often late, or without a word."""

    USUAL = 0.1
    STRENGTH = 12
    FALLS = 0.45
    # How many of those who come are late, and of those who miss say nothing in time; then where one leaves.
    LATE = (0.06, 0.3)
    SILENT = (0.22, 0.7)

    def __init__(self) -> None:
        self._missed, self._of = self.USUAL * self.STRENGTH, float(self.STRENGTH)
        self._seen = 0
        self.value = 0.0

    def add(self, *, came: bool, well: bool) -> None:
        """Take whether they came, and whether in time or having called off in time."""
        stays = self._missed / self._of
        leaves = min(stays + self.FALLS, 0.9)
        before, after = self.LATE if came else self.SILENT
        says = log((1 - leaves) / (1 - stays)) if came else log(leaves / stays)
        says += log((1 - after) / (1 - before)) if well else log(after / before)
        self.value = gathered(self.value, says)
        self._seen += 1
        if not self.value or self._seen <= 2:
            self._missed += not came
            self._of += 1
