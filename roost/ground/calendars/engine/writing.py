"""Calendars that Roost writes: invitations for mail (RFC 5546, 6047) and feeds that programs read again and again.

Times are told by the clock of a zone (TZID) and not in UTC: when a country changes its rules, programs keep a meeting
at 14:00 on the wall, where everybody looks for it; in UTC it would move by an hour for whoever planned it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, vCalAddress, vText
from icalendar import Event as Part

from roost.ground.calendars.engine.changes import zone_part

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
Mailbox = tuple[str, str]
"""A name and an e-mail address."""

PRODUCT = "-//Roost//Roost//EN"
UID = re.compile(r"[!-~]{1,200}")
URL = re.compile(r"https?://[!-~]{1,1000}")
ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f]+@[^\s\x00-\x1f\x7f]+")
# What no calendar may hold.
UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something planned, as it stands in the calendars of one person.

    `uid` stays the same for as long as it exists and is nobody else's, such as "rhythm-12@roost.example.org";
    `sequence` begins at 0 and grows with each change of time or place and with the cancellation, or programs keep what
    they have. `starts_at` is aware, `zone` the IANA name of the zone by whose clock it was planned, `changed_at` when
    anything of it was last changed. Title, words and place are plain text; words may have lines. Raises ValueError for
    a time without a zone, a zone that the tables do not have, less than a minute, a negative sequence, a uid that is
    not 1 to 200 visible ASCII characters, and a url that is no web address.
    """

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    zone: str
    title: str
    words: str = ""
    place: str = ""
    url: str = ""
    is_cancelled: bool = False
    changed_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.changed_at.tzinfo is None:
            raise ValueError("An event's times know their zone.")
        if self.minutes < 1 or self.sequence < 0:
            raise ValueError("An event takes at least a minute, and its sequence begins at 0.")
        if not UID.fullmatch(self.uid):
            raise ValueError(f"A uid is 1 to 200 visible ASCII characters: {self.uid!r}")
        if self.url and not URL.fullmatch(self.url):
            raise ValueError(f"This is no web address: {self.url!r}")
        try:
            ZoneInfo(self.zone)
        except (LookupError, OSError, ValueError) as error:
            raise ValueError(f"There is no time zone of this name: {self.zone!r}") from error

    @property
    def ends_at(self) -> datetime:
        return self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)


def write_calendar(
    events: Sequence[Event],
    *,
    method: Method,
    organizer: Mailbox | None = None,
    attendee: Mailbox | None = None,
    name: str = "",
    refresh: timedelta | None = None,
) -> bytes:
    """Write a calendar in UTF-8 with lines as RFC 5545 wants them; the same for the same values.

    REQUEST and CANCEL are an invitation's: one event, an `organizer`, whose address must be the one that the mail comes
    from, and one `attendee`, to whom it goes. Each person gets a copy of their own, so nobody's address is told to
    others. PUBLISH is for feeds and files: any number of events, whose `name` and pause between two readings,
    `refresh`, programs may show and keep. Raises ValueError where one of these is missing or too many, and for a
    mailbox that is none.
    """
    if method != "PUBLISH" and (len(events) != 1 or organizer is None or attendee is None):
        raise ValueError("An invitation has one event, an organizer and one attendee.")
    if method == "PUBLISH" and attendee is not None:
        raise ValueError("What is published is addressed to nobody.")
    calendar = _head(method, name, refresh)
    for zone in _zone_parts(events):
        calendar.add_component(zone)
    for event in events:
        calendar.add_component(_part(event, method, organizer, attendee))
    return bytes(calendar.to_ical())


def is_address(text: str) -> bool:
    """Say whether this is an e-mail address that an invitation can name; forms of addresses let others through too."""
    return ADDRESS.fullmatch(text) is not None


def _head(method: Method, name: str, refresh: timedelta | None) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    if name:
        # The second is older, and read by more programs.
        calendar.add("NAME", vText(_clean(name)))
        calendar.add("X-WR-CALNAME", vText(_clean(name)))
    if refresh:
        calendar.add("REFRESH-INTERVAL", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", f"PT{int(refresh.total_seconds()) // 60}M")
    return calendar


def _zone_parts(events: Sequence[Event]) -> Iterator[Timezone]:
    """Give what says how the clocks go that the events are told by, each zone once, by name."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    for event in events:
        if _is_told_by_zone(event):
            local = (moment.astimezone(ZoneInfo(event.zone)) for moment in (event.starts_at, event.ends_at))
            years[event.zone] |= {moment.year for moment in local}
    for name in sorted(years):
        yield zone_part(name, min(years[name]), max(years[name]))


def _is_told_by_zone(event: Event) -> bool:
    """Say whether a zone's clock tells an event's times; what a clock shows for the second time only UTC can tell."""
    zone = ZoneInfo(event.zone)
    return event.zone != "UTC" and not any(one.astimezone(zone).fold for one in (event.starts_at, event.ends_at))


def _part(event: Event, method: Method, organizer: Mailbox | None, attendee: Mailbox | None) -> Part:
    is_cancelled = event.is_cancelled or method == "CANCEL"
    zone = ZoneInfo(event.zone) if _is_told_by_zone(event) else UTC
    part = Part()
    part.add("UID", event.uid)
    part.add("SEQUENCE", event.sequence)
    # Not the moment of writing, so that a feed stays the same for as long as nothing in it changes.
    part.add("DTSTAMP", event.changed_at.astimezone(UTC).replace(microsecond=0))
    part.add("LAST-MODIFIED", event.changed_at.astimezone(UTC).replace(microsecond=0))
    part.add("DTSTART", event.starts_at.astimezone(zone))
    part.add("DTEND", event.ends_at.astimezone(zone))
    part.add("SUMMARY", _clean(event.title))
    for key, text in (("DESCRIPTION", _clean(event.words)), ("LOCATION", _clean(event.place)), ("URL", event.url)):
        if text:
            part.add(key, text)
    part.add("STATUS", "CANCELLED" if is_cancelled else "CONFIRMED")
    part.add("TRANSP", "TRANSPARENT" if is_cancelled else "OPAQUE")
    if organizer is not None:
        part.add("ORGANIZER", _mailbox(organizer))
    if attendee is not None:
        part.add("ATTENDEE", _attendee(attendee))
        # Nobody reads answers to the mail, so no other time need be proposed in one.
        part.add("X-MICROSOFT-DISALLOW-COUNTER", "TRUE")
    return part


def _attendee(attendee: Mailbox) -> vCalAddress:
    """Give who is invited; RSVP says that no answer is waited for by mail: it is given in Roost."""
    made = _mailbox(attendee)
    for key, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "FALSE")):
        made.params[key] = vText(value)
    return made


def _mailbox(mailbox: Mailbox) -> vCalAddress:
    name, address = mailbox
    if not is_address(address):
        raise ValueError(f"This is no e-mail address: {address!r}")
    made = vCalAddress(f"mailto:{address}")
    # Programs disagree on how to write a quotation mark in a name.
    if clean := " ".join(_clean(name).replace('"', "'").split()):
        made.params["CN"] = vText(clean)
    return made


def _clean(text: str) -> str:
    """Give a text with lines that all programs take for lines, and without what no calendar may hold."""
    return UNWRITABLE.sub("", "\n".join(text.splitlines()))
