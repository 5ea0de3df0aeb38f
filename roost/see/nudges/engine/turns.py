"""Which of one person's plans are brought to mind now, and when the others come.

The limit stands above everything: at most one or two, as the person chose, in an ISO week and in any seven days on
the person's calendar. What finds no room waits for the next of its own days, because the moment that its cue speaks
of has then come again; who waited longest goes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from roost.ground.notify.engine import QuietHours, after_quiet_hours, first_free_slot, week_of
from roost.see.nudges.engine.moments import Coming, Times, coming, moment_on, next_moment
from roost.see.nudges.engine.rhythm import Answer, Rhythm, after

MOST_A_WEEK = 2
SEVEN_DAYS = timedelta(days=7)
LATEST = timedelta(hours=6)
"""A reminder that could not be given for so long is about a moment that has passed, so it is left out."""
LOOK_BACK = timedelta(days=9)
"""How far back what was given matters: seven days, and what changing zones can add to them."""


@dataclass(frozen=True)
class Due:
    """A plan whose moment seems to have come: the day it is for, and since when it waits if it found no room before."""

    plan: int
    times: Times
    start: int
    rhythm: Rhythm
    day: date
    waiting_since: datetime | None = None


@dataclass(frozen=True)
class Given:
    """A reminder that was given: when, and the week and slot that it holds."""

    at: datetime
    week: str
    slot: int


@dataclass(frozen=True)
class Turn:
    """What becomes of a plan now: `given`, for `day`, where it is brought to mind; what comes next, if anything."""

    plan: int
    day: date
    given: Given | None
    rhythm: Rhythm
    coming: Coming | None
    waiting_since: datetime | None


def take_turns(
    due: Sequence[Due],
    given: Sequence[Given],
    *,
    now: datetime,
    zone: str,
    quiet: QuietHours | None,
    most: int,
) -> list[Turn]:
    """Decide what becomes of a person's plans; `given` holds what was given in the last nine days.

    One that is given counts as passed without an answer until somebody answers. All that comes lies after `now`.
    """
    turns: list[Turn] = []
    held = list(given)
    for late in sorted(due, key=lambda one: _rank(one, zone, quiet)):
        one = _caught_up(late, now, zone, quiet)
        moment = moment_on(one.day, one.times.at, zone, quiet)
        open_from = max(moment, after_quiet_hours(now, zone, quiet))
        if open_from > now:
            turns.append(Turn(one.plan, one.day, None, one.rhythm, Coming(one.day, open_from), one.waiting_since))
        elif (room := room_from(held, now, zone, most)) > now:
            # The first moment of the room itself may be used.
            just_before = max(now, room - timedelta(microseconds=1))
            turns.append(_later(one, just_before, zone, quiet, since=one.waiting_since or moment))
        else:
            week = week_of(now, zone)
            reminder = Given(now, week, _free_slot(held, week, most) or 0)
            held.append(reminder)
            rhythm = after(one.rhythm, Answer.NONE, one.start)
            following = coming(one.times, rhythm, one.start, last=one.day, now=now, zone=zone, quiet=quiet)
            turns.append(Turn(one.plan, one.day, reminder, rhythm, following, None))
    return turns


def room_from(given: Sequence[Given], now: datetime, zone: str, most: int) -> datetime:
    """Give the first moment, `now` or later, at which the limit leaves room, in UTC.

    Seven days are counted on the wall's calendar, so that a change of clocks makes no reminder come an hour late.
    """
    here = ZoneInfo(zone)
    walls = sorted(one.at.astimezone(here).replace(tzinfo=None) for one in given)
    room = now
    if len(walls) >= most and now.astimezone(here).replace(tzinfo=None) < walls[-most] + SEVEN_DAYS:
        room = max(now + timedelta(minutes=1), (walls[-most] + SEVEN_DAYS).replace(tzinfo=here).astimezone(UTC))
    if _free_slot(given, week_of(room, zone), most) is None:
        room = _next_week(room, zone)
    return room


def _free_slot(given: Sequence[Given], week: str, most: int) -> int | None:
    return first_free_slot({one.slot for one in given if one.week == week}, most)


def _next_week(moment: datetime, zone: str) -> datetime:
    day = moment.astimezone(ZoneInfo(zone)).date()
    monday = day + timedelta(days=7 - day.weekday())
    return datetime(monday.year, monday.month, monday.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _caught_up(one: Due, now: datetime, zone: str, quiet: QuietHours | None) -> Due:
    """Leave out days that passed too long ago, or while the plan rests; the day of now may be the next one."""
    resting = one.times.resting_until is not None and one.day < one.times.resting_until
    if not resting and now - moment_on(one.day, one.times.at, zone, quiet) <= LATEST:
        return one
    too_late = now - LATEST - timedelta(microseconds=1)
    return replace(one, day=next_moment(one.times, after=too_late, earliest=one.day, zone=zone, quiet=quiet).day)


def _rank(one: Due, zone: str, quiet: QuietHours | None) -> tuple[datetime, int]:
    return (one.waiting_since or moment_on(one.day, one.times.at, zone, quiet), one.plan)


def _later(one: Due, moment: datetime, zone: str, quiet: QuietHours | None, *, since: datetime | None) -> Turn:
    following = next_moment(one.times, after=moment, earliest=one.day + timedelta(days=1), zone=zone, quiet=quiet)
    return Turn(one.plan, one.day, None, one.rhythm, following, since)
