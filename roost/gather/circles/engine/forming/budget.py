"""Bound how long a search lasts, by what is done or by a clock that somebody else reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

# Told now and then: the share of the search that is over, and the best value so far.
Progress = Callable[[float, float], None]


def never() -> float:
    """Be the clock of a search that is bounded by its iterations alone."""
    return 0.0


def wants_more() -> bool:
    """Ask of a search never to end early."""
    return False


def quiet(share: float, value: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Budget:
    """Bound a search: `iterations` are times that each person may choose anew, `seconds` are read from `elapsed`.

    With iterations alone the same seed gives the same plan; seconds make the pace follow the clock. `enough` is asked
    again and again: once it says yes, the search ends with the best plan so far.
    """

    seed: int = 1
    iterations: int | None = None
    seconds: float | None = None
    elapsed: Callable[[], float] = never
    enough: Callable[[], bool] = wants_more

    def part(self, share: float, usual: int) -> Budget:
        """Give the part of a budget that a share of what is left makes; `usual` iterations where none are named."""
        if self.seconds is None:
            return replace(self, iterations=max(1, int((self.iterations or usual) * share)))
        now = self.elapsed()
        seconds = now + max(self.seconds - now, 0.0) * share
        return replace(self, seconds=seconds, iterations=self.iterations and max(1, int(self.iterations * share)))

    def spent(self, done: int, begun: float) -> float:
        """Give how much of the search is over, from 0 to 1."""
        if self.enough():
            return 1.0
        by_count = done / self.iterations if self.iterations else 0.0
        if self.seconds is None:
            return min(by_count, 1.0)
        by_clock = (self.elapsed() - begun) / max(self.seconds - begun, 1e-9)
        return min(max(by_count, by_clock), 1.0)
