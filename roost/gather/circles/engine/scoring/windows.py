"""When people of several time zones work at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.rules import Hours

SECONDS_OF_A_DAY = 24 * 60 * 60


def meeting_starts(zones: Sequence[str], hours: Hours) -> NDArray[np.bool_]:
    """Say in which zones (rows) people work through a meeting of `hours.overlap` minutes, by its start (columns).

    The starts are all that need to be looked at: a meeting that suits several zones can be moved earlier until the UTC
    day begins or one of their working days does. Summer time is that of the day.
    """
    working = [_working(zone, hours) for zone in zones]
    begins = {begin for windows in working for begin, _end in windows if 0 <= begin < SECONDS_OF_A_DAY}
    starts = sorted({0} | begins)
    long = hours.overlap * 60
    fits = [[any(begin <= at <= end - long for begin, end in windows) for at in starts] for windows in working]
    return np.array(fits, dtype=np.bool_).reshape(len(zones), len(starts))


def _working(zone: str, hours: Hours) -> list[tuple[int, int]]:
    """Give the working days around `hours.day` in seconds since that day's midnight in UTC."""
    days = [hours.day + timedelta(days=shift) for shift in (-1, 0, 1)]
    over_night = timedelta(days=hours.end <= hours.start)
    return [
        (_moment(zone, day, hours.start, hours.day), _moment(zone, day + over_night, hours.end, hours.day))
        for day in days
    ]


def _moment(zone: str, day: date, minutes: int, origin: date) -> int:
    local = datetime.combine(day, time(minutes // 60, minutes % 60), ZoneInfo(zone))
    return round((local - datetime.combine(origin, time(), UTC)).total_seconds())
