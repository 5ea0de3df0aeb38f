"""What is told of a few answers, tried against whoever knows all but one of them can be."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.grow.feedback.engine import SCALE, Told, Verdict, tell


def verdict(*answers: int) -> Verdict | None:
    told = tell(answers)
    return told.verdict if told else None


def test_literal_examples() -> None:
    assert tell([1, 2]) is None
    assert tell([0, 0, 0]) == Told(0.0, 0.0, -1.3, 1.3, 3)
    assert tell([1, 1, 2, 2]) == Told(1.5, 1.5, 0.2, 2.8, 3)
    assert tell([3] * 8) == tell([3] * 7 + [1]) == Told(2.8, 3.0, 1.7, 3.0, 5)
    assert tell([-3] * 3) == Told(-3.0, -2.3, -3.0, -1.0, 3)
    with pytest.raises(ValueError, match="between -3"):
        tell([4, 0, 0])


def test_it_is_too_early_to_say_where_few_say_little() -> None:
    assert verdict(1, 1, 2, 2) is Verdict.MORE
    assert verdict(-2, -2, -1) is Verdict.LESS
    assert verdict(1, 1, 1) is Verdict.EARLY
    assert verdict(0, 0, 0) is Verdict.EARLY
    assert verdict(*[0] * 9) is Verdict.EARLY
    assert verdict(*[0] * 10) is Verdict.SAME


@given(st.lists(st.integers(SCALE.least, SCALE.most), min_size=3, max_size=12))
def test_better_and_worse_are_told_alike_and_order_does_not_matter(answers: list[int]) -> None:
    found, turned = tell(answers), tell([-one for one in answers])
    assert found is not None
    assert turned is not None
    assert (turned.least, turned.most, turned.low, turned.high) == (-found.most, -found.least, -found.high, -found.low)
    assert tell(sorted(answers)) == found
    assert SCALE.least <= found.low <= found.least <= found.most <= found.high <= SCALE.most


@pytest.mark.parametrize("people", [3, 4, 5, 6, 7])
def test_each_answer_can_have_been_two_points_apart_whatever_is_told(people: int) -> None:
    possible: defaultdict[Told | None, set[int]] = defaultdict(set)
    for answers in combinations_with_replacement(range(SCALE.least, SCALE.most + 1), people):
        possible[tell(answers)].update(answers)
    assert all(max(found) - min(found) >= 2 for found in possible.values())
