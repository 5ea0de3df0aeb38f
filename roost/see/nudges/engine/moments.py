"""When a plan comes back, by the clock on the person's wall: own weekdays, own hour, own quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from roost.ground.notify.engine import QuietHours, after_quiet_hours
from roost.see.nudges.engine.rhythm import Rhythm, wait_of


@dataclass(frozen=True)
class Times:
    """On which weekdays (Monday is 0) and when somebody wants to be reminded, and what begins no sooner.

    Raises ValueError for no weekday at all.
    """

    weekdays: frozenset[int]
    at: time
    resting_until: date | None = None

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError("A plan needs a weekday, from 0 to 6.")


@dataclass(frozen=True)
class Coming:
    """A reminder to come: the day that it is for, and the moment, in UTC, which quiet hours may move to the next."""

    day: date
    at: datetime


def moment_on(day: date, at: time, zone: str, quiet: QuietHours | None) -> datetime:
    """Give the moment of a reminder, in UTC: the hour on the wall that day, or the end of quiet hours.

    An hour that the wall shows twice counts the first time; one that it skips counts as many minutes later.
    """
    return after_quiet_hours(datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC), zone, quiet)


def next_moment(times: Times, *, after: datetime, earliest: date | None, zone: str, quiet: QuietHours | None) -> Coming:
    """Give the first reminder later than `after` on one of the plan's weekdays, from the day `earliest` on."""
    # Quiet hours may have moved the reminder of yesterday to a moment that is still to come.
    day = after.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    day = max(one for one in (day, earliest, times.resting_until) if one is not None)
    while True:
        if day.weekday() in times.weekdays:
            moment = moment_on(day, times.at, zone, quiet)
            if moment > after:
                return Coming(day, moment)
        day += timedelta(days=1)


def coming(
    times: Times,
    rhythm: Rhythm,
    start: int,
    *,
    last: date | None,
    now: datetime,
    zone: str,
    quiet: QuietHours | None,
) -> Coming | None:
    """Give the next reminder of a plan that was last reminded of for the day `last`; None where none comes by itself.

    It comes on the first of the plan's weekdays once its spacing has passed.
    """
    wait = wait_of(rhythm, start)
    if wait is None:
        return None
    earliest = last + timedelta(days=wait) if last else None
    return next_moment(times, after=now, earliest=earliest, zone=zone, quiet=quiet)
