"""How sure a result is, what counts as change, and which results stand out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.ground.instruments.engine import Reliability, Scale, Subscale
from roost.grow.assessments.engine import Change, again_on, change_between, ends, error_of

FIVE = Scale(1, 5, ("a", "b", "c", "d", "e"))
SURE = Subscale("e", "E", reliability=Reliability(0.84, "somewhere"))


def test_the_error_is_of_the_published_alpha_and_one_step_of_five() -> None:
    assert error_of(SURE, FIVE) == pytest.approx(0.4)
    assert error_of(Subscale("e", "E"), FIVE) is None


@pytest.mark.parametrize(
    ("after", "change"),
    [(4.1, Change.NOISE), (4.2, Change.MORE), (1.9, Change.NOISE), (1.8, Change.LESS), (3, Change.NOISE)],
)
def test_a_change_is_more_than_noise_beyond_reliable_change(after: float, change: Change) -> None:
    # 1.96 times the square root of 2 times 0.4 is 1.1087.
    assert change_between(3, after, 0.4) == change


def test_without_a_reliability_no_change_is_called_anything() -> None:
    assert change_between(1, 5, None) == Change.UNKNOWN


@pytest.mark.parametrize(
    ("means", "found"),
    [
        ({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}, (["a", "b"], ["d", "e"])),
        ({"a": 1, "b": 2, "c": 2, "d": 4, "e": 5, "f": 4.5}, (["a", "b", "c"], ["e", "f"])),
        ({"a": 1, "b": 2, "c": 2, "d": 2, "e": 5, "f": 4.5}, ([], ["e", "f"])),
        (dict.fromkeys("abcdef", 3), ([], [])),
        ({"a": 1, "b": 2, "c": 3}, ([], [])),
        ({"a": 1}, ([], [])),
        ({}, ([], [])),
    ],
)
def test_two_stand_out_three_where_level_and_none_where_more_are(
    means: dict[str, float], found: tuple[list[str], list[str]]
) -> None:
    assert ends(means) == found


@given(st.dictionaries(st.text(max_size=2), st.sampled_from([1.0, 1.5, 2.0, 4.0, 6.0])))
def test_nobody_left_out_stands_further_out_than_who_is_named(means: dict[str, float]) -> None:
    low, high = ends(means)
    assert not set(low) & set(high)
    rest = means.keys() - set(low) - set(high)
    assert all(means[one] < means[other] for one in low for other in rest)
    assert all(means[one] > means[other] for one in high for other in rest)


def test_again_is_a_day_by_the_clock_of_the_person() -> None:
    late = datetime(2024, 6, 12, 23, 30, tzinfo=UTC)
    assert again_on(late, "UTC") == date(2024, 8, 7)
    assert again_on(late, "Asia/Tokyo") == date(2024, 8, 8)
