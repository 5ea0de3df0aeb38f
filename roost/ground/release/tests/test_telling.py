"""How exactly sums are told, against all answers that fit, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roost.ground.release.engine import Cell, Scale, Shown, Sum, plan_release, tell_sums
from roost.ground.release.engine.telling import ranges

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
    for totals, low, high in (((3, 4, 5), 3, 5), ((13, 14, 15), 13, 15), ((6,), 6, 6), ((12,), 12, 12)):
        for total in totals:
            assert tell_sums([Sum("a", three, total)], scale=FIVE) == [Shown("a", three, low, high)]
    with pytest.raises(ValueError, match="cannot add up to 16"):
        tell_sums([Sum("a", three, 16)], scale=FIVE)


def test_agreement_that_only_a_difference_would_tell_is_told_coarsely() -> None:
    inner, outer = frozenset(range(3)), frozenset(range(6))
    told = Shown("inner", inner, 9, 9)
    for total, low, high in ((24, 22, 24), (23, 22, 24), (21, 21, 21), (13, 12, 14)):
        sums = [Sum("outer", outer, total), Sum("inner", inner, 9)]
        assert tell_sums(sums, scale=FIVE) == [told, Shown("outer", outer, low, high)]
    # Of an earlier cycle the inner may be, or may have changed: what would contradict it is told alike as well.
    for total, low, high in ((24, 22, 25), (25, 22, 25), (21, 21, 21), (13, 11, 14)):
        assert tell_sums([Sum("outer", outer, total)], scale=FIVE, before=[told]) == [Shown("outer", outer, low, high)]


def test_who_answers_otherwise_in_another_cycle_is_no_contradiction() -> None:
    three = frozenset(range(3))
    before = [Shown("then", three, 12, 12)]
    for total in range(6, 13):
        assert tell_sums([Sum("now", three, total)], scale=FIVE, before=before) == [Shown("now", three, total, total)]
    assert tell_sums([Sum("now", three, 15)], scale=FIVE, before=before) == [Shown("now", three, 13, 15)]
    contradicting = [Sum("a", three, 9), Sum("b", three, 10)]
    with pytest.raises(ValueError, match="contradicts the others"):
        tell_sums(contradicting, scale=FIVE)
    assert len(tell_sums([contradicting[0], Sum("b", three, 9)], scale=FIVE)) == 2


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.frozensets(st.integers(0, 4), min_size=3), min_size=2, max_size=3, unique=True),
    st.integers(3, 4),
    st.integers(0, 2),
)
def test_who_knows_this_program_learns_no_more_from_what_is_withheld(
    sets: list[frozenset[int]], most: int, earlier: int
) -> None:
    # Every possible set of answers is told; those told alike must leave everybody two points between them.
    scale = Scale(1, most)
    plan = plan_release([Cell(str(number), one) for number, one in enumerate(sets)], least=3)
    cells = [(str(number), one) for number, one in enumerate(sets) if str(number) in plan.told]
    alike: dict[object, list[tuple[int, ...]]] = {}
    known: dict[tuple[int, ...], object] = {}
    for answers in product(range(1, most + 1), repeat=5):
        sums = [Sum(key, people, sum(answers[who] for who in people)) for key, people in cells]
        totals = tuple(one.total for one in sums)
        if totals not in known:
            first = tell_sums(sums[:earlier], scale=scale)
            known[totals] = tuple([*first, *tell_sums(sums[earlier:], scale=scale, before=first)])
        alike.setdefault(known[totals], []).append(answers)
    for same in alike.values():
        assert all(max(one) - min(one) >= 2 for one in zip(*same, strict=True))


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
