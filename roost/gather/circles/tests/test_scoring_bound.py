"""The bound is one: no plan surpasses it, found by trying all, and it is not looser than it is said to be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roost.gather.circles.engine.scoring.bound import beyond, bound_of, category_part, number_part
from roost.gather.circles.engine.scoring.distances import Floats, Table, distance, standard_scores

SIZES = st.lists(st.integers(1, 5), min_size=1, max_size=3).filter(lambda sizes: sum(sizes) <= 8)


def plans(people: tuple[int, ...], sizes: list[int]) -> Iterator[list[tuple[int, ...]]]:
    """Seat people in circles of these sizes in every way."""
    if not sizes:
        yield []
        return
    for circle in combinations(people, sizes[0]):
        rest = tuple(one for one in people if one not in circle)
        for others in plans(rest, sizes[1:]):
            yield [circle, *others]


def best(table: Table, sizes: list[int]) -> float:
    """Give the highest diversity of all plans."""
    many = sum(sizes)
    apart = [[distance(one, other, table.is_number, table.weights) for other in table.values] for one in table.values]
    reached = 0.0
    for plan in plans(tuple(range(many)), sizes):
        total = 0.0
        for circle in plan:
            if len(circle) > 1:
                total += 2 * sum(apart[i][j] for i, j in combinations(circle, 2)) / (len(circle) - 1)
        reached = max(reached, total / many)
    return reached


def table(columns: list[tuple[str, float, list[float]]]) -> Table:
    values = [
        standard_scores(np.array(cells)) if kind == "number" else np.array(cells) for kind, _weight, cells in columns
    ]
    is_number = np.array([kind == "number" for kind, _weight, _cells in columns], dtype=np.bool_)
    weights = np.array([weight for _kind, weight, _cells in columns])
    return Table(np.array(values).T.copy().reshape(-1, len(columns)), is_number, weights)


@st.composite
def cases(draw: st.DrawFn, missing: bool, kinds: tuple[str, ...] = ("category", "number")) -> tuple[Table, list[int]]:
    sizes = draw(SIZES)
    many = sum(sizes)
    columns = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)):
        cell = st.integers(0, 3).map(float) if kind == "category" else st.sampled_from([0.0, 1.0, 2.0, 3.5, 40.0])
        cell = st.one_of(cell, st.just(np.nan)) if missing else cell
        weight = draw(st.sampled_from([0.5, 1.0, 3.0]))
        columns.append((kind, weight, draw(st.lists(cell, min_size=many, max_size=many))))
    return table(columns), sizes


@given(cases(missing=False))
def test_no_plan_surpasses_it(case: tuple[Table, list[int]]) -> None:
    people, sizes = case
    assert best(people, sizes) <= bound_of(people, np.array(sizes), 0.0) + 1e-9


@given(cases(missing=True, kinds=("category",)))
def test_no_plan_surpasses_it_where_categories_are_missing(case: tuple[Table, list[int]]) -> None:
    people, sizes = case
    assert beyond(people) == 0
    assert best(people, sizes) <= bound_of(people, np.array(sizes), 0.0) + 1e-9


@given(cases(missing=True))
def test_it_holds_for_every_plan_that_is_scored_whatever_is_missing(case: tuple[Table, list[int]]) -> None:
    people, sizes = case
    reached = best(people, sizes)
    assert reached <= bound_of(people, np.array(sizes), reached) + 1e-9


@given(cases(missing=True))
def test_what_missing_values_may_add_is_enough_for_every_plan(case: tuple[Table, list[int]]) -> None:
    people, sizes = case
    filled = Table(people.values.copy(), people.is_number, people.weights)
    for column in range(len(people.weights)):
        gaps = people.missing[:, column]
        filled.values[gaps, column] = 0.0 if people.is_number[column] else 100.0 + np.arange(gaps.sum())
    assert best(people, sizes) <= bound_of(filled, np.array(sizes), 0.0) + beyond(people) + 1e-9


def test_a_missing_category_is_a_value_of_its_own() -> None:
    gaps = table([("category", 1.0, [0, 0, np.nan, np.nan, 1, 1]), ("number", 2.0, [1, 2, 3, 4, 5, 6])])
    filled = table([("category", 1.0, [0, 0, 8, 9, 1, 1]), ("number", 2.0, [1, 2, 3, 4, 5, 6])])
    sizes = np.array([3, 3])
    assert bound_of(gaps, sizes, 0.0) == bound_of(filled, sizes, 0.0)


def test_a_plan_that_shows_more_to_be_possible_gets_the_wider_bound() -> None:
    # Nobody says the category, so that people are as far apart as their numbers, and not half as far and a half.
    people = table([("category", 1.0, [np.nan] * 4), ("number", 1.0, [0, 0, 1, 1])])
    sizes = np.array([2, 2])
    stated = bound_of(people, sizes, 0.0)
    assert stated == pytest.approx((1 + 2) / 2)
    assert best(people, [2, 2]) == pytest.approx(2)
    assert bound_of(people, sizes, 2.0) == pytest.approx(stated + beyond(people))


def slow_category(counts: list[int], sizes: list[int], full: bool) -> float:
    """Try every way of seating so many people of each value."""
    lowest = np.inf
    ways = [list(_ways(count, sizes)) for count in counts]
    for seats in product(*ways):
        if full and [sum(way[c] for way in seats) for c in range(len(sizes))] != sizes:
            continue
        lowest = min(lowest, sum(k * k / (s - 1) for way in seats for k, s in zip(way, sizes, strict=True)))
    return sum(s * s / (s - 1) for s in sizes) - lowest


def _ways(count: int, sizes: list[int]) -> Iterator[tuple[int, ...]]:
    if len(sizes) == 1:
        yield (count,)
        return
    for first in range(count + 1):
        for rest in _ways(count - first, sizes[1:]):
            yield (first, *rest)


@pytest.mark.parametrize("sizes", [[3, 3], [2, 3], [2, 2, 3], [4], [3, 5], [2, 4, 4], [2, 2, 2]])
@given(data=st.data())
@settings(max_examples=12)
def test_a_category_with_one_or_two_sizes_is_exact(sizes: list[int], data: st.DataObject) -> None:
    counts = _counts(data, sum(sizes))
    assert category_part(np.array(counts), np.array(sizes)) == pytest.approx(slow_category(counts, sizes, True))


@pytest.mark.parametrize("sizes", [[2, 3, 4], [2, 3, 5], [2, 2, 3, 4]])
@given(data=st.data())
@settings(max_examples=12)
def test_a_category_with_more_sizes_lets_each_value_have_all_circles(sizes: list[int], data: st.DataObject) -> None:
    counts = _counts(data, sum(sizes))
    assert category_part(np.array(counts), np.array(sizes)) == pytest.approx(slow_category(counts, sizes, False))


def _counts(data: st.DataObject, people: int) -> list[int]:
    cuts = sorted(data.draw(st.lists(st.integers(0, people), max_size=2)))
    edges = [0, *cuts, people]
    return [high - low for low, high in pairwise(edges) if high > low]


def slow_number(scores: list[float], sizes: list[int]) -> float:
    """Say the formula of circle-files.md again, point by point; the curve by the highest chord over each place."""
    people, circles = len(scores), len(sizes)

    def least(z: list[float]) -> float:
        low = sorted(z)
        points = [0.0]
        for m in range(1, circles):
            fewest, most = m * (min(sizes) - 1), min(m * (max(sizes) - 1), people - m)
            points.append(sum(low[people - m :]) + min(sum(low[:k]) for k in range(fewest, most + 1)))
        points.append(0.0)
        curve = [
            max(
                points[a] + (points[b] - points[a]) * (m - a) / (b - a) if b > a else points[m]
                for a in range(m + 1)
                for b in range(m, circles + 1)
            )
            for m in range(circles + 1)
        ]
        return sum((high - low) ** 2 for low, high in pairwise(curve))

    seated = [size for size in sorted(sizes) for _seat in range(size)]
    first = sum(z * z * s / (s - 1) for z, s in zip(sorted(scores, key=lambda z: -z * z), seated, strict=True))
    return first - max(least(scores), least([-z for z in scores])) / (max(sizes) - 1)


@given(SIZES.filter(lambda sizes: min(sizes) > 1), st.data())
def test_a_number_is_bounded_as_the_formula_says(sizes: list[int], data: st.DataObject) -> None:
    many = sum(sizes)
    numbers = data.draw(st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0, 1e9]), min_size=many, max_size=many))
    scores: Floats = standard_scores(np.array(numbers))
    assert number_part(scores, np.array(sizes)) == pytest.approx(slow_number(scores.tolist(), sizes), abs=1e-9)


def test_columns_add_by_weight() -> None:
    one = table([("category", 1.0, [0, 0, 1, 1])])
    other = table([("number", 1.0, [0, 0, 1, 1])])
    both = table([("category", 1.0, [0, 0, 1, 1]), ("number", 3.0, [0, 0, 1, 1])])
    sizes = np.array([2, 2])
    apart = bound_of(one, sizes, 0.0), bound_of(other, sizes, 0.0)
    assert apart == pytest.approx((1, 2))
    assert bound_of(both, sizes, 0.0) == pytest.approx((1 * apart[0] + 3 * apart[1]) / 4)


def test_an_outlier_that_no_circle_can_balance_lowers_it() -> None:
    scores = standard_scores(np.array([1e9, *range(15)]))
    sizes = np.array([8, 8])
    assert number_part(scores, sizes) < 16 * 8 / 7 * 0.95


@pytest.mark.parametrize("sizes", [[1, 1, 1], [1, 2], [1, 1, 3, 3]])
def test_somebody_alone_adds_nothing(sizes: list[int]) -> None:
    many = sum(sizes)
    people = table([("category", 1.0, list(range(many)))])
    assert bound_of(people, np.array(sizes), 0.0) == pytest.approx(best(people, sizes))
    assert best(people, sizes) == pytest.approx(sum(size for size in sizes if size > 1) / many)
