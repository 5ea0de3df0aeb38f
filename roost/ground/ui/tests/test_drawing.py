"""Where the parts of small drawings lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.ui.drawing import HEIGHT, WIDTH, draw_interval, draw_sparkline, percent

NUMBERS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "of", "drawn"),
    [(83, 100, "83%"), (1, 3, "33.333%"), (0, 100, "0%"), (120, 100, "100%"), (-5, 100, "0%"), (7, 0, "0%")],
)
def test_a_part_is_kept_within_the_whole(value: float, of: float, drawn: str) -> None:
    assert percent(value, of) == drawn


def test_a_sparkline_rises_from_the_bottom_to_the_top() -> None:
    drawn = draw_sparkline([0, 5, 10])
    assert drawn.lines == ("3,29 60,16 117,3",)
    assert drawn.last == ("117", "3")


def test_a_missing_number_leaves_a_gap() -> None:
    assert len(draw_sparkline([1, 2, None, 3, 4]).lines) == 2


def test_equal_numbers_lie_in_the_middle() -> None:
    assert draw_sparkline([4, 4]).lines == ("3,16 117,16",)


def test_nothing_to_draw_draws_nothing() -> None:
    assert draw_sparkline([]).lines == ()
    assert draw_sparkline([None, None]).last is None


@given(st.lists(st.one_of(st.none(), NUMBERS), max_size=60))
def test_a_sparkline_stays_in_its_box(values: list[float | None]) -> None:
    places = [place.split(",") for line in draw_sparkline(values).lines for place in line.split()]
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in places)
    assert len(places) == sum(value is not None for value in values)


def test_an_interval_lies_on_its_scale() -> None:
    at = draw_interval(4.6, 4.1, 5.1, least=1, most=6, mark=3.5)
    assert (at.value, at.low, at.width, at.mark) == ("72%", "62%", "20%", "50%")


def test_what_lies_beyond_the_scale_is_drawn_at_its_edge() -> None:
    at = draw_interval(7, -1, 9, least=1, most=6)
    assert (at.value, at.low, at.width, at.mark) == ("100%", "0%", "100%", None)


def test_zero_is_drawn_where_a_scale_goes_through_it() -> None:
    assert draw_interval(1, 0, 2, least=-3, most=3).zero == "50%"
    assert draw_interval(1, 0, 2, least=0, most=3).zero is None
