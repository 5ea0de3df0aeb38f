"""How somebody was at a meeting, and what it counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.attendance.engine.marks import Agreed, Mark, count, mark_of

NINE = datetime(2024, 6, 20, 9, tzinfo=UTC)
AGREED = Agreed(missed=2, of=4, late=10, notice="day")
MARKS = st.lists(st.sampled_from(Mark), max_size=14)


@pytest.mark.parametrize(
    ("arrived", "said", "mark"),
    [
        (0, None, Mark.THERE),
        (-5, None, Mark.THERE),
        (10, None, Mark.THERE),
        (11, None, Mark.LATE),
        (3, 48, Mark.THERE),
        (None, None, Mark.AWAY),
        (None, 24, Mark.CALLED_OFF),
        (None, 23, Mark.CALLED_OFF_LATE),
        (None, -1, Mark.CALLED_OFF_LATE),
    ],
)
def test_a_mark_follows_from_when_somebody_came_or_said_that_they_cannot(
    arrived: int | None, said: int | None, mark: Mark
) -> None:
    found = mark_of(
        began_at=NINE + timedelta(minutes=5),
        starts_at=NINE,
        arrived_at=None if arrived is None else NINE + timedelta(minutes=5 + arrived),
        said_at=None if said is None else NINE - timedelta(hours=said),
        agreed=AGREED,
    )
    assert found is mark


def test_who_comes_when_it_was_planned_is_in_time_though_others_began_before() -> None:
    planned = NINE + timedelta(minutes=20)
    for minutes, mark in ((20, Mark.THERE), (30, Mark.THERE), (31, Mark.LATE)):
        arrived = NINE + timedelta(minutes=minutes)
        found = mark_of(began_at=NINE, starts_at=planned, arrived_at=arrived, said_at=None, agreed=AGREED)
        assert found is mark


def test_the_last_of_so_many_meetings_count_and_late_is_half() -> None:
    marks = [Mark.AWAY, Mark.AWAY, Mark.LATE, Mark.THERE, Mark.CALLED_OFF, Mark.THERE]
    assert (found := count(marks, AGREED)).missed == 1.5
    assert (found.of, found.is_too_much) == (4, False)
    assert count([Mark.LATE, Mark.AWAY, Mark.CALLED_OFF_LATE], AGREED).is_too_much
    assert not count([Mark.AWAY, Mark.AWAY], AGREED).is_too_much
    assert count([], AGREED).of == 0


def test_nothing_is_too_much_where_nothing_was_agreed_on() -> None:
    found = count([Mark.AWAY] * 4, Agreed(missed=2, of=4, late=10, notice="day", holds=False))
    assert (found.missed, found.is_too_much) == (4, False)


@given(MARKS, st.integers(0, 13))
def test_who_comes_has_missed_no_more_than_who_is_late_and_they_no_more_than_who_stays_away(
    marks: list[Mark], place: int
) -> None:
    if place >= len(marks):
        return
    tried = [[*marks[:place], one, *marks[place + 1 :]] for one in (Mark.THERE, Mark.LATE, Mark.AWAY)]
    missed = [count(one, AGREED).missed for one in tried]
    assert missed == sorted(missed)
    assert all(0 <= one <= AGREED.of and (2 * one).is_integer() for one in missed)
