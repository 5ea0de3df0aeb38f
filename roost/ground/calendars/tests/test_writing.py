"""Calendars that Roost writes, as a program that shares no code with it reads them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from roost.ground.calendars.engine import Event, write_calendar

ORGANIZER, ATTENDEE = ("Roost", "roost@example.org"), ("Mara Member", "mara@example.org")
CHANGED = datetime(2026, 9, 1, 7, 30, 15, 999_999, tzinfo=UTC)
ZONES = ["Europe/Berlin", "Australia/Sydney", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
# No two rules that hold each year: the fasting month, a law in force, and a Friday that may lie in the next month.
WITHOUT_RULES = ["Africa/Casablanca", "America/Nuuk", "Africa/Cairo", "Asia/Jerusalem"]


def event(zone: str = "Europe/Berlin", **more: Any) -> Event:
    starts_at = datetime(2026, 10, 1, 14, tzinfo=ZoneInfo(zone))
    known = {"uid": "rhythm-1@roost.example.org", "sequence": 0, "starts_at": starts_at, "minutes": 90, "zone": zone}
    return Event(**({**known, "title": "Circle Harbour", "changed_at": CHANGED} | more))


def published(*events: Event, **more: Any) -> str:
    return write_calendar(events, method="PUBLISH", **more).decode()


def invited(one: Event, method: Any = "REQUEST") -> str:
    return write_calendar([one], method=method, organizer=ORGANIZER, attendee=ATTENDEE).decode()


def read(text: str) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(text)


def weekly(zone: str, weeks: int = 70) -> list[Event]:
    first = datetime(2026, 9, 3, 14, tzinfo=ZoneInfo(zone))
    return [
        event(zone, uid=f"{week}@roost.example.org", starts_at=first + timedelta(weeks=week)) for week in range(weeks)
    ]


@pytest.mark.parametrize("zone", [*ZONES, *WITHOUT_RULES])
def test_fourteen_stays_fourteen_across_changes_of_the_clock(zone: str) -> None:
    events = weekly(zone)
    found = {one.uid: one for one in read(published(*events)).events}
    for one in events:
        again = found[one.uid]
        assert again.dtstart == one.starts_at
        assert again.dtstart.astimezone(ZoneInfo(zone)).hour == 14
        assert again.dtend - again.dtstart == timedelta(minutes=90)
    if zone != "Asia/Kolkata":
        assert len({one.starts_at.utcoffset() for one in events}) == 2


@pytest.mark.parametrize("zone", [*ZONES, *WITHOUT_RULES, "Europe/Dublin", "Pacific/Chatham"])
def test_a_program_without_tables_of_zones_reads_the_same(zone: str) -> None:
    """The rules that a calendar brings along are asked for each hour around a change, and for each day elsewhere."""
    here, at, end = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    text = published(event(zone, starts_at=at), event(zone, uid="last@x", starts_at=end - timedelta(days=1)))
    part = text[text.index("BEGIN:VTIMEZONE") : text.index("BEGIN:VEVENT")].replace("\r\n", "\n")
    there = tzical(StringIO(part)).get(zone)
    wrong = []
    while at < end:
        local = at.astimezone(here)
        if not local.fold and local.replace(tzinfo=there).utcoffset() != local.utcoffset():
            wrong.append(local)
        near = {(at + timedelta(days=days)).astimezone(here).utcoffset() for days in (-1, 0, 1)}
        at += timedelta(hours=1 if len(near) > 1 else 23)
    assert wrong == []


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/Berlin", ["FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"]),
        ("Asia/Kolkata", []),
        ("Africa/Casablanca", []),
    ],
)
def test_a_zone_is_told_by_its_rules_where_it_has_some(zone: str, rules: list[str]) -> None:
    assert [line[6:] for line in published(event(zone)).splitlines() if line.startswith("RRULE")] == rules


def test_spring_begins_when_it_begins() -> None:
    text = published(event())
    assert "BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\n" in text
    assert "BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\n" in text


def test_an_hour_that_the_clock_shows_twice_is_told_in_utc() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    text = published(event(starts_at=second))
    assert "DTSTART:20261025T013000Z" in text
    assert "VTIMEZONE" not in text
    first = second - timedelta(hours=1)
    assert "DTSTART;TZID=Europe/Berlin:20261025T023000" in published(event(starts_at=first, minutes=10))
    assert [one.dtstart for one in read(published(event(starts_at=second))).events] == [second]


def test_each_zone_is_told_once_and_utc_not_at_all() -> None:
    events = [event(zone, uid=f"{number}@x") for number, zone in enumerate(["Asia/Tokyo", "Asia/Tokyo", "UTC"])]
    text = published(*events)
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "DTSTART:20261001T140000Z" in text


texts = st.text(
    st.one_of(
        st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\ufeff"),
        st.sampled_from(list('\n\t,;:\\"^nN🌱🏴‍☠️אبê')),
    ),
    max_size=400,
)


@given(title=texts, words=texts, place=texts, sequence=st.integers(0, 10_000))
def test_whatever_is_written_comes_back(title: str, words: str, place: str, sequence: int) -> None:
    one = event(title=title, words=words, place=place, sequence=sequence)
    text = published(one)
    (found,) = read(text).events
    # A line at the end that is empty is none.
    whole = ["\n".join(said.splitlines()) for said in (title, words, place)]
    assert [found.summary or "", found.description or "", found.location or ""] == whole
    assert (found.uid, found.sequence) == (one.uid, sequence)
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(line.decode() is not None for line in lines)


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("a\x00b\x07c", "abc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\x0bc\x85d", "a\nb\nc\nd"),
        ("a\ud800b\ufeff", "ab"),
        ("BEGIN:VEVENT\r\nATTENDEE:mailto:eve@example.org", "BEGIN:VEVENT\nATTENDEE:mailto:eve@example.org"),
    ],
)
def test_what_no_calendar_may_hold_is_left_out(title: str, read_as: str) -> None:
    (found,) = read(published(event(title=title))).events
    assert (found.summary, found.attendees) == (read_as, [])


def test_an_invitation_is_one_that_programs_take_for_one() -> None:
    text = invited(event(sequence=3, url="https://roost.example.org/a?b=1,2;3", place="Room 4", words="One.\nTwo."))
    calendar = read(text)
    (found,) = calendar.events
    assert calendar.method == "REQUEST"
    assert (found.organizer.uri, found.organizer.common_name) == ("mailto:roost@example.org", "Roost")
    (guest,) = found.attendees
    assert (guest.uri, guest.common_name, guest.rsvp) == ("mailto:mara@example.org", "Mara Member", False)
    assert (found.sequence, found.status.value, found.transparency) == (3, "CONFIRMED", "OPAQUE")
    assert found.dtstamp == found.last_modified == CHANGED.replace(microsecond=0)
    assert str(found.url) == "https://roost.example.org/a?b=1,2;3"
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "VERSION:2.0\r\n" in text


@pytest.mark.parametrize("name", ['Ma;ra, "the" :one^', "مارة\nBcc: eve", "", "🌱" * 60])
def test_names_of_people_break_nothing(name: str) -> None:
    text = write_calendar([event()], method="REQUEST", organizer=ORGANIZER, attendee=(name, ATTENDEE[1])).decode()
    (guest,) = read(text).events[0].attendees
    assert guest.uri == "mailto:mara@example.org"
    assert (guest.common_name or "") == " ".join(name.replace('"', "'").split())


def test_calling_off_says_so_under_the_same_name() -> None:
    (asked,) = read(invited(event())).events
    calendar = read(invited(event(sequence=1), "CANCEL"))
    (gone,) = calendar.events
    assert (calendar.method, gone.uid, gone.status.value) == ("CANCEL", asked.uid, "CANCELLED")
    assert gone.sequence > asked.sequence
    assert gone.transparency == "TRANSPARENT"
    (listed,) = read(published(event(is_cancelled=True))).events
    assert listed.status.value == "CANCELLED"


def test_a_feed_says_its_name_and_when_to_come_back() -> None:
    text = published(event(), name="Roost, yours", refresh=timedelta(hours=1))
    for line in ("NAME:Roost\\, yours", "X-WR-CALNAME:Roost\\, yours", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"):
        assert f"\r\n{line}\r\n" in text
    assert "X-PUBLISHED-TTL:PT60M" in text
    assert "ATTENDEE" not in text
    assert read(published()).events == []


def test_the_same_is_written_the_same() -> None:
    events = weekly("Europe/Berlin", 9)
    assert published(*events) == published(*[replace(one) for one in events])
    elsewhere = replace(events[0], starts_at=events[0].starts_at.astimezone(ZoneInfo("Asia/Tokyo")))
    assert published(elsewhere) == published(events[0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": datetime(2026, 10, 1, 14)},
        {"changed_at": datetime(2026, 10, 1, 14)},
        {"minutes": 0},
        {"sequence": -1},
        {"zone": "Europe/Nowhere"},
        {"zone": "../../etc/passwd"},
        {"zone": ""},
        {"uid": ""},
        {"uid": "a b"},
        {"uid": "a\r\nATTENDEE:x"},
        {"uid": "x" * 201},
        {"url": "javascript:alert(1)"},
        {"url": "https://a\r\nATTENDEE:x"},
    ],
)
def test_an_event_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"event's times|at least a minute|A uid is|no time zone|no web address"):
        replace(event(), **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"attendee": None},
        {"organizer": None},
        {"attendee": ("Mara", "not an address")},
        {"attendee": ("Mara", "mara@example.org\r\nATTENDEE:x")},
        {"method": "PUBLISH"},
    ],
)
def test_an_invitation_without_its_parts_is_refused(wrong: dict[str, Any]) -> None:
    parts: dict[str, Any] = {"method": "REQUEST", "organizer": ORGANIZER, "attendee": ATTENDEE}
    with pytest.raises(ValueError, match=r"invitation|addressed|address"):
        write_calendar([event()], **(parts | wrong))
    with pytest.raises(ValueError, match="one event"):
        write_calendar([event(), event(uid="b")], **parts)
