"""What may be shown of a group, decided from counts alone, so that nobody can plead for an exception."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FLOOR = 5
FLOOR_OF_DEVELOPMENT = 8
"""Of what people tell of themselves and how they grow, which others must not even guess, less is told."""


class Band(StrEnum):
    """How many of a group took part, told without telling who did not."""

    HIDDEN = "hidden"
    FEW = "few"
    HALF = "half"
    MOST = "most"


def is_told(people: int, *, floor: int = FLOOR) -> bool:
    """Say whether anything may be told of so many people. Raises ValueError for a negative count."""
    if people < 0:
        raise ValueError(f"{people} people cannot be counted.")
    return people >= floor


def told_at_least(people: int) -> int | None:
    """Give the highest of 5, 10, 20, 50, 100, 200, 500 ... that there are people, or None below the first.

    Between two steps people come and go unseen. Raises ValueError for a negative count.
    """
    if not is_told(people):
        return None
    step, power = FLOOR, 1
    while True:
        for factor in (5, 10, 20):
            if factor * power > people:
                return step
            step = factor * power
        power *= 10


def taking_part(active: int, of: int, *, floor: int = FLOOR) -> Band:
    """Band the share of a group that took part.

    Groups below the floor stay hidden. "Few" covers nobody as well as up to a third, and "most" everybody as well as
    more than two thirds, so that neither silence nor unanimity can be read from a band.
    Raises ValueError when counts are negative or more took part than there are.
    """
    if not 0 <= active <= of:
        raise ValueError(f"{active} of {of} cannot have taken part.")
    if not is_told(of, floor=floor):
        return Band.HIDDEN
    if 3 * active <= of:
        return Band.FEW
    return Band.HALF if 3 * active <= 2 * of else Band.MOST


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter: from `first` on, until `after`, which belongs to the next."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> date:
        return date(self.year + 1, 1, 1) if self.number == 4 else date(self.year, 3 * self.number + 1, 1)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_of(day: date) -> Quarter:
    """Give the quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def last_quarter_over(day: date) -> Quarter:
    """Give the latest quarter that is over on a day."""
    now = quarter_of(day)
    return Quarter(now.year - 1, 4) if now.number == 1 else Quarter(now.year, now.number - 1)
