"""What a calendar says, against examples worked out by hand: Berlin is two hours ahead of UTC until 27 October 2024."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from roost.ground.calendars.engine import Window, read_calendar
from roost.ground.calendars.tests.calendar_files import WINDOW, calendar, event, messages, read, times

MORNING = ("DTSTART;TZID=Europe/Berlin:20241021T090000", "DTEND;TZID=Europe/Berlin:20241021T100000")
WEEKLY = (*MORNING, "RRULE:FREQ=WEEKLY;COUNT=3")


def test_a_meeting_has_a_title_a_time_and_a_number_of_others() -> None:
    told = event(
        *MORNING,
        "SUMMARY:Budget\\, second\\nround",
        "DESCRIPTION:Nobody shall know",
        "LOCATION:Room 4",
        "ORGANIZER;CN=Noor:mailto:noor@example.org",
        "ATTENDEE;CN=Mara;PARTSTAT=ACCEPTED:mailto:Mara@example.org",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ben@example.org",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:cleo@example.org",
        "ATTENDEE;CUTYPE=ROOM:mailto:room4@example.org",
    )
    reading = read(told)
    (one,) = reading.meetings
    assert one.title == "Budget, second round"
    assert (one.starts_at, one.ends_at) == (
        datetime(2024, 10, 21, 7, tzinfo=UTC),
        datetime(2024, 10, 21, 8, tzinfo=UTC),
    )
    assert one.others == 2  # Ben, and Noor who invites
    assert one.day is None
    assert not one.is_free
    assert "Nobody shall know" not in repr(reading)
    assert "Room 4" not in repr(reading)
    assert "ben@" not in repr(reading)


def test_a_series_keeps_its_hour_when_the_clocks_change() -> None:
    assert times(read(event(*WEEKLY))) == ["10-21 07:00-08:00", "10-28 08:00-09:00", "11-04 08:00-09:00"]


def test_a_series_in_utc_keeps_its_moment_when_the_clocks_change() -> None:
    told = event("DTSTART:20241021T070000Z", "DURATION:PT45M", "RRULE:FREQ=WEEKLY;UNTIL=20241104T070000Z")
    assert times(read(told)) == ["10-21 07:00-07:45", "10-28 07:00-07:45", "11-04 07:00-07:45"]


def test_a_time_without_a_zone_is_by_the_persons_clock() -> None:
    told = event("DTSTART:20241021T090000", "DTEND:20241021T093000")
    assert times(read(told)) == ["10-21 07:00-07:30"]
    assert times(read(told, zone="Asia/Kathmandu")) == ["10-21 03:15-03:45"]


@pytest.mark.parametrize(
    ("local", "moment"),
    [
        ("20240331T023000", "2024-03-31T01:30:00+00:00"),  # skipped by the clocks: read by the offset before
        ("20241027T023000", "2024-10-27T00:30:00+00:00"),  # comes twice: the first
    ],
)
def test_hours_that_the_clocks_skip_or_repeat_mean_one_moment(local: str, moment: str) -> None:
    window = Window(datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 12, 1, tzinfo=UTC))
    (one,) = read(event(f"DTSTART;TZID=Europe/Berlin:{local}"), window=window).meetings
    assert one.starts_at.isoformat() == moment


def test_a_whole_day_is_that_day_wherever_the_person_is() -> None:
    told = event("DTSTART;VALUE=DATE:20241027", "DTEND;VALUE=DATE:20241028", "TRANSP:TRANSPARENT")
    (one,) = read(told).meetings
    assert one.day == date(2024, 10, 27)
    assert one.is_free
    assert times(read(told)) == ["10-26 22:00-23:00"]  # 25 hours: the clocks go back that night
    (there,) = read(told, zone="Asia/Tokyo").meetings
    assert (there.day, there.starts_at) == (date(2024, 10, 27), datetime(2024, 10, 26, 15, tzinfo=UTC))


def test_exceptions_of_a_series_hold() -> None:
    series = event(
        *MORNING,
        "RRULE:FREQ=WEEKLY;COUNT=5",
        "SUMMARY:One-to-one",
        "EXDATE;TZID=Europe/Berlin:20241028T090000",
        "RDATE;TZID=Europe/Berlin:20241030T110000",
    )
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20241104T090000",
        "DTSTART;TZID=Europe/Berlin:20241105T150000",
        "DTEND;TZID=Europe/Berlin:20241105T153000",
        "SUMMARY:One-to-one\\, later",
    )
    called_off = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20241111T090000",
        "DTSTART;TZID=Europe/Berlin:20241111T090000",
        "STATUS:CANCELLED",
    )
    declined = event(
        "RECURRENCE-ID:20241118T080000Z",
        "DTSTART;TZID=Europe/Berlin:20241118T090000",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:mara@example.org",
    )
    reading = read(series, moved, called_off, declined)
    assert times(reading) == ["10-21 07:00-08:00", "10-30 10:00-11:00", "11-05 14:00-14:30"]
    assert [one.title for one in reading.meetings] == ["One-to-one", "One-to-one", "One-to-one, later"]


def test_an_exception_may_move_all_that_follow() -> None:
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20241028T090000",
        "DTSTART;TZID=Europe/Berlin:20241028T110000",
        "DTEND;TZID=Europe/Berlin:20241028T120000",
    )
    assert times(read(event(*WEEKLY), later)) == ["10-21 07:00-08:00", "10-28 10:00-11:00", "11-04 10:00-11:00"]


def test_who_is_invited_to_one_of_a_series_alone_has_that_one() -> None:
    once = event("RECURRENCE-ID:20241028T080000Z", "DTSTART:20241028T100000Z", "DTEND:20241028T110000Z")
    assert times(read(once)) == ["10-28 10:00-11:00"]


@pytest.mark.parametrize(
    "gone", ["STATUS:CANCELLED", "status:cancelled", "ATTENDEE;PARTSTAT=DECLINED:MAILTO:MARA@EXAMPLE.ORG"]
)
def test_what_is_cancelled_or_declined_is_left_out(gone: str) -> None:
    assert read(event(*WEEKLY, gone)).meetings == ()
    assert read(event(*MORNING, gone)).meetings == ()


def test_whose_calendar_it_is_may_stand_in_its_name() -> None:
    told = event(*MORNING, "ATTENDEE;PARTSTAT=DECLINED:mailto:mara@home.example")
    assert len(read(told).meetings) == 1
    assert read("X-WR-CALNAME:mara@home.example", told).meetings == ()


def test_only_the_window_is_kept_with_what_reaches_into_it() -> None:
    window = Window(datetime(2024, 10, 21, 9, tzinfo=UTC), datetime(2024, 10, 22, 9, tzinfo=UTC))
    parts = [
        event("DTSTART:20241021T080000Z", "DTEND:20241021T090000Z", "SUMMARY:over", uid="1"),
        event("DTSTART:20241021T083000Z", "DTEND:20241021T093000Z", "SUMMARY:reaches in", uid="2"),
        event("DTSTART:20241021T090000Z", "SUMMARY:a moment", uid="3"),
        event("DTSTART:20241022T085900Z", "DURATION:P7D", "SUMMARY:reaches out", uid="4"),
        event("DTSTART:20241022T090000Z", "SUMMARY:too late", uid="5"),
        event("DTSTART:20240101T000000Z", "DURATION:P300D", "SUMMARY:long since", uid="6"),
        event("DTSTART:20241018T100000Z", "DURATION:PT99H", "SUMMARY:without sleep", uid="8"),
        event("DTSTART:20230101T090000Z", "DTEND:20230101T100000Z", "SUMMARY:last year", uid="7"),
    ]
    titles = [one.title for one in read(*parts, window=window).meetings]
    assert titles == ["long since", "without sleep", "reaches in", "a moment", "reaches out"]


def test_the_same_meeting_has_the_same_key_whenever_it_is_read() -> None:
    first, again = read(event(*WEEKLY)).meetings, read(event(*WEEKLY, "SUMMARY:Renamed")).meetings
    assert [one.key for one in first] == [one.key for one in again]
    moved = event("DTSTART:20241022T090000Z")
    assert read(moved).meetings[0].key == read(event("DTSTART:20241023T090000Z")).meetings[0].key
    assert len({one.key for one in first}) == 3


def test_meetings_without_a_name_of_their_own_are_all_kept() -> None:
    two = [event("DTSTART:20241022T090000Z", f"SUMMARY:{title}", uid="") for title in "ab"]
    assert len(read(*two).meetings) == 2


def test_the_newest_of_the_same_meeting_counts() -> None:
    old = event("DTSTART:20241022T090000Z", "SEQUENCE:1", "SUMMARY:old")
    new = event("DTSTART:20241022T100000Z", "SEQUENCE:2", "SUMMARY:new")
    assert [one.title for one in read(new, old).meetings] == ["new"]


def test_lines_may_be_folded_anywhere_and_end_in_any_way() -> None:
    text = calendar(event(*MORNING, "SUMMARY:Über Größen reden"))
    folded = b"".join(bytes([one]) + b"\r\n " if one > 127 else bytes([one]) for one in text)
    for content in (folded, text.replace(b"\r\n", b"\n"), text.replace(b"\r\n", b"\r")):
        (one,) = read_calendar(content, zone="UTC", window=WINDOW).meetings
        assert one.title == "Über Größen reden"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    text = calendar(event(*MORNING, "SUMMARY:Größe")).decode()
    (one,) = read_calendar(text.encode(encoding), zone="UTC", window=WINDOW).meetings
    assert one.title == "Größe"


def test_what_surrounds_a_meeting_does_not_touch_it() -> None:
    alarm = ("BEGIN:VALARM", "TRIGGER:-PT15M", "SUMMARY:Alarm", "END:VALARM")
    reading = read("BEGIN:VTODO", "UID:x", "DTSTART:20241021T090000Z", "END:VTODO", event(*MORNING, *alarm))
    assert [one.title for one in reading.meetings] == [""]
    assert reading.problems == ()
    assert messages(reading) == []
