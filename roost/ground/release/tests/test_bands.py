"""A band tells roughly how many took part, and never who did not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.release.engine import (
    FLOOR,
    Band,
    Quarter,
    is_told,
    last_quarter_over,
    quarter_of,
    taking_part,
    told_at_least,
)

COUNTS = st.integers(0, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("active", "of", "band"),
    [
        (0, 0, Band.HIDDEN),
        (4, 4, Band.HIDDEN),
        (0, 5, Band.FEW),
        (1, 5, Band.FEW),
        (2, 5, Band.HALF),
        (3, 5, Band.HALF),
        (4, 5, Band.MOST),
        (5, 5, Band.MOST),
        (4, 12, Band.FEW),
        (8, 12, Band.HALF),
        (9, 12, Band.MOST),
    ],
)
def test_bands_as_people_read_them(active: int, of: int, band: Band) -> None:
    assert taking_part(active, of) is band


@given(COUNTS)
def test_small_groups_stay_hidden_and_others_never(counts: tuple[int, int]) -> None:
    active, of = counts
    assert (taking_part(active, of) is Band.HIDDEN) == (of < FLOOR)


@given(st.integers(FLOOR, 500))
def test_neither_silence_nor_unanimity_can_be_read(of: int) -> None:
    assert taking_part(0, of) is taking_part(1, of)
    assert taking_part(of, of) is taking_part(of - 1, of)


@pytest.mark.parametrize(("active", "of"), [(-1, 5), (6, 5), (1, -1)])
def test_impossible_counts_are_refused(active: int, of: int) -> None:
    with pytest.raises(ValueError, match="cannot have taken part"):
        taking_part(active, of)


@given(st.integers(0, 500), st.integers(1, 20))
def test_anything_is_told_from_the_floor_up(people: int, floor: int) -> None:
    assert is_told(people, floor=floor) == (people >= floor)
    assert not is_told(FLOOR - 1)


@pytest.mark.parametrize(
    ("people", "told"), [(4, None), (5, 5), (9, 5), (10, 10), (19, 10), (20, 20), (49, 20), (50, 50), (99, 50)]
)
def test_steps_as_people_read_them(people: int, told: int | None) -> None:
    assert told_at_least(people) == told


@given(st.integers(FLOOR, 10_000_000))
def test_a_step_is_never_more_than_there_are_and_at_least_two_fifths_of_them(people: int) -> None:
    step = told_at_least(people)
    assert step is not None
    assert step <= people < 2.5 * step


def test_less_than_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be counted"):
        told_at_least(-1)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_every_day_lies_in_one_quarter_and_the_last_one_ended_before_it(day: date) -> None:
    now, over = quarter_of(day), last_quarter_over(day)
    assert now.first <= day < now.after
    assert over.after == now.first


def test_quarters_by_hand() -> None:
    assert str(last_quarter_over(date(2024, 1, 1))) == "2023-Q4"
    assert Quarter(2024, 2).first == date(2024, 4, 1)
    assert Quarter(2024, 4).after == date(2025, 1, 1)
