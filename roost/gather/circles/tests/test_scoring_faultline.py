"""Faultlines: by hand, and against trying all splits on codes that were whitened by another way."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roost.gather.circles.engine.roster import Roster, roster_of
from roost.gather.circles.engine.rules import Measure
from roost.gather.circles.engine.scoring.distances import table_of
from roost.gather.circles.engine.scoring.faultline import MOST_CODES, best_shares, faultlines_of, searched_share
from roost.gather.circles.engine.scoring.seating import seating_of

MIX = (Measure("sex"), Measure("trade"), Measure("age", "number", 2.0))


def faultlines(roster: Roster, plan: str, mix: tuple[Measure, ...] = MIX) -> list[float]:
    found = faultlines_of(table_of(roster, mix), seating_of(plan))
    assert found is not None
    return found.tolist()


def people(*lines: str) -> Roster:
    return roster_of(("id,sex,trade,age\n" + "\n".join(f"{n},{line}" for n, line in enumerate(lines))).encode())


def test_a_circle_that_splits_cleanly_is_split_wholly() -> None:
    assert faultlines(people("m,law,60", "m,law,60", "f,art,30", "f,art,30"), "AAAA") == pytest.approx([1.0])


def test_where_nobody_falls_together_the_split_is_weakest() -> None:
    # Four corners of a square: the best two sides leave one of two columns, or no more, between them.
    square = people("m,law,40", "m,art,40", "f,law,40", "f,art,40")
    assert faultlines(square, "AAAA") == pytest.approx([0.5])


def test_of_two_circles_the_one_whose_differences_fall_together_splits_more() -> None:
    # As in Lau and Murnighan's groups: the same people, aligned in the one circle and crossed in the other.
    aligned = ["m,law,50", "m,law,50", "f,art,30", "f,art,30"]
    crossed = ["m,law,50", "m,art,30", "f,law,30", "f,art,50"]
    strong, weak = faultlines(people(*aligned, *crossed), "AAAABBBB")
    assert strong == pytest.approx(1)
    assert weak < 0.6


@pytest.mark.parametrize("lines", [["m,law,50"] * 3, ["m,law,50"] * 6, ["m,law,50", "f,art,30", "m,art,30"]])
def test_who_is_alike_or_few_has_no_faultline(lines: list[str]) -> None:
    assert faultlines(people(*lines), "A" * len(lines)) == [0]


def test_without_columns_there_is_none() -> None:
    assert faultlines(people(*["m,law,50", "f,law,50"] * 3), "AAAAAA", ()) == [0]


def test_a_column_that_repeats_another_counts_no_more() -> None:
    lines = ["m,law,50", "f,law,30", "m,art,31", "f,art,52", "m,art,44"]
    text = "id,sex,trade,age,again\n" + "\n".join(
        f"{n},{line},{line.split(',')[0].upper()}" for n, line in enumerate(lines)
    )
    once = (Measure("sex"), Measure("trade"), Measure("age", "number"))
    assert faultlines(roster_of(text.encode()), "AAAAA", (*once, Measure("again"))) == pytest.approx(
        faultlines(people(*lines), "AAAAA", once)
    )


def test_a_missing_value_is_the_circles_mean() -> None:
    # Who says no age in the second circle stands at 40, between 30 and 50.
    gaps = people("m,a,20", "m,a,20", "f,a,60", "f,a,60", "m,a,30", "m,a,", "f,a,50", "f,a,")
    assert faultlines(gaps, "AAAABBBB") == pytest.approx([1, 5 / 6])
    assert faultlines(gaps, "AAAABBBB") == pytest.approx(slow_faultlines(gaps, "AAAABBBB", MIX))
    assert faultlines(gaps, "AAAABBBB", (Measure("sex"),)) == pytest.approx([1, 1])


def slow_faultlines(roster: Roster, plan: str, mix: tuple[Measure, ...]) -> list[float]:
    """Say the definition again: codes, singular values in place of a covariance, every split by its means."""
    blocks = []
    for measure in mix:
        cells = roster.columns[measure.column]
        if measure.kind == "category":
            kinds = sorted(set(cells) - {""})
            block = np.array([[np.nan if not cell else float(cell == kind) for kind in kinds] for cell in cells])
        else:
            block = np.array([[float(cell) if cell else np.nan] for cell in cells])
            spread = np.nanstd(block) if not np.isnan(block).all() else 0.0
            block = (block - np.nanmean(block)) / spread if spread > 0 else block * 0.0
        blocks.append(block.reshape(len(cells), -1) * np.sqrt(measure.weight / 2))
    codes = np.hstack(blocks)
    means = np.array([np.mean(column[~np.isnan(column)]) if (~np.isnan(column)).any() else 0 for column in codes.T])
    centred = np.where(np.isnan(codes), 0, codes - means)
    _left, values, axes = np.linalg.svd(centred, full_matrices=False)
    shares = np.cumsum(values**2) / max(np.sum(values**2), 1e-300)
    found = []
    for circle in sorted(set(plan)):
        members = [place for place, name in enumerate(plan) if name == circle]
        if len(members) < 4 or values[0] < 1e-9:
            found.append(0.0)
            continue
        kept = values >= values[int(np.argmax(shares >= 0.99 - 1e-12))] * (1 - 1e-9)
        whitened = axes[kept].T / (values[kept] / np.sqrt(len(codes)))
        rows = codes[members].copy()
        for column in range(rows.shape[1]):
            gaps = np.isnan(rows[:, column])
            rows[gaps, column] = 0 if gaps.all() else rows[~gaps, column].mean()
        points = rows @ whitened
        points = points - points.mean(axis=0)
        total = (points**2).sum()
        best = 0.0
        for many in range(2, len(members) - 1):
            for side in combinations(range(len(members)), many):
                inside = np.isin(np.arange(len(members)), side)
                means_apart = points[inside].mean(axis=0) - points[~inside].mean(axis=0)
                best = max(best, many * (len(members) - many) / len(members) * (means_apart**2).sum())
        found.append(best / total if total > 1e-12 else 0.0)
    return found


@given(st.data())
@settings(max_examples=30)
def test_it_is_what_the_definition_says_split_by_split(data: st.DataObject) -> None:
    many = data.draw(st.integers(4, 12))
    line = st.tuples(st.sampled_from(["m", "f", ""]), st.sampled_from("abc"), st.sampled_from(["", "1", "2", "9"]))
    lines = data.draw(st.lists(line, min_size=many, max_size=many))
    plan = data.draw(st.text("AB", min_size=many, max_size=many).filter(lambda plan: plan.count("A") < 9))
    roster = people(*map(",".join, lines))
    assert faultlines(roster, plan) == pytest.approx(slow_faultlines(roster, plan, MIX), abs=1e-7)


@given(st.integers(5, 12), st.integers(1, 4), st.integers(0, 10**6))
@settings(max_examples=30)
def test_a_search_finds_no_more_than_all_splits_and_hardly_less(many: int, width: int, seed: int) -> None:
    points = np.random.default_rng(seed).normal(size=(many, width))
    points -= points.mean(axis=0)
    exact = best_shares((points @ points.T)[None])[0]
    assert 0.8 * exact <= searched_share(points) <= exact + 1e-12


def test_a_large_circle_that_splits_cleanly_is_found_to() -> None:
    lines = ["m,law,60"] * 30 + ["f,art,30"] * 12
    assert faultlines(people(*lines), "A" * 42) == pytest.approx([1.0])


def test_too_many_values_have_no_faultline() -> None:
    roster = roster_of(("id,x\n" + "".join(f"{n},{n}\n" for n in range(MOST_CODES + 1))).encode())
    assert faultlines_of(table_of(roster, (Measure("x"),)), seating_of(["A"] * len(roster))) is None
