"""Read the dates of a file of people: as they mean one day alone, or as the rest of their column tells.

A report of an HR system writes dates as its reader likes them: with the year first, with the month as a word, or with
day and month as numbers, of which 15/03/2021 says by itself which is which and 03/04/2021 does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)

# A midnight without meaning, as spreadsheets and databases add it, and the zone that Workday adds.
_END = r"(?:[T ]00:00(?::00(?:\.0{1,6})?)?)?(?:Z|[+-]\d\d:\d\d)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/])(\d{{1,2}})\2(\d{{1,2}}){_END}", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_END}", re.ASCII)
_DAY_WORD = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4})", re.ASCII)
_WORD_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = {word: number for number, month in enumerate(_MONTHS, start=1) for word in (month, month[:3])} | {"sept": 9}


class Numbers(NamedTuple):
    """A date of day, month and year, and what it is under either order; at least one of the two is a day."""

    separator: str
    day_first: date | None
    month_first: date | None

    @property
    def has_two_readings(self) -> bool:
        return self.day_first is not None and self.month_first is not None and self.day_first != self.month_first


def read_date(text: str) -> date | None:
    """Give the day of `2024-06-30`, `2024/06/30`, `30 Jun 2024` or `June 30, 2024`, or None for anything else."""
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[3], match[4])
    if match := _DAY_WORD.fullmatch(text):
        return _day(match[3], _MONTH.get(match[2].lower(), 0), match[1])
    if match := _WORD_DAY.fullmatch(text):
        return _day(match[3], _MONTH.get(match[1].lower(), 0), match[2])
    return None


def read_numbers(text: str) -> Numbers | None:
    """Give the readings of `30/06/2024`, `06/30/2024` or the like with dots or hyphens, or None where it has none."""
    match = _YEAR_LAST.fullmatch(text)
    if not match:
        return None
    found = Numbers(match[2], _day(match[4], match[3], match[1]), _day(match[4], match[1], match[3]))
    return found if found.day_first or found.month_first else None


def is_day_first(dates: Iterable[Numbers]) -> bool | None:
    """Say which order the dates of a column have, by the first that can be read in one way only; None for no such."""
    for one in dates:
        if one.day_first is None or one.month_first is None:
            return one.month_first is None
    return None


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None
