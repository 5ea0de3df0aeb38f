"""A band tells roughly how many took part, and never who did not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.release.engine import FLOOR, Band, taking_part, told_count

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
def test_a_count_is_told_from_the_floor_up(people: int, floor: int) -> None:
    assert told_count(people, floor=floor) == (people if people >= floor else None)
    assert told_count(FLOOR - 1) is None


def test_less_than_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be counted"):
        told_count(-1)
