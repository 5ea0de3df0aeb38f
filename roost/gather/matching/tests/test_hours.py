"""When two people both work."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from roost.gather.matching.engine.hours import hours_together, times_together

JUNE, JANUARY = date(2024, 6, 10), date(2024, 1, 8)
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        ("UTC", "UTC", 8),
        ("Europe/London", "Europe/Berlin", 7),
        ("Europe/London", "America/New_York", 3),
        ("Europe/Berlin", "America/Los_Angeles", 0),
        ("Asia/Kolkata", "Europe/Berlin", 4),
        ("America/Los_Angeles", "Pacific/Auckland", 2),
    ],
)
def test_working_hours_are_shared_by_each_ones_own_clock(one: str, other: str, hours: int) -> None:
    assert hours_together(one, other, JUNE) == hours_together(other, one, JUNE) == hours


def test_summer_time_counts() -> None:
    assert hours_together("Europe/London", "Asia/Kolkata", JUNE) == 3
    assert hours_together("Europe/London", "Asia/Kolkata", JANUARY) == 2


def test_three_hours_of_a_week_lie_within_everybodys_work() -> None:
    found = times_together(["Europe/London", "America/New_York"], JUNE, since=LONG_AGO)
    assert found == [datetime(2024, 6, day, 14, tzinfo=UTC) for day in (10, 11, 13)]


def test_those_who_never_work_together_have_no_hour() -> None:
    assert times_together(["Europe/Berlin", "America/Los_Angeles"], JUNE, since=LONG_AGO) == []


def test_no_hour_is_proposed_that_begins_too_early() -> None:
    found = times_together(["UTC"], JUNE, since=datetime(2024, 6, 10, 15, 30, tzinfo=UTC))
    assert found == [
        datetime(2024, 6, 10, 16, tzinfo=UTC),
        datetime(2024, 6, 11, 13, tzinfo=UTC),
        datetime(2024, 6, 13, 13, tzinfo=UTC),
    ]
    assert times_together(["UTC"], JUNE, since=datetime(2024, 6, 15, tzinfo=UTC)) == []
