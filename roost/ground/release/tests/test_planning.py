"""Which cells are told, against an oracle of its own: rank by floating point, person by person, over all choices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roost.ground.release.engine import Cell, Exposure, exposing, exposures, plan_release

Sets = Sequence[frozenset[int]]
some_sets = st.lists(st.frozensets(st.integers(0, 8), min_size=1), min_size=1, max_size=6)


def cell(key: str, *people: int) -> Cell:
    return Cell(key, frozenset(people))


def tells_of(sets: Sets, few: frozenset[int]) -> bool:
    """Say whether a combination of sums tells of these people and nobody else: leaving them out lowers the rank."""
    everybody = sorted(frozenset().union(*sets)) if sets else []
    if not everybody:
        return False
    table = np.array([[one in cell for cell in sets] for one in everybody], dtype=float)
    without = table[[one not in few for one in everybody]]
    rank_without = np.linalg.matrix_rank(without) if without.size else 0
    return bool(rank_without < np.linalg.matrix_rank(table))


def is_safe(sets: Sets, least: int) -> bool:
    everybody = sorted(frozenset().union(*sets)) if sets else []
    return not any(tells_of(sets, frozenset(few)) for many in range(1, least) for few in combinations(everybody, many))


@settings(max_examples=150, deadline=None)
@given(some_sets, st.integers(2, 5))
def test_what_exposes_few_is_found_and_what_is_found_exposes_few(sets: Sets, least: int) -> None:
    found = exposures(sets, least=least)
    assert (not found) == is_safe(sets, least)
    for one in found:
        used = [sets[place] for place in one.cells]
        assert len(one.people) < least
        assert tells_of(used, one.people)
        assert not any(tells_of([*used[:place], *used[place + 1 :]], one.people) for place in range(len(used)))


@settings(max_examples=80, deadline=None)
@given(some_sets, st.lists(st.frozensets(st.integers(0, 8), min_size=3), max_size=1), st.integers(2, 4))
def test_a_plan_is_safe_and_no_safe_choice_tells_more(sets: Sets, before: Sets, least: int) -> None:
    cells = [Cell(str(number), people, 1 + number % 3) for number, people in enumerate(sets)]
    before = [one for one in before if len(one) >= least]
    plan = plan_release(cells, least=least, before=before)
    told = [one for one in cells if one.key in plan.told]
    assert is_safe([*before, *(one.people for one in told)], least)
    assert plan.told | plan.too_few | plan.withheld == {one.key for one in cells}
    most = max(
        sum(one.weight for one in choice)
        for many in range(len(cells) + 1)
        for choice in combinations(cells, many)
        if all(len(one.people) >= least for one in choice)
        and is_safe([*before, *(one.people for one in choice)], least)
    )
    assert sum(one.weight for one in told) == most == plan.bound
    assert plan.is_proven
    assert plan_release(cells[::-1], least=least, before=before) == plan


def test_what_a_prime_hides_counts_as_exposed(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of three pairs each one's answer follows, by halving; modulo two nothing can be halved.
    pairs = [frozenset({0, 1}), frozenset({1, 2}), frozenset({0, 2})]
    assert {one.people for one in exposures(pairs, least=2)} == {frozenset({who}) for who in range(3)}
    monkeypatch.setattr(exposing, "PRIME", 2)
    monkeypatch.setattr(exposing, "DENOMINATORS", 2)
    assert exposures(pairs, least=2) == [Exposure(frozenset(range(3)), frozenset(range(3)))]
    assert exposures([*pairs[:2], frozenset(range(3))], least=1) == []


def test_all_less_those_shown_leaves_out_who_would_be_left() -> None:
    cells = [cell("all", *range(12)), cell("peers", *range(5)), cell("reports", *range(5, 10)), cell("other", 10, 11)]
    plan = plan_release(cells, least=3)
    assert plan.too_few == {"other"}
    assert (len(plan.told), len(plan.withheld)) == (2, 1)


def test_a_team_within_a_team_and_attributes_that_cross() -> None:
    assert plan_release([cell("all", *range(8)), cell("most", *range(7))], least=3).told == {"all"}
    # Two by two, three people each: all nine sums can be told. With two in one of them, at most five can.
    crossed = {"aa": range(3), "ab": range(3, 6), "ba": range(6, 9), "bb": range(9, 12)}
    totals = {"a": range(6), "b": range(6, 12), "-a": [*range(3), *range(6, 9)], "-b": [*range(3, 6), *range(9, 12)]}
    cells = [cell(key, *people) for key, people in {**crossed, **totals, "all": range(12)}.items()]
    assert len(plan_release(cells, least=3).told) == 9
    fewer = [Cell(one.key, one.people - {11}) for one in cells]
    plan = plan_release(fewer, least=3)
    assert plan.too_few == {"bb"}
    assert is_safe([one.people for one in fewer if one.key in plan.told], 3)
    assert len(plan.told) == plan.bound == 5


def test_who_came_or_left_between_two_cycles_is_not_told_of() -> None:
    told = frozenset(range(5))
    for now in (range(6), range(4), [*range(4), 7]):
        assert plan_release([cell("again", *now)], least=3, before=[told]).withheld == {"again"}
    for now in (range(5), range(8), range(10, 15), [*range(2), 7, 8, 9]):
        assert plan_release([cell("again", *now)], least=3, before=[told]).told == {"again"}


def test_who_tells_each_other_counts_for_nobody() -> None:
    three = [cell("three", 1, 2, 3), cell("five", *range(4, 9))]
    assert plan_release(three, least=3).told == {"three", "five"}
    assert plan_release(three, least=3, coalition=2).told == {"five"}


def test_what_was_told_of_few_before_does_not_keep_the_rest_back() -> None:
    before = [frozenset(range(6)), frozenset(range(5))]
    plan = plan_release([cell("others", *range(10, 14)), cell("left", 0, 1, 2, 3)], least=3, before=before)
    assert plan.told == {"others"}


def test_cells_alike_are_told_together_and_bad_input_is_named() -> None:
    assert plan_release([cell("a", 1, 2, 3), cell("b", 1, 2, 3)], least=3).told == {"a", "b"}
    with pytest.raises(ValueError, match="key of its own"):
        plan_release([cell("a", 1), cell("a", 2)], least=3)
    assert plan_release([], least=3).is_proven
