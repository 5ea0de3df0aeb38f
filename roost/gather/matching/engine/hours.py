"""When people both work: nine to five of each one's own Monday to Friday, in quarters of an hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

STARTS, ENDS = time(9), time(17)
WORKING_DAYS = 5
LEAST_HOURS = 1
_SECONDS = 15 * 60
_QUARTERS_A_DAILY_HOUR = 4 * WORKING_DAYS


def hours_together(one: str, other: str, monday: date) -> int:
    """Give how many whole hours a day people of two zones both work, on average over the week of a Monday."""
    return len(_quarters(one, monday) & _quarters(other, monday)) // _QUARTERS_A_DAILY_HOUR


def times_together(zones: Iterable[str], monday: date, *, since: datetime, most: int = 3) -> list[datetime]:
    """Give hours of a week, in UTC, that lie within everybody's work: the middle one of each day, days apart first.

    None begins before `since`. Fewer than `most` where there are fewer days.
    """
    common = frozenset[int].intersection(*(_quarters(zone, monday) for zone in zones))
    common = frozenset(quarter for quarter in common if quarter * _SECONDS >= since.timestamp())
    days: dict[int, list[int]] = {}
    for quarter in sorted(common):
        if quarter % 4 == 0 and {quarter + 1, quarter + 2, quarter + 3} <= common:
            days.setdefault(quarter // 96, []).append(quarter)
    middles = [hours[len(hours) // 2] for _day, hours in sorted(days.items())]
    # Every second day and then the rest, so that three of five days are not three in a row.
    chosen = sorted((middles[1::2] + middles[0::2])[:most])
    return [datetime.fromtimestamp(quarter * _SECONDS, UTC) for quarter in chosen]


@lru_cache(maxsize=2048)
def _quarters(zone: str, monday: date) -> frozenset[int]:
    """Give the quarters of an hour, counted in UTC from 1970, in which somebody of a zone works in a week."""
    here, found = ZoneInfo(zone), set[int]()
    for day in (monday + timedelta(days=number) for number in range(WORKING_DAYS)):
        begins, ends = (datetime.combine(day, at, here).timestamp() for at in (STARTS, ENDS))
        found.update(range(int(begins) // _SECONDS, int(ends) // _SECONDS))
    return frozenset(found)
