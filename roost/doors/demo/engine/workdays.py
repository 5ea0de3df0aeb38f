"""When the company works: weeks, holidays, and how the year and the week colour a seller's days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

MONTHLY = (0.92, 0.96, 1.04, 1.06, 1.05, 1.0, 0.9, 0.93, 1.06, 1.08, 1.0, 0.85)
"""Demand by month, January first: workshops buy before spring and autumn, and rest in July and December."""

DAILY = (1.1, 1.1, 1.0, 1.0, 0.8)
"""Demand by weekday, Monday first."""


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_between(start: date, last: date) -> tuple[date, ...]:
    """List the Mondays of all weeks that hold a day from `start` to `last`."""
    first = monday_of(start)
    return tuple(first + timedelta(weeks=number) for number in range((monday_of(last) - first).days // 7 + 1))


@cache
def holidays(year: int) -> frozenset[date]:
    """Give the days of a year on which the company is closed."""
    thanksgiving = _nth(year, 11, weekday=3, nth=4)
    memorial = max(date(year, 5, day) for day in range(25, 32) if date(year, 5, day).weekday() == 0)
    fixed = {date(year, month, day) for month, day in ((1, 1), (7, 4), (12, 24), (12, 25), (12, 26), (12, 31))}
    return frozenset(
        {memorial, _nth(year, 9, weekday=0, nth=1), thanksgiving, thanksgiving + timedelta(days=1)} | fixed
    )


def is_workday(day: date) -> bool:
    """Say whether the company works on a day."""
    return day.weekday() < 5 and day not in holidays(day.year)


def _nth(year: int, month: int, *, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
