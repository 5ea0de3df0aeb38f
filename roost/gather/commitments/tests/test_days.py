"""For which day something is promised, and when to remind of it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from roost.gather.commitments.engine.days import can_be_promised, day_to_remind_of, usual_day

TODAY = date(2024, 6, 6)


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        ([], date(2024, 6, 20)),
        ([date(2024, 6, 27), date(2024, 6, 13)], date(2024, 6, 13)),
        # The meeting in which it is promised is not the next one.
        ([date(2024, 6, 6), date(2024, 6, 27)], date(2024, 6, 27)),
        ([date(2024, 5, 1)], date(2024, 6, 20)),
    ],
)
def test_the_usual_day_is_the_next_meeting_or_in_two_weeks(planned: list[date], expected: date) -> None:
    assert usual_day(TODAY, planned) == expected


def test_days_from_today_on_for_a_year_can_be_chosen() -> None:
    assert can_be_promised(TODAY, TODAY)
    assert can_be_promised(date(2025, 6, 7), TODAY)
    assert not can_be_promised(date(2024, 6, 5), TODAY)
    assert not can_be_promised(date(2025, 6, 8), TODAY)


@pytest.mark.parametrize(("hour", "reminds"), [(7, False), (8, True), (17, True), (18, False), (23, False)])
def test_reminders_are_for_tomorrow_at_hours_in_which_one_reads(hour: int, reminds: bool) -> None:
    assert day_to_remind_of(datetime(2024, 6, 6, hour, 30)) == (date(2024, 6, 7) if reminds else None)
