"""A figure beside its yardstick."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

RUNS = 5


@dataclass(frozen=True)
class Figure:
    """Seconds of a thing and of what it is compared with."""

    what: str
    seconds: float
    yardstick: str
    yardstick_seconds: float

    def row(self) -> str:
        ratio = self.seconds / self.yardstick_seconds
        cells = [self.what, shown(self.seconds), self.yardstick, shown(self.yardstick_seconds), f"{ratio:.2f}"]
        return f"| {' | '.join(cells)} |"


def table(rows: list[str]) -> str:
    """Write figures as a table."""
    return "\n".join(["| what | median | yardstick | median | ratio |", "|---|---|---|---|---|", *rows])


def shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def compare(
    what: str, work: Callable[[], object], yardstick: str, other: Callable[[], object], *, times: int = 1
) -> Figure:
    """Run both in turn, `times` each a round, so that a machine that slows down slows both."""
    work(), other()
    mine, others = [], []
    for _ in range(RUNS):
        mine.append(seconds_of(work, times))
        others.append(seconds_of(other, times))
    return Figure(what, median(mine), yardstick, median(others))


def seconds_of(work: Callable[[], object], times: int) -> float:
    start = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - start) / times


def loaded() -> str:
    """Give the load of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"
