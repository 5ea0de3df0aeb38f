"""When a term's meetings are, and which part of its arc each belongs to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

FEWEST, MOST = 4, 12
MOST_WEEKS = 8
FARTHEST = timedelta(days=2 * 366)
"""How far from now a meeting may be."""


class Part(StrEnum):
    """A part of a term's arc, in the order in which they come."""

    TRUST = "trust"
    DILEMMAS = "dilemmas"
    STRETCH = "stretch"
    HARVEST = "harvest"


PARTS = tuple(Part)


def lay_out(first: date, at: time, *, every: int, count: int, zone: str) -> list[datetime]:
    """Give when `count` meetings begin, in UTC, every so many weeks at the same time by a zone's clock.

    A time that the clock leaves out on a day is read as if it had not yet changed: an hour later there.
    """
    here = ZoneInfo(zone)
    days = (first + timedelta(weeks=every * number) for number in range(count))
    return [datetime.combine(day, at, here).astimezone(UTC) for day in days]


def next_date(last: datetime, *, every: int, now: datetime, zone: str) -> datetime:
    """Give the next moment to come, so many weeks or a multiple of it after the last, at its time by a zone's clock."""
    local = last.astimezone(ZoneInfo(zone))
    while local <= now:
        local += timedelta(weeks=every)
    return local


def part_of(number: int, count: int) -> Part:
    """Give the part of the arc of a term's meeting, counted from 0; parts are equally long, give or take one."""
    return PARTS[number * len(PARTS) // count] if count >= len(PARTS) else PARTS[min(number, len(PARTS) - 1)]


def is_same_day(one: datetime, other: datetime, zone: str) -> bool:
    """Say whether two moments fall on one day by a zone's clock."""
    here = ZoneInfo(zone)
    return one.astimezone(here).date() == other.astimezone(here).date()
