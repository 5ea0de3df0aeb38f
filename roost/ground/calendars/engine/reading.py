"""Read a calendar: which meetings of one person lie in a window of time.

`icalendar` reads values and `recurring_ical_events` works out series; what stands around them keeps either from being
led astray by a file. Time is an argument: the window, and a limit for whatever might take too long.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from roost.ground.calendars.engine.lines import Block, Notes, take_apart
from roost.ground.calendars.engine.telling import Told, Unusable, When, tell
from roost.ground.calendars.engine.zones import Limit, TakesTooLong, Zones
from roost.ground.kit.errors import Problem
from roost.ground.kit.errors import Words as _

MOST_KEPT = 2_000
MOST_LOOKED_AT = 20_000
# Whatever its zone, a day is over everywhere two days later.
FAR = timedelta(days=2)
STARTS = re.compile(rb"DTSTART(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?:(\d{8})", re.I)
ENDS = re.compile(rb"DTEND(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?:(\d{8})", re.I)
LASTS = re.compile(rb"DURATION[;:]", re.I)
# At most 99 hours, which are over within a week.
LASTS_HOURS = re.compile(rb"DURATION:PT(?:\d{1,2}[HMS])+\s*$", re.I)
WEEK = timedelta(days=7)
REPEATS = re.compile(rb"(?:RRULE|RDATE|RECURRENCE-ID)[;:]", re.I)
WHICH = "X-ROOST-WHICH"


@dataclass(frozen=True)
class Window:
    """The time that is looked at: from `since` up to but not including `until`, both with a zone."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Meeting:
    """A meeting in the window. `key` is the same whenever it is read again; a whole day has a `day`, the first.

    `others` counts people without whose calendar it is; `is_free` where the calendar keeps the time open for others.
    """

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    day: date | None
    others: int
    is_free: bool


@dataclass(frozen=True)
class Reading:
    """What a calendar brought: meetings by time, the first problems of `left_out`, and whether it was `cut`."""

    meetings: tuple[Meeting, ...]
    problems: tuple[Problem, ...] = ()
    left_out: int = 0
    cut: bool = False


def read_calendar(
    content: bytes,
    *,
    zone: str,
    window: Window,
    addresses: Iterable[str] = (),
    limit: Limit = nullcontext,
) -> Reading:
    """Read the meetings of one person, at most 2,000, the earliest first; cancelled and declined ones are left out.

    `zone` is an IANA name: times without a zone and whole days are by its clock. `addresses` are the person's own.
    `limit` makes a frame for the working out of one series, which raises TakesTooLong when that takes too long.
    Raises InputError for what is no calendar. Sources: RFC 5545; zones as `zones` says.
    """
    notes = Notes()
    parts = take_apart(content, notes)
    here = ZoneInfo(zone)
    name = parts.own.get("X-WR-CALNAME", "").lower()
    mine = frozenset({one.strip().lower() for one in addresses} | ({name} if "@" in name else set()))
    zones = Zones(parts.zones, calendar=parts.own.get("X-WR-TIMEZONE", ""), own=here, notes=notes, limit=limit)
    near = [block for block in parts.meetings if _may_touch(block, window)]
    cut = len(near) > MOST_LOOKED_AT
    series = _by_uid(_told(near[:MOST_LOOKED_AT], zones, mine, notes, limit))
    found: dict[str, Meeting] = {}
    for told in series:
        for meeting in _meetings(told, window, here, notes, limit):
            found.setdefault(meeting.key, meeting)
    meetings = sorted(found.values(), key=lambda one: (one.starts_at, one.ends_at, one.title, one.key))
    cut = cut or len(meetings) > MOST_KEPT
    return Reading(tuple(meetings[:MOST_KEPT]), tuple(notes.problems), notes.count, cut)


def _may_touch(block: Block, window: Window) -> bool:
    """Say whether a meeting may lie in the window, by a look at its days; what is in doubt is read."""
    starts = ends = None
    lasts = False
    for _number, line in block.lines:
        if REPEATS.match(line):
            return True
        starts = starts or STARTS.match(line)
        ends = ends or ENDS.match(line)
        lasts = lasts or bool(LASTS.match(line) and not LASTS_HOURS.match(line))
    if starts is None:
        return True
    first = starts.group(1)
    last = ends.group(1) if ends else first
    if first >= _digits(window.until + FAR):
        return False
    return (lasts and not ends) or max(first, last) > _digits(window.since - WEEK)


def _digits(moment: datetime) -> bytes:
    return f"{moment.year:04}{moment:%m%d}".encode()


def _told(blocks: Iterable[Block], zones: Zones, mine: frozenset[str], notes: Notes, limit: Limit) -> Iterator[Told]:
    for block in blocks:
        try:
            with limit():
                told = tell(block, zones, mine, notes)
        except Unusable as error:
            notes.add(error.words, error.line or block.line, error.value)
        except TakesTooLong:
            notes.add(_("Reading this meeting takes too long, so it is left out."), block.line)
        else:
            yield told


def _by_uid(told: Iterable[Told]) -> list[list[Told]]:
    """Gather what belongs to one series; what has no name of its own stands alone."""
    named: dict[str, list[Told]] = defaultdict(list)
    alone = []
    for one in told:
        if one.uid:
            named[one.uid].append(one)
        else:
            alone.append([one])
    return [*named.values(), *alone]


def _meetings(series: list[Told], window: Window, here: tzinfo, notes: Notes, limit: Limit) -> Iterator[Meeting]:
    try:
        with limit():
            if len(series) == 1 and series[0].is_plain:
                happening: list[Happening] = [(series[0], series[0].starts, series[0].ends, None)]
            else:
                happening = list(_happening(series, window))
            found = [_meeting(one, here) for one in happening if not one[0].is_gone]
    except TakesTooLong:
        notes.add(_("Working out when this repeats takes too long, so it is left out."), series[0].line)
        return
    # The libraries raise whatever a hostile rule or a time at the end of time makes them raise.
    except Exception:
        notes.add(_("When this takes place cannot be worked out, so it is left out."), series[0].line)
        return
    for meeting in found:
        lasts_into = meeting.ends_at > window.since or meeting.starts_at >= window.since
        if meeting.starts_at < window.until and lasts_into:
            yield meeting


Happening = tuple[Told, When, When, When | None]
"""Who told it, when it begins and ends, and the time in its series by which it is known."""


def _happening(series: list[Told], window: Window) -> Iterator[Happening]:
    """Let the library work out a series around the window."""
    calendar = Calendar()
    for number, one in enumerate(series):
        calendar.add_component(_event(one, number))
    found = recurring_ical_events.of(calendar).between(window.since - FAR, window.until + FAR)
    for event in found:
        one = series[int(event[WHICH])]
        starts = event["DTSTART"].dt
        # All that follow an exception carry its own mark, so they are known by when they begin.
        known_by = starts if one.and_following else event["RECURRENCE-ID"].dt if "RECURRENCE-ID" in event else None
        yield one, starts, event["DTEND"].dt, known_by


def _event(one: Told, number: int) -> Event:
    """Write down anew what the library needs, so that it finds nothing else."""
    event = Event()
    event.add("UID", one.uid)
    event.add("DTSTART", one.starts)
    event.add("DTEND", one.ends)
    event.add("SEQUENCE", one.sequence)
    event.add(WHICH, str(number))
    for rule in one.rules:
        event.add("RRULE", rule)
    for name, times in (("RDATE", one.more), ("EXDATE", one.fewer)):
        for when in times:
            event.add(name, [when])
    if one.instead_of is not None:
        event.add("RECURRENCE-ID", one.instead_of, {"RANGE": "THISANDFUTURE"} if one.and_following else {})
    return event


def _meeting(happening: Happening, here: tzinfo) -> Meeting:
    one, starts, ends, known_by = happening
    day = None if isinstance(starts, datetime) else starts
    return Meeting(
        key=_key(one, known_by, starts, here),
        title=one.title,
        starts_at=_moment(starts, here),
        ends_at=_moment(ends, here),
        day=day,
        others=one.others,
        is_free=one.is_free,
    )


def _key(one: Told, known_by: When | None, starts: When, here: tzinfo) -> str:
    when = _moment(known_by if known_by is not None else starts, here)
    # What has no name is known by what it says.
    named = one.uid or f"\n{one.title}\n{one.others}"
    told = f"{named}\n{when.isoformat()}" if known_by is not None or not one.uid else named
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _moment(when: When, here: tzinfo) -> datetime:
    """Give the moment in UTC; a day begins at midnight by the person's clock."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(), here)
    return when.astimezone(UTC)
