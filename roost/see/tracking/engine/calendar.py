"""Days and windows in a program's time zone: on which day something happened, and which days a window covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from roost.ground.kit.errors import InputError, Problem
from roost.see.tracking.engine.rules import WEEKDAYS, Rules

BEFORE_ALL_DAYS = 0
AFTER_ALL_DAYS = date.max.toordinal() + 1
OUTSIDE = "This moment lies outside the years 1 to 9999."

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_OCCURRED = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_YEAR = re.compile(r"([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True)
class Window:
    """Cover the days from `starts` (inclusive) to `ends` (exclusive); None leaves that side open."""

    name: str
    starts: date | None
    ends: date | None

    @property
    def first_day(self) -> int:
        """Give the first day as an ordinal (1 is 0001-01-01); an open side lies before all days."""
        return BEFORE_ALL_DAYS if self.starts is None else self.starts.toordinal()

    @property
    def end_day(self) -> int:
        """Give the day after the last as an ordinal; an open side lies after all days."""
        return AFTER_ALL_DAYS if self.ends is None else self.ends.toordinal()

    def is_over(self, today: date) -> bool:
        """Say whether the last day has passed; an open end never does."""
        return self.ends is not None and self.ends <= today


def parse_date(text: str) -> date:
    """Read a date written as 2024-06-05; raise ValueError with a sentence for the person."""
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise ValueError("This is not a date such as 2024-06-05.") from None


def parse_window(text: str, rules: Rules) -> Window:
    """Read `all`, `season`, a year, a month or an ISO week as the days that it covers in these rules.

    A week starts at the rules' `week_start`; when that is not Monday it is the week that contains the ISO week's
    Monday. Raises InputError for any other spelling, a week that the year does not have, and `season` without one.
    """
    if text == "all":
        return Window(text, None, None)
    if text == "season":
        if rules.season is None:
            raise _refused(text, "The rules have no season.")
        return Window(text, rules.season.starts, rules.season.ends)
    if match := _YEAR.fullmatch(text):
        return _months(text, int(match[1]), 1, 12)
    if match := _MONTH.fullmatch(text):
        return _months(text, int(match[1]), int(match[2]), 1)
    if match := _WEEK.fullmatch(text):
        return _week(text, int(match[1]), int(match[2]), WEEKDAYS.index(rules.week_start))
    raise _refused(text, "A window is all, season, a year 2024, a month 2024-06 or a week 2024-W23.")


def local_day(occurred: str, zone: tzinfo) -> date:
    """Give the day in `zone` on which something written in ISO 8601 happened.

    Without an offset the text is local time in `zone`: one that a clock change skips moves forward by the gap.
    Raises ValueError with a sentence for the person, also where the day would lie outside the years 1 to 9999.
    """
    moment = _read(occurred, zone)
    if moment.tzinfo is not zone:
        try:
            return moment.astimezone(zone).date()
        except OverflowError:
            raise ValueError(OUTSIDE) from None
    before, after = moment.utcoffset(), moment.replace(fold=1).utcoffset()
    if before is not None and after is not None and after > before:
        moment += after - before
    return moment.date()


def instant(occurred: str, zone: tzinfo) -> datetime:
    """Give the moment, in UTC, at which something written in ISO 8601 happened.

    Without an offset the text is local time in `zone`: one that a clock change skips moves forward by the gap, one
    that it repeats is the first. Raises ValueError with a sentence for the person, also outside the years 1 to 9999.
    """
    try:
        return _read(occurred, zone).astimezone(UTC)
    except OverflowError:
        raise ValueError(OUTSIDE) from None


def _read(occurred: str, zone: tzinfo) -> datetime:
    match = _OCCURRED.fullmatch(occurred)
    try:
        if match is None:
            raise ValueError
        year, month, day, hour, minute, second, fraction, offset = match.groups("")
        return datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int(f"{fraction}000000"[:6]),
            _offset(offset) if offset else zone,
        )
    except ValueError:
        raise ValueError("This is not a date or time such as 2024-06-05 or 2024-06-05T14:30+05:30.") from None


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if text[0] == "-" else distance)


def _months(name: str, year: int, month: int, count: int) -> Window:
    try:
        starts = date(year, month, 1)
    except ValueError:
        raise _refused(name, "The calendar has no such year or month.") from None
    year, month = divmod(year * 12 + month - 1 + count, 12)
    # The year 9999 ends where the calendar ends, so its last window is open.
    return Window(name, starts, date(year, month + 1, 1) if year <= date.max.year else None)


def _week(name: str, year: int, week: int, week_start: int) -> Window:
    try:
        monday = date.fromisocalendar(year, week, 1).toordinal()
    except ValueError:
        raise _refused(name, "That year has no such week.") from None
    first = monday - (-week_start) % 7
    starts = date.fromordinal(first) if first > BEFORE_ALL_DAYS else None
    ends = date.fromordinal(first + 7) if first + 7 < AFTER_ALL_DAYS else None
    return Window(name, starts, ends)


def _refused(value: str, message: str) -> InputError:
    return InputError(Problem(f"{message} ({value!r} was asked for.)", column="window", value=value))
