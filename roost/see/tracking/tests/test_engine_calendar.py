"""Days and windows are the program's own, whatever its clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from roost.ground.kit.errors import InputError
from roost.see.tracking.engine import Window, instant, local_day, parse_rules, parse_window
from roost.see.tracking.tests.board_files import rules_of

NEW_YORK = ZoneInfo("America/New_York")
NO_TIMES = ["", "2024-6-5", "20240605", "2024-06-05T", "2024-06-05T14", "2024-06-05T1430", "2024-06-05t14:30"]
NO_TIMES += ["2024-06-05T14:30z", "2024-06-05  14:30", "2024-06-05T14:30+0530", "2024-06-05T14:30+05", "2024-06-05Z"]
NO_TIMES += ["2024-06-05T14:30 Z", "2024-06-05T14:30:15,250", "2024-06-05T14:30:", "2024-06-05T14:30:15.", "now"]
NO_TIMES += ["2024-06-05T24:00", "2024-06-05T14:60", "2024-06-05T14:30:60", "2024-02-30", "2024-13-01", "0000-01-01"]
NO_TIMES += [
    "2024-06-05T14:30+24:00",
    "2024-06-05T14:30+05:60",
    " 2024-06-05",
    "2024-06-05\n",
    "2024-W23-3",
    "2024-157",
]
NO_TIMES += ["\u0662\u0660\u0662\u0664-06-05"]
NO_WINDOWS = ["", "ALL", "2024-6", "24", "2024-00", "2024-13", "2024-W53", "2024-W00", "2024-W5", "2024-w05", "2024W05"]
NO_WINDOWS += ["0000", "0000-W01", "10000", "2024-06-05", "\uff12\uff10\uff12\uff14", " 2024", "2024\n", "last"]


def window(text, **rules):
    found = parse_window(text, parse_rules(rules_of(**rules)))
    return str(found.starts), str(found.ends)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-06-05", "2024-06-05T04:00:00+00:00"),
        ("2024-06-05T14:30", "2024-06-05T18:30:00+00:00"),
        ("2024-06-05 14:30:15", "2024-06-05T18:30:15+00:00"),
        ("2024-06-05T14:30:15.250", "2024-06-05T18:30:15.250000+00:00"),
        ("2024-06-05T14:30:15.9999999", "2024-06-05T18:30:15.999999+00:00"),
        ("2024-06-05T14:30Z", "2024-06-05T14:30:00+00:00"),
        ("2024-06-05 14:30+05:30", "2024-06-05T09:00:00+00:00"),
        ("2024-06-05T14:30:15.5-00:45", "2024-06-05T15:15:15.500000+00:00"),
    ],
)
def test_without_an_offset_a_time_is_local_in_the_programs_zone(text, moment):
    assert instant(text, NEW_YORK) == datetime.fromisoformat(moment)
    assert instant(text, NEW_YORK).tzinfo is UTC


@pytest.mark.parametrize("text", NO_TIMES)
def test_other_spellings_of_a_time_are_refused(text):
    for read in (instant, local_day):
        with pytest.raises(ValueError, match="not a date or time"):
            read(text, NEW_YORK)


def test_an_offset_decides_about_the_local_day():
    assert local_day("2024-06-05T23:30-04:00", NEW_YORK) == date(2024, 6, 5)
    assert local_day("2024-06-05T03:59Z", NEW_YORK) == date(2024, 6, 4)
    assert local_day("2024-06-05T04:00Z", NEW_YORK) == date(2024, 6, 5)
    assert local_day("2024-06-05T18:29:59.999Z", ZoneInfo("Asia/Kolkata")) == date(2024, 6, 5)
    assert local_day("2024-06-05T18:30Z", ZoneInfo("Asia/Kolkata")) == date(2024, 6, 6)
    assert local_day("2024-06-05T18:15Z", ZoneInfo("Asia/Kathmandu")) == date(2024, 6, 6)


def test_a_local_time_that_does_not_exist_moves_forward_by_the_gap():
    assert instant("2024-03-10T02:30", NEW_YORK) == datetime(2024, 3, 10, 7, 30, tzinfo=UTC)
    assert instant("2024-03-10T03:30", NEW_YORK) == datetime(2024, 3, 10, 7, 30, tzinfo=UTC)


def test_a_gap_may_move_a_time_to_the_next_day():
    samoa = ZoneInfo("Pacific/Apia")
    assert local_day("2011-12-30", samoa) == date(2011, 12, 31)
    assert local_day("2011-12-30T23:59", samoa) == date(2011, 12, 31)
    assert local_day("2011-12-29T23:59", samoa) == date(2011, 12, 29)
    toronto = ZoneInfo("America/Toronto")
    assert local_day("1919-03-30T23:45", toronto) == date(1919, 3, 31)
    assert instant("1919-03-30T23:45", toronto) == instant("1919-03-31T00:45", toronto)


def test_an_ambiguous_local_time_is_the_first():
    assert instant("2024-11-03T01:30", NEW_YORK) == datetime(2024, 11, 3, 5, 30, tzinfo=UTC)
    # Havana turns 01:00 back to 00:00: both midnights belong to the same day.
    assert local_day("2024-11-03T00:30", ZoneInfo("America/Havana")) == date(2024, 11, 3)


def test_moments_at_the_ends_of_the_calendar_are_refused_and_days_are_not():
    for text in ("0001-01-01T00:00+01:00", "9999-12-31T23:30-01:00", "0001-01-01T00:30Z"):
        with pytest.raises(ValueError, match="outside the years"):
            local_day(text, NEW_YORK)
    for text, zone in (("9999-12-31T23:00", NEW_YORK), ("0001-01-01", ZoneInfo("Asia/Tokyo"))):
        with pytest.raises(ValueError, match="outside the years"):
            instant(text, zone)
        assert local_day(text, zone) == date.fromisoformat(text[:10])


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("all", "None", "None"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-06", "2024-06-01", "2024-07-01"),
        ("2023-12", "2023-12-01", "2024-01-01"),
        ("2024-W23", "2024-06-03", "2024-06-10"),
        ("2020-W53", "2020-12-28", "2021-01-04"),
        ("2025-W01", "2024-12-30", "2025-01-06"),
        ("0001", "0001-01-01", "0002-01-01"),
        ("9999", "9999-01-01", "None"),
        ("9999-12", "9999-12-01", "None"),
        ("9999-W52", "9999-12-27", "None"),
    ],
)
def test_a_window_is_everything_a_year_a_month_or_an_iso_week(text, starts, ends):
    assert window(text) == (starts, ends)


def test_the_season_is_the_one_of_the_rules():
    assert window("season", season={"from": "2019-03-01", "to": "2019-11-01"}) == ("2019-03-01", "2019-11-01")
    with pytest.raises(InputError, match="no season"):
        window("season")


@pytest.mark.parametrize(
    ("week_start", "starts", "ends"),
    [
        ("monday", "2024-01-01", "2024-01-08"),
        ("tuesday", "2023-12-26", "2024-01-02"),
        ("wednesday", "2023-12-27", "2024-01-03"),
        ("saturday", "2023-12-30", "2024-01-06"),
        ("sunday", "2023-12-31", "2024-01-07"),
    ],
)
def test_a_week_contains_the_iso_weeks_monday(week_start, starts, ends):
    assert window("2024-W01", week_start=week_start) == (starts, ends)


def test_the_first_week_of_the_calendar_may_start_before_it():
    assert window("0001-W01", week_start="sunday") == ("None", "0001-01-07")


@pytest.mark.parametrize("text", NO_WINDOWS)
def test_any_other_spelling_and_weeks_that_a_year_does_not_have_are_refused(text):
    with pytest.raises(InputError) as caught:
        window(text)
    assert caught.value.problems[0].column == "window"


@pytest.mark.parametrize(
    ("ends", "is_over"),
    [(date(2024, 6, 12), True), (date(2024, 6, 13), False), (date(2024, 6, 1), True), (None, False)],
)
def test_a_window_is_over_once_its_last_day_has_passed(ends, is_over):
    assert Window("one", date(2024, 5, 1), ends).is_over(date(2024, 6, 12)) is is_over
