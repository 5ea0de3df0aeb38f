"""Whatever a file holds, it is read as far as it can be, or refused in words; and it is over in reasonable time."""

from __future__ import annotations

import random
import re
import signal
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.calendars.actions.apart import read_apart
from roost.ground.calendars.engine import MOST_BYTES, MOST_KEPT, MOST_PROBLEMS, Limit, Reading, read_calendar
from roost.ground.calendars.engine.__main__ import limited, stop
from roost.ground.calendars.tests.calendar_files import WINDOW, calendar, event, messages, read, times
from roost.ground.kit.errors import InputError

GOOD = event("DTSTART:20241021T070000Z", "DTEND:20241021T080000Z", "SUMMARY:Good", uid="good")


@pytest.fixture
def soon() -> Iterator[Limit]:
    """Limit a series to less of this process's own time than any of these takes."""
    before = signal.signal(signal.SIGVTALRM, stop)
    yield partial(limited, 0.05)
    signal.signal(signal.SIGVTALRM, before)


def apart(content: bytes) -> Reading:
    return read_apart(content, zone="Europe/Berlin", window=WINDOW, addresses=["mara@example.org"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in it"),
        (b" \r\n\0\r\n", "nothing in it"),
        (b"\xef\xbb\xbf", "nothing in it"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"\n\n  <HTML><title>Login</title>", "web page"),
        (b"PK\x03\x04 a zip file", "packed file"),
        (b"name,date\nBudget,2024-10-21\n", "not a calendar"),
        (b"BEGIN:VCARD\r\nFN:Mara\r\nEND:VCARD\r\n", "not a calendar"),
        (bytes(range(256)) * 40, "not a calendar"),
        (b"BEGIN:VCALENDAR\r\n" * 25, "twenty deep"),
        (calendar(GOOD) + b"x" * MOST_BYTES, "larger than 10 MB"),
    ],
)
def test_what_is_no_calendar_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_calendar(content, zone="UTC", window=WINDOW)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["SUMMARY:No time"], "does not say when"),
        (["DTSTART:"], "cannot be read"),
        (["DTSTART:tomorrow"], "cannot be read"),
        (["DTSTART:20241032T250000Z"], "cannot be read"),
        (["DTSTART:PT1H"], "cannot be read"),
        (["DTSTART:20241021T090000Z", "DTEND:never"], "cannot be read"),
        (["DTSTART:20241021T090000Z", "DURATION:long"], "cannot be read"),
        (["DTSTART:20241021T090000Z", "DURATION:P99999999D"], "year 9999"),
        (["DTSTART:20241021T090000Z", "DTEND;VALUE=DATE:20241022"], "whole day"),
        (["DTSTART:20241021T090000Z", "RRULE:FREQ=SECONDLY"], "every second"),
        (["DTSTART:20241021T090000Z", "RRULE:INTERVAL=1;FREQ=minutely"], "every second"),
        (["DTSTART:20241021T090000Z", "RRULE:FREQ=OFTEN"], "cannot be (read|worked out)"),
        (["DTSTART:20241021T090000Z", "RRULE:whenever"], "cannot be (read|worked out)"),
        (["DTSTART:20241021T090000Z", "RRULE:FREQ=DAILY;INTERVAL=0"], "cannot be (read|worked out)"),
    ],
)
def test_a_meeting_that_cannot_be_used_is_named_by_its_line_and_the_rest_is_read(lines: list[str], words: str) -> None:
    reading = read(event(*lines, uid="bad"), GOOD)
    assert [one.title for one in reading.meetings][-1:] == ["Good"]
    (problem,) = reading.problems
    assert problem.row is not None
    assert 3 <= problem.row <= 6
    assert re.search(words, problem.message), problem.message


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["SUMMARY"], "says nothing"),
        (["just words without a colon"], "says nothing"),
        (['SUMMARY;X="open:Broken'], "says nothing"),
        ([":value"], "says nothing"),
        (["EXDATE:never,20241028T070000Z"], "date of a series"),
        (["END:VALARM"], "did not begin"),
        (["SUM\0MARY:x"], "NUL"),
    ],
)
def test_a_line_that_cannot_be_used_is_left_out_of_its_meeting(lines: list[str], words: str) -> None:
    reading = read(event("DTSTART:20241021T070000Z", *lines))
    assert times(reading) == ["10-21 07:00-07:00"]
    assert any(words in one for one in messages(reading))


def test_what_a_line_says_that_cannot_be_read_is_not_kept() -> None:
    """Programs that fold badly leave pieces of a description standing alone."""
    assert "secret" not in repr(read(event("DTSTART:20241021T070000Z", "the secret plan", 'SUMMARY;X="secret:x')))


def test_meetings_without_an_end_in_the_file_are_named() -> None:
    half = "BEGIN:VEVENT\r\nDTSTART:20241021T090000Z"
    reading = read_calendar(calendar(half, GOOD), zone="UTC", window=WINDOW)
    assert [one.title for one in reading.meetings] == ["Good"]
    assert messages(reading) == ["3: This meeting has no end (END:VEVENT), so it is left out."]
    cut_off = calendar(GOOD, event("DTSTART:20241022T090000Z"))[:-40]
    reading = read_calendar(cut_off, zone="UTC", window=WINDOW)
    assert [one.title for one in reading.meetings] == ["Good"]
    assert "ends in the middle" in messages(reading)[0]


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20241021T090000Z", "DTEND:20241021T080000Z"],
        ["DTSTART:20241021T090000Z", "DURATION:-PT1H"],
        ["DTSTART:20241021T090000Z", "DTEND:20241021T090000Z"],
    ],
)
def test_an_end_before_the_beginning_makes_a_moment(lines: list[str]) -> None:
    assert times(read(event(*lines))) == ["10-21 09:00-09:00"]


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:99991231T235959Z"],
        ["DTSTART;VALUE=DATE:99991231"],
        ["DTSTART:00010101T000000Z"],
        ["DTSTART:00010101T000000", "RRULE:FREQ=YEARLY"],
        ["DTSTART;TZID=Pacific/Auckland:00010101T000000"],
        ["DTSTART:20241021T090000Z", "RDATE:99991231T235959Z"],
        ["DTSTART:20241021T090000Z", "RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z"],
        ["DTSTART:20241021T090000Z", "RRULE:FREQ=DAILY;COUNT=-5"],
        ["DTSTART:20241021T090000Z", "RRULE:FREQ=DAILY;UNTIL=19700101T000000Z"],
        ["DTSTART:20241021T090000Z", "EXDATE:00010101T000000Z"],
        ["DTSTART:20241021T090000Z", "SEQUENCE:99999999999999999999", "PRIORITY:x"],
        ["DTSTART:20241021T090000Z", "RECURRENCE-ID:20241021"],
        ["DTSTART;VALUE=DATE:20241021", "RRULE:FREQ=DAILY;UNTIL=20241022T090000Z", "EXDATE:20241021T000000Z"],
        ["DTSTART:20241021T090000Z", "DURATION:P3000D", "RRULE:FREQ=DAILY"],
        ["DTSTART:20241021T090000Z", "SUMMARY:" + "x" * 150_000],
        ["DTSTART:20241021T090000Z", "UID:" + "x" * 300_000],
        ["DTSTART:20241021T090000Z", *["ATTENDEE:mailto:a@example.org"] * 3_000],
    ],
)
def test_extreme_values_lead_nothing_astray(lines: list[str]) -> None:
    reading = read(event(*lines), GOOD)
    assert "Good" in [one.title for one in reading.meetings]
    assert all(len(one.title) <= 300 for one in reading.meetings)


def test_more_meetings_than_are_looked_at_leave_the_earliest() -> None:
    def many(year: int, size: int) -> bytes:
        return calendar(
            *(
                event(f"DTSTART:{year}{10 + day % 2}{1 + day % 28:02}T{day % 24:02}0000Z", uid=str(day))
                for day in range(size)
            )
        )

    long_ago = apart(many(2014, 20_001))
    assert (long_ago.meetings, long_ago.cut) == ((), False)
    now = apart(many(2024, 20_001))
    assert len(now.meetings) == MOST_KEPT
    assert now.cut
    assert [one.starts_at for one in now.meetings] == sorted(one.starts_at for one in now.meetings)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
    ],
)
def test_a_rule_without_end_or_hope_costs_only_itself(rule: str, soon: Limit) -> None:
    content = calendar(event("DTSTART:19700101T090000Z", f"RRULE:{rule}", uid="flood"), GOOD)
    reading = read_calendar(content, zone="UTC", window=WINDOW, limit=soon)
    assert [one.title for one in reading.meetings] == ["Good"]
    assert "takes too long" in messages(reading)[0]


def test_a_meeting_with_more_lines_than_anybody_reads_costs_only_itself(soon: Limit) -> None:
    flood = event("DTSTART:20241021T090000Z", "RRULE:FREQ=DAILY", *["EXDATE:20241021T090000Z"] * 100_000, uid="flood")
    reading = read_calendar(calendar(flood, GOOD), zone="UTC", window=WINDOW, limit=soon)
    assert [one.title for one in reading.meetings] == ["Good"]
    assert "takes too long" in messages(reading)[0]


def test_the_process_apart_limits_each_series_itself() -> None:
    flood = event("DTSTART:19700101T090000Z", "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=31", uid="flood")
    reading = apart(calendar(flood, GOOD))
    assert [one.title for one in reading.meetings] == ["Good"]
    assert "takes too long" in messages(reading)[0]


def test_what_is_not_over_when_the_time_is_up_is_given_up() -> None:
    with pytest.raises(InputError, match="more time or memory"):
        read_apart(calendar(GOOD), zone="UTC", window=WINDOW, seconds=0.001)


def test_a_process_that_comes_to_grief_is_a_calendar_that_cannot_be_read() -> None:
    with pytest.raises(InputError, match="more time or memory"):
        read_apart(b"", zone="UTC", window=WINDOW, module="roost.ground.calendars.no_such_module")


def test_apart_says_the_same() -> None:
    content = calendar(GOOD, event("DTSTART;VALUE=DATE:20241024", "SUMMARY:Tag"), event("DTSTART:x", uid="bad"))
    assert apart(content) == read_calendar(content, zone="Europe/Berlin", window=WINDOW, addresses=["mara@example.org"])


def test_only_the_first_problems_are_kept_and_all_are_counted() -> None:
    reading = read(*(event("DTSTART:x", uid=str(number)) for number in range(100)))
    assert len(reading.problems) == MOST_PROBLEMS
    assert reading.left_out == 100


LINES = st.sampled_from(
    [
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "BEGIN:STANDARD",
        "END:STANDARD",
        "TZID:X",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "DTSTART:20241021T090000Z",
        "DTSTART;TZID=X:20241021T090000",
        "DTSTART;VALUE=DATE:20241021",
        "DTEND:20241021T100000",
        "RRULE:FREQ=WEEKLY;COUNT=2",
        "RECURRENCE-ID:20241021T090000Z",
        "RDATE;VALUE=PERIOD:20241022T090000Z/PT1H",
        "EXDATE:20241021T090000Z",
        "UID:a",
        "UID:b",
        "STATUS:CANCELLED",
        "SUMMARY:x",
        " folded",
        "garbage",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=12)), max_size=40))
def test_no_order_of_lines_breaks_it(lines: list[str]) -> None:
    content = "\r\n".join(["BEGIN:VCALENDAR", *lines]).encode("utf-8", "surrogatepass")
    try:
        reading = read_calendar(content, zone="Europe/Berlin", window=WINDOW)
    except InputError:
        return
    for one in reading.meetings:
        assert one.starts_at <= one.ends_at
        assert one.starts_at < WINDOW.until


@pytest.mark.parametrize("seed", range(20))
def test_no_broken_bytes_break_it(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(
        calendar(*(event("DTSTART:20241021T090000Z", "RRULE:FREQ=DAILY", uid=str(n)) for n in range(9)))
    )
    for _ in range(30):
        content[chance.randrange(20, len(content))] = chance.randrange(256)
    try:
        reading = read_calendar(bytes(content), zone="UTC", window=WINDOW)
    except InputError:
        return
    assert reading.meetings or reading.left_out
