"""How exactly sums are told, against all answers that fit, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roost.ground.release.engine import Cell, Scale, Shown, Sum, plan_release, tell_sums
from roost.ground.release.engine.telling import ranges, show

FIVE = Scale(1, 5)


def fitting(told: Sequence[Shown], people: int, scale: Scale) -> list[tuple[int, int]]:
    """Give the least and the most of each person over all answers that fit what is told."""
    found = [
        answers
        for answers in product(range(scale.least, scale.most + 1), repeat=people)
        if all(one.low <= sum(answers[who] for who in one.people) <= one.high for one in told)
    ]
    return [(min(one[who] for one in found), max(one[who] for one in found)) for who in range(people)]


def test_who_all_agree_are_told_coarsely() -> None:
    three = frozenset({0, 1, 2})
    for total in (13, 14, 15):
        assert show(Sum("a", three, total), FIVE) == Shown("a", three, 13, 15)
    for total in (3, 4, 5):
        assert show(Sum("a", three, total), FIVE) == Shown("a", three, 3, 5)
    assert show(Sum("a", three, 12), FIVE).is_exact
    with pytest.raises(ValueError, match="cannot add up to 16"):
        show(Sum("a", three, 16), FIVE)


def test_agreement_that_only_a_difference_would_tell_is_withheld() -> None:
    inner, outer = frozenset(range(3)), frozenset(range(6))
    sums = [Sum("inner", inner, 9), Sum("outer", outer, 24)]
    assert [one.key for one in tell_sums(sums, scale=FIVE)] == ["inner"]
    told = Shown("inner", inner, 9, 9)
    assert tell_sums([sums[1]], scale=FIVE, before=[told]) == []
    assert [one.key for one in tell_sums([Sum("inner", inner, 9), Sum("outer", outer, 19)], scale=FIVE)] == [
        "inner",
        "outer",
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.frozensets(st.integers(0, 5), min_size=3), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=6, max_size=6),
)
def test_whatever_was_answered_each_answer_keeps_two_points(sets: list[frozenset[int]], answers: list[int]) -> None:
    scale = Scale(-1, 2)
    plan = plan_release([Cell(str(number), one) for number, one in enumerate(sets)], least=3)
    sums = {str(number): Sum(str(number), one, sum(answers[who] for who in one)) for number, one in enumerate(sets)}
    told = tell_sums([one for key, one in sums.items() if key in plan.told], scale=scale)
    possible = fitting(told, 6, scale)
    for who, (low, high) in ranges(told, scale).items():
        # The program finds all that whole answers can be, and perhaps a little more.
        assert low <= possible[who][0] <= possible[who][1] <= high
    assert all(high - low >= 2 for low, high in possible)
