"""Diversity, likeness and the worst circle, against hand and against a double loop over the cells of the roster."""

from __future__ import annotations

import math
from random import Random
from statistics import fmean, pvariance

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.circles.engine.roster import Roster, roster_of
from roost.gather.circles.engine.rules import Measure, Rules
from roost.gather.circles.engine.scoring.distances import (
    LARGE,
    means_of,
    mid_ranks,
    over_people,
    standard_scores,
    table_of,
)
from roost.gather.circles.engine.scoring.score import Of, score
from roost.gather.circles.engine.scoring.seating import seating_of

CELLS = {
    "category": st.sampled_from(["", "a", "b", "c"]),
    "number": st.sampled_from(["", "0", "1", "2.5", "-3", "1e9"]),
    "rank": st.sampled_from(["", "0", "1", "1.0", "7"]),
}

MIXED = Rules(mix=(Measure("function"), Measure("tenure", "number", 3.0)), alike=(Measure("function", weight=2.0),))


def roster(text: str) -> Roster:
    return roster_of(text.encode())


def slow_distance(people: Roster, measures: tuple[Measure, ...], one: int, other: int) -> float:
    """Say the definition again, cell by cell."""
    total = weight = 0.0
    for measure in measures:
        cells = people.columns[measure.column]
        if measure.weight == 0 or not cells[one] or not cells[other]:
            continue
        weight += measure.weight
        if measure.kind == "category":
            total += measure.weight * (cells[one] != cells[other])
            continue
        numbers = [float(cell) if cell else None for cell in cells]
        if measure.kind == "rank":
            known = [number for number in numbers if number is not None]
            numbers = [
                number if number is None else sum(k < number for k in known) + (known.count(number) + 1) / 2
                for number in numbers
            ]
        spread = pvariance([number for number in numbers if number is not None])
        if spread > 0:
            total += measure.weight * (numbers[one] - numbers[other]) ** 2 / (2 * spread)
    return total / weight if weight else 0.0


def slow_mean(people: Roster, measures: tuple[Measure, ...], plan: list[str]) -> tuple[float, dict[str, float]]:
    """Give the mean over people, and that of each circle."""
    of_person = []
    for one, circle in enumerate(plan):
        others = [other for other in range(len(plan)) if other != one and plan[other] == circle]
        of_person.append(fmean(slow_distance(people, measures, one, other) for other in others) if others else 0.0)
    circles = {c: fmean(d for d, name in zip(of_person, plan, strict=True) if name == c) for c in plan}
    return fmean(of_person), circles


@st.composite
def cases(draw: st.DrawFn) -> tuple[Roster, tuple[Measure, ...], list[str]]:
    many = draw(st.integers(1, 9))
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=3))
    weights = [draw(st.sampled_from([0.0, 0.5, 1.0, 3.0])) for _kind in kinds]
    ids = tuple(map(str, range(many)))
    columns = {"id": ids}
    for place, kind in enumerate(kinds):
        columns[f"c{place}"] = tuple(draw(st.lists(CELLS[kind], min_size=many, max_size=many)))
    measures = tuple(
        Measure(f"c{n}", kind, weight) for n, (kind, weight) in enumerate(zip(kinds, weights, strict=True))
    )
    plan = draw(st.lists(st.sampled_from(["Circle 1", "Circle 2", "Circle 10"]), min_size=many, max_size=many))
    return Roster(ids, columns, tuple(range(2, many + 2))), measures, plan


def measured(people: Roster, measures: tuple[Measure, ...], plan: list[str]) -> tuple[float, dict[str, float]]:
    seating = seating_of(plan)
    means = means_of(table_of(people, measures), seating.order, seating.starts)
    return over_people(means, seating), dict(zip(seating.names, means.tolist(), strict=True))


@given(cases())
def test_it_is_what_the_definition_says_person_by_person(case: tuple[Roster, tuple[Measure, ...], list[str]]) -> None:
    mean, circles = measured(*case)
    slow, slow_circles = slow_mean(*case)
    assert mean == pytest.approx(slow, rel=1e-9, abs=1e-12)
    assert circles == pytest.approx(slow_circles, rel=1e-9, abs=1e-12)


@given(cases(), st.randoms(use_true_random=False))
def test_neither_the_order_of_people_nor_names_of_circles_matter(
    case: tuple[Roster, tuple[Measure, ...], list[str]], chance: Random
) -> None:
    people, measures, plan = case
    order = list(range(len(people)))
    chance.shuffle(order)
    columns = {name: tuple(cells[place] for place in order) for name, cells in people.columns.items()}
    mixed = Roster(columns["id"], columns, people.rows)
    names = {"Circle 1": "z", "Circle 2": "y", "Circle 10": "x"}
    assert measured(mixed, measures, [names[plan[place]] for place in order])[0] == pytest.approx(
        measured(people, measures, plan)[0], rel=1e-12, abs=1e-12
    )


def test_a_score_by_hand() -> None:
    # Function: a pair differs or not. Tenure: mean 3, variance 2, so the deltas are 1/4, 4/4, 9/4 for 1, 2 and 3 years.
    people = roster("id,function,tenure\n1,a,1\n2,a,2\n3,b,4\n4,b,5\n5,a,3\n")
    found = score(people, MIXED, ["B", "B", "A", "A", "B"])
    a = (0 + 3 * 1 / 4) / 4  # 3 and 4
    b = (3 * 1 / 4 + 3 * 1 / 4 + 3 * 4 / 4) / 4 / 3  # 1 and 2, 2 and 5, 1 and 5
    assert found.diversity == pytest.approx((2 * a + 3 * b) / 5, abs=1e-15)
    assert found.likeness == pytest.approx((2 * 0 + 3 * 0) / 5)
    assert (found.people, found.circles, found.sizes) == (5, 2, (3, 2))
    assert found.worst_circle == Of("A", pytest.approx(a))
    assert found.bound >= found.diversity


def test_likeness_counts_its_own_columns() -> None:
    people = roster("id,level,x\n1,1,a\n2,1,b\n3,2,\n4,4,c\n")
    rules = Rules(alike=(Measure("level", "rank"), Measure("x", weight=2)))
    # Mid-ranks 1.5, 1.5, 3, 4 with variance 4.5/4: 1 and 2 differ on x alone, 3 and 4 on ranks alone.
    found = score(people, rules, ["p", "p", "q", "q"])
    assert found.diversity == 0
    assert found.likeness == pytest.approx((2 / 3 + 1 / (2 * 4.5 / 4)) / 2, abs=1e-15)
    assert score(people, Rules(), ["p", "p", "q", "q"]).likeness is None


def test_somebody_alone_has_no_diversity_and_a_tie_goes_to_the_first_name() -> None:
    people = roster("id,x\n1,a\n2,b\n3,a\n4,c\n")
    found = score(people, Rules(mix=(Measure("x"),)), ["Circle 10", "Circle 10", "Circle 9", "Circle 2"])
    assert found.diversity == pytest.approx(2 / 4)
    assert found.worst_circle == Of("Circle 2", 0.0)


def test_a_pair_without_a_shared_value_is_no_distance_apart() -> None:
    people = roster("id,x,y\n1,a,\n2,,1\n3,,\n")
    assert measured(people, (Measure("x"), Measure("y", "number")), ["p"] * 3)[0] == 0


def test_a_column_that_says_nothing_keeps_its_weight() -> None:
    people = roster("id,x,same,once\n1,a,0.1,\n2,b,0.1,7\n3,c,0.1,\n")
    both = (Measure("x"), Measure("same", "number", 3.0), Measure("once", "number"))
    assert measured(people, both, ["p"] * 3)[0] == pytest.approx(1 / 4)


def test_a_large_circle_is_measured_as_a_small_one() -> None:
    many = 2 * LARGE
    lines = [f"{one},{'abc'[one % 7 % 3]},{one * 31 % 17}" for one in range(many)]
    measures = (Measure("x"), Measure("y", "number", 2.0))
    complete = roster("id,x,y\n" + "\n".join(lines))
    plan = ["A"] * (many - 3) + ["B"] * 3
    # Somebody in the other circle without a value, and all pairs are looked at one by one.
    gap = roster("id,x,y\n" + "\n".join([*lines[:-1], f"{many},,{(many - 1) * 31 % 17}"]))
    assert measured(complete, measures, plan)[1]["A"] == pytest.approx(measured(gap, measures, plan)[1]["A"], rel=1e-12)


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1.0, 1e9, 1e200])
def test_the_unit_of_a_number_does_not_matter(scale: float) -> None:
    numbers = np.array([1.0, 2.0, np.nan, 4.0])
    assert standard_scores(numbers * scale) == pytest.approx(standard_scores(numbers), nan_ok=True, rel=1e-12)


@given(st.lists(st.floats(-1e308, 1e308), min_size=1, max_size=8))
def test_standard_scores_have_mean_0_and_variance_1(numbers: list[float]) -> None:
    scores = standard_scores(np.array(numbers))
    assert np.isfinite(scores).all()
    if len(set(numbers)) == 1:
        assert not scores.any()
    elif max(map(abs, numbers)) < 1e6 * (max(numbers) - min(numbers)):
        assert fmean(scores) == pytest.approx(0, abs=1e-6)
        assert pvariance(scores.tolist()) == pytest.approx(1, rel=1e-6)


def test_equal_numbers_share_their_rank() -> None:
    assert mid_ranks(np.array([5.0, np.nan, 1.0, 5.0, 9.0])).tolist() == pytest.approx(
        [2.5, math.nan, 1, 2.5, 4], nan_ok=True
    )
