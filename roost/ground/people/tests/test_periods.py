"""Stays and reporting lines: half-open, never overlapping, and the past stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from roost.ground.people.engine import (
    Entry,
    Period,
    ending_elsewhere,
    from_day,
    history_after,
    holding,
    interrupted,
    until_day,
)
from roost.ground.people.engine.periods import starting_elsewhere

A, B, C = 1, 2, 3


def day(number: int) -> date:
    return date(2024, 1, 1) + timedelta(days=number)


def told(periods: tuple[Period, ...]) -> list[tuple[int, int, int | None, int | None]]:
    """Write periods as (what, first day, end, number)."""
    return [
        (one.what, (one.starts_on - day(0)).days, (one.ends_on - day(0)).days if one.ends_on else None, one.number)
        for one in periods
    ]


def test_a_move_ends_one_period_and_begins_the_next() -> None:
    assert told(from_day([Period(A, day(0), None, 7)], day(10), B)) == [(A, 0, 10, 7), (B, 10, None, None)]


def test_a_second_move_on_the_same_day_amends_the_first() -> None:
    moved = [Period(A, day(0), day(10), 7), Period(B, day(10), None, 8)]
    assert told(from_day(moved, day(10), C)) == [(A, 0, 10, 7), (C, 10, None, 8)]


def test_going_back_on_the_same_day_leaves_no_trace() -> None:
    moved = [Period(A, day(0), day(10), 7), Period(B, day(10), None, 8)]
    assert told(from_day(moved, day(10), A)) == [(A, 0, None, 7)]


def test_a_move_keeps_what_is_planned_after_it() -> None:
    planned = [Period(A, day(0), day(30), 7), Period(B, day(30), None, 8)]
    assert told(from_day(planned, day(10), C)) == [(A, 0, 10, 7), (C, 10, 30, None), (B, 30, None, 8)]
    assert told(from_day(planned, day(10), B)) == [(A, 0, 10, 7), (B, 10, None, None)]


def test_leaving_a_team_for_none_ends_the_period() -> None:
    assert told(from_day([Period(A, day(0), None, 7)], day(10), None)) == [(A, 0, 10, 7)]
    assert told(from_day([Period(A, day(0), None, 7)], day(0), None)) == []


def test_moving_the_end_moves_only_what_ended_there() -> None:
    left = [Period(A, day(0), day(5), 7), Period(B, day(5), day(9), 8)]
    assert told(ending_elsewhere(left, day(9), None)) == [(A, 0, 5, 7), (B, 5, None, 8)]
    assert told(ending_elsewhere(left, day(9), day(12))) == [(A, 0, 5, 7), (B, 5, 12, 8)]
    assert told(ending_elsewhere(left, day(9), day(3))) == [(A, 0, 3, 7)]


def test_moving_the_start_moves_only_what_started_there() -> None:
    assert told(starting_elsewhere([Period(A, day(5), None, 7)], day(5), day(1))) == [(A, 1, None, 7)]
    assert told(starting_elsewhere([Period(A, day(5), None, 7)], day(4), day(1))) == [(A, 5, None, 7)]
    late = [Period(A, day(0), day(5), 7), Period(B, day(5), None, 8)]
    assert told(starting_elsewhere(late, day(0), day(8))) == [(B, 8, None, 8)]


def test_somebody_new_is_in_the_team_from_the_hire_date_or_from_today() -> None:
    hired = Entry(starts_on=day(3))
    assert told(history_after([], None, hired, A, moves=True, day=day(9))) == [(A, 3, None, None)]
    assert told(history_after([], None, Entry(), A, moves=True, day=day(9))) == [(A, 9, None, None)]
    announced = Entry(starts_on=day(20), ends_on=day(40))
    assert told(history_after([], None, announced, A, moves=True, day=day(9))) == [(A, 20, 40, None)]


def test_who_was_here_without_a_hire_date_is_in_the_first_team_from_it_once_it_is_known() -> None:
    founder, hired = Entry(), Entry(starts_on=day(3))
    assert told(history_after([], founder, hired, A, moves=True, day=day(9))) == [(A, 3, None, None)]
    assert told(history_after([], hired, hired, A, moves=True, day=day(9))) == [(A, 9, None, None)]
    assert told(history_after([Period(A, day(5), None, 7)], founder, hired, B, moves=True, day=day(9))) == [
        (A, 5, 9, 7),
        (B, 9, None, None),
    ]


def test_who_has_not_begun_yet_is_moved_before_the_first_day() -> None:
    before = Entry(starts_on=day(20))
    assert told(history_after([Period(A, day(20), None, 7)], before, before, B, moves=True, day=day(9))) == [
        (B, 20, None, 7)
    ]


def test_who_comes_back_has_a_gap() -> None:
    gone, back = Entry(ends_on=day(10)), Entry()
    was = [Period(A, day(0), day(10), 7)]
    assert told(history_after(was, gone, back, A, moves=False, day=day(30))) == [(A, 0, 10, 7), (A, 30, None, None)]
    assert told(history_after(was, gone, back, A, moves=False, day=day(10))) == [(A, 0, None, 7)]
    hired_again = Entry(starts_on=day(20))
    assert told(history_after(was, gone, hired_again, B, moves=True, day=day(30)))[-1] == (B, 20, None, None)


def test_a_period_that_was_interrupted_shows_the_gap() -> None:
    assert told(interrupted(Period(A, day(0), None, 7), day(10), day(30))) == [(A, 0, 10, 7), (A, 30, None, None)]
    assert told(interrupted(Period(A, day(0), day(40), 7), day(10), day(30))) == [(A, 0, 10, 7), (A, 30, 40, None)]
    assert told(interrupted(Period(A, day(20), None, 7), day(10), day(30))) == [(A, 30, None, None)]


moves = st.lists(st.tuples(st.integers(0, 60), st.sampled_from([A, B, C, None])), max_size=12)


@given(moves)
def test_periods_never_overlap_and_never_are_empty(made: list[tuple[int, int | None]]) -> None:
    periods: tuple[Period, ...] = ()
    for when, what in made:
        periods = from_day(periods, day(when), what)
        assert all(one.ends_on is None or one.starts_on < one.ends_on for one in periods)
        for one, other in pairwise(periods):
            assert one.ends_on is not None
            assert one.ends_on <= other.starts_on


@given(moves, st.integers(0, 60), st.sampled_from([A, B, C, None]))
def test_a_move_says_what_holds_on_its_day_and_changes_no_day_before(
    made: list[tuple[int, int | None]], when: int, what: int | None
) -> None:
    periods: tuple[Period, ...] = ()
    for one, where in made:
        periods = from_day(periods, day(one), where)
    after = from_day(periods, day(when), what)

    def on(periods: tuple[Period, ...], number: int) -> int | None:
        found = holding(periods, day(number))
        return found.what if found else None

    assert on(after, when) == what
    assert [on(after, number) for number in range(when)] == [on(periods, number) for number in range(when)]
    assert from_day(after, day(when), what) == after
    assert all(on(until_day(after, day(when)), number) is None for number in range(when, 70))
