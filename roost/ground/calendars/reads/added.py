"""What somebody's calendars hold: for their own page, and for rooms that ask on their behalf."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from roost.ground.calendars.access import visible_calendars
from roost.ground.calendars.models import Calendar, Meeting
from roost.ground.kit import clock
from roost.ground.people.models import Person

DAYS_SHOWN = 14
MOST_SHOWN = 300


@dataclass(frozen=True)
class Planned:
    """A meeting in somebody's calendars. A whole day has a `day`; `others` are how many more come, where it is told."""

    title: str
    starts_at: datetime
    ends_at: datetime
    day: date | None
    others: int
    is_free: bool


@dataclass(frozen=True)
class Day:
    """A day with what is planned on it; what lasts longer stands on each of its days."""

    day: date
    meetings: Sequence[Planned]


@dataclass(frozen=True)
class CalendarsPage:
    """Somebody's calendars, and what the next two weeks look like; `more` meetings did not find room."""

    calendars: Sequence[Calendar]
    days: Sequence[Day]
    more: int

    @property
    def is_read(self) -> bool:
        return any(one.read_at is not None for one in self.calendars)


def meetings_between(person: Person, since: datetime, until: datetime) -> Sequence[Planned]:
    """Give what touches the time from `since` up to but not including `until`, by time; one query.

    What stands in two calendars is given once. Only for the person: nobody else may see it.
    """
    found = Meeting.objects.filter(person=person, starts_at__lt=until, ends_at__gte=since)
    seen: set[str] = set()
    planned = []
    for one in found.order_by("starts_at", "ends_at", "title", "pk"):
        is_over = one.ends_at == since and one.starts_at < since
        if one.key not in seen and not is_over:
            seen.add(one.key)
            planned.append(_planned(one))
    return planned


def beginning_between(
    people: Collection[int] | QuerySet[Any], since: datetime, until: datetime
) -> list[tuple[int, Planned]]:
    """Give what of these people's begins from `since` up to but not including `until`, with whose it is; one query.

    Whole days and time that counts as free are left out. For what is done on each person's behalf: nobody else may see
    it.
    """
    found = Meeting.objects.filter(
        person__in=people, starts_at__gte=since, starts_at__lt=until, day=None, is_free=False
    )
    return [(one.person_id, _planned(one)) for one in found.order_by("person", "starts_at", "pk")]


def calendars_page(person: Person) -> CalendarsPage:
    """Give somebody's calendars and their next two weeks; two queries."""
    zone, today = ZoneInfo(person.time_zone), clock.today(person.time_zone)
    since = datetime.combine(today, time(), zone)
    until = datetime.combine(today + timedelta(days=DAYS_SHOWN), time(), zone)
    planned = meetings_between(person, since, until)
    shown = planned[:MOST_SHOWN]
    return CalendarsPage(list(visible_calendars(person)), list(_by_day(shown, today, zone)), len(planned) - len(shown))


def _by_day(planned: Sequence[Planned], today: date, zone: ZoneInfo) -> Iterator[Day]:
    placed = [(day, one) for one in planned for day in _days_of(one, today, zone)]
    # Whole days first, then by the clock.
    placed.sort(key=lambda both: (both[0], both[1].day is None, both[1].starts_at))
    for day, meetings in groupby(placed, key=lambda both: both[0]):
        yield Day(day, tuple(one for _day, one in meetings))


def _days_of(one: Planned, today: date, zone: ZoneInfo) -> Iterator[date]:
    """Give the days that something touches, from today on and as far as is shown."""
    begun, ends = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    first = one.day or begun.date()
    last = max((ends - timedelta(microseconds=1)).date() if ends > begun else first, first)
    day, until = max(first, today), min(last, today + timedelta(days=DAYS_SHOWN - 1))
    while day <= until:
        yield day
        day += timedelta(days=1)


def _planned(meeting: Meeting) -> Planned:
    return Planned(
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        day=meeting.day,
        others=meeting.others,
        is_free=meeting.is_free,
    )
