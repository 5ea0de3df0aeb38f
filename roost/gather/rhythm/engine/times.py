"""Times at which a circle can meet: from each one's weekly hours by their own clock, less what they have planned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

QUARTER = 15 * 60
HOURS_A_WEEK = 7 * 24
NIGHT_BEGINS, NIGHT_ENDS = 22, 7
STEP = 2
"""Meetings begin on the half hour: every second quarter."""


@dataclass(frozen=True)
class Free:
    """When somebody can: `hours` of the week by their own clock, 0 being Monday 0:00 to 1:00, and not in `busy`."""

    person: int
    zone: str
    hours: Collection[int]
    busy: Sequence[tuple[datetime, datetime]] = ()


@dataclass(frozen=True)
class Start:
    """A time to begin: who can come for the whole length, and for whom of the others it is night."""

    at: datetime
    can: tuple[int, ...]
    at_night: tuple[int, ...]

    @property
    def order(self) -> tuple[int, int, datetime]:
        """Give what puts the better time first: nobody called at night, then more who can, then the sooner one."""
        return len(self.at_night), -len(self.can), self.at


def hour_of_week(moment: datetime) -> int:
    """Give the hour of the week that a clock shows at a moment of its zone."""
    return moment.weekday() * 24 + moment.hour


def all_starts(people: Sequence[Free], *, since: datetime, until: datetime, minutes: int) -> list[Start]:
    """Give each half hour from `since` on at which somebody can begin, the meeting being over by `until`; by time."""
    first = -(-int(since.timestamp()) // (QUARTER * STEP)) * STEP
    last = int(until.timestamp()) // QUARTER
    length = -(-minutes * 60 // QUARTER)
    looked = [_quarters(one, first, last) for one in people]
    found = []
    for quarter in range(first, last - length + 1, STEP):
        span = range(quarter, quarter + length)
        can = [all(one in free for one in span) for free, _night in looked]
        night = [not can[place] and any(one in nights for one in span) for place, (_free, nights) in enumerate(looked)]
        if any(can):
            at = datetime.fromtimestamp(quarter * QUARTER, UTC)
            found.append(Start(at, _those(people, can), _those(people, night)))
    return found


def best_starts(starts: Iterable[Start], *, most: int, a_day: int = 2) -> list[Start]:
    """Give the best of all times, at most `a_day` on one day in UTC and two hours apart, so that there is a choice."""
    chosen: list[Start] = []
    for one in sorted(starts, key=lambda start: start.order):
        same_day = [other for other in chosen if other.at.date() == one.at.date()]
        is_apart = all(abs(other.at - one.at) >= timedelta(hours=2) for other in same_day)
        if len(same_day) < a_day and is_apart:
            chosen.append(one)
        if len(chosen) == most:
            break
    return chosen


def take_turns(weeks: Sequence[Sequence[Start]], people: Collection[int]) -> list[Start]:
    """Choose one start for each meeting so that nobody pays much more often than others for a time that suits not all.

    Each meeting costs those who cannot come then, and twice those for whom it is night. Of the times on offer that is
    taken after which whoever paid most has paid least, then the sum is least, then the earliest. Meetings without any
    time on offer are left out.
    """
    paid = dict.fromkeys(people, 0)
    chosen = []
    for starts in weeks:
        if not starts:
            continue
        best = min(starts, key=lambda one: (*_after(paid, one), one.at))
        chosen.append(best)
        paid = {person: so_far + _price(best, person) for person, so_far in paid.items()}
    return chosen


def _after(paid: Mapping[int, int], start: Start) -> tuple[int, int]:
    then = [so_far + _price(start, person) for person, so_far in paid.items()]
    return max(then, default=0), sum(then)


def _price(start: Start, person: int) -> int:
    return 0 if person in start.can else 2 if person in start.at_night else 1


def _those(people: Sequence[Free], flags: Sequence[bool]) -> tuple[int, ...]:
    return tuple(one.person for one, flag in zip(people, flags, strict=True) if flag)


def _quarters(one: Free, first: int, last: int) -> tuple[set[int], set[int]]:
    """Give the quarters of an hour, counted from 1970, in which somebody can, and those of their night."""
    here, free, night = ZoneInfo(one.zone), set[int](), set[int]()
    for quarter in range(first, last):
        local = datetime.fromtimestamp(quarter * QUARTER, here)
        if hour_of_week(local) in one.hours:
            free.add(quarter)
        if local.hour >= NIGHT_BEGINS or local.hour < NIGHT_ENDS:
            night.add(quarter)
    for begins, ends in one.busy:
        # What lasts for years, as a calendar from outside may have it, costs no more than what is looked at.
        taken = max(int(begins.timestamp()) // QUARTER, first), min(-(-int(ends.timestamp()) // QUARTER), last)
        free.difference_update(range(*taken))
    return free, night
