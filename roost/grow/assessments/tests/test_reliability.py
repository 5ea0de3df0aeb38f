"""Classical coefficients: published values, definitions worked out by brute force, and what is refused."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import f

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability import (
    Coefficient,
    Region,
    agreement,
    alpha,
    between,
    complete,
    design_of,
    icc,
    kappas,
    krippendorff,
    members,
    omega_total,
    one_way,
    regions,
    scores,
    study,
    surface,
    turned,
)
from roost.grow.assessments.engine.reliability.consistency import covariances, one_factor
from roost.grow.assessments.engine.reliability.designs import cells_of
from roost.grow.assessments.engine.reliability.reml import restricted

Floats = NDArray[np.float64]
FORMS = ("ICC(1)", "ICC(k)", "ICC(C,1)", "ICC(C,k)", "ICC(A,1)", "ICC(A,k)")
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)


def by_form(found: Sequence[Coefficient]) -> dict[str | None, float]:
    return {one.form: one.value for one in found}


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "psychometrics" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def numbers(rows: list[dict[str, str]], *columns: str) -> Floats:
    return np.array([[float(row[one]) if row[one] not in {"", "NA"} else np.nan for one in columns] for row in rows])


def coded(values: Floats) -> tuple[NDArray[np.int64], Floats]:
    known = np.unique(values[np.isfinite(values)])
    return np.where(np.isfinite(values), np.searchsorted(known, values), -1), known


def test_six_judges_of_four_are_as_shrout_and_fleiss_published() -> None:
    found = {one.form: one for one in icc(SHROUT_FLEISS)}
    assert {form: one.value for form, one in found.items()} == pytest.approx(
        {
            "ICC(1)": 0.1657417684,
            "ICC(A,1)": 0.2897637795,
            "ICC(C,1)": 0.7148407148,
            "ICC(k)": 0.4427971337,
            "ICC(A,k)": 0.6200505476,
            "ICC(C,k)": 0.9093155424,
        },
        abs=1e-9,
    )
    assert (found["ICC(A,1)"].low, found["ICC(A,1)"].high) == pytest.approx((0.01878651, 0.76108437), abs=1e-8)
    assert (found["ICC(C,1)"].low, found["ICC(C,1)"].high) == pytest.approx((0.34246476, 0.94585826), abs=1e-8)


def test_anxiety_and_diagnoses_are_as_irr_says(reference_data: Path) -> None:
    anxiety = numbers(rows_of(reference_data, "irr_anxiety"), "rater1", "rater2", "rater3")
    found = by_form(icc(anxiety))
    assert [found[form] for form in FORMS] == pytest.approx(
        [0.1750223814, 0.3889257294, 0.2160493827, 0.4525862069, 0.1979982594, 0.4254987531], abs=1e-9
    )
    codes, values = coded(anxiety)
    two = by_form(kappas(codes[:, :2], has_order=True))
    assert [two["unweighted"], two["linear"], two["squared"]] == pytest.approx(
        [0.1194968553, 0.1891891892, 0.2967651195], abs=1e-9
    )
    # Not irr's own, which leaves out a weight where nothing is missing.
    assert by_form(krippendorff(codes, values)) == pytest.approx(
        {"nominal": -0.0237252125, "ordinal": 0.2283869453, "interval": 0.1700986079, "ratio": 0.1418013406}, abs=1e-9
    )
    rows = rows_of(reference_data, "irr_diagnoses")
    texts = np.array([list(row.values()) for row in rows])
    found = by_form(kappas(np.unique(texts, return_inverse=True)[1].reshape(texts.shape), has_order=False))
    assert found == pytest.approx({"fleiss": 0.4302445201, "light": 0.4594121444}, abs=1e-9)


def test_five_traits_have_the_alphas_of_psych(reference_data: Path) -> None:
    rows = rows_of(reference_data, "psych_bfi")
    reverse = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}
    expected = {"A": 0.7030184461, "C": 0.7267349729, "E": 0.7617328203, "N": 0.8139629499, "O": 0.6001725148}
    for trait, value in expected.items():
        items = [f"{trait}{one}" for one in range(1, 6)]
        answers = turned(numbers(rows, *items), items, reverse & set(items), (1, 6))
        assert alpha(answers).value == pytest.approx(value, abs=1e-9)
        omega = omega_total(answers)
        assert omega is not None
        # The program stops a little short of the maximum of the likelihood.
        said = {"A": 0.72327, "C": 0.73116, "E": 0.76363, "N": 0.81547, "O": 0.61703}
        assert omega.value == pytest.approx(said[trait], abs=5e-4)
    found = alpha(complete(numbers(rows, *(f"N{one}" for one in range(1, 6)))))
    assert found.value == pytest.approx(0.8133031432, abs=1e-9)
    assert found.low == pytest.approx(0.802, abs=5e-4)
    assert found.high == pytest.approx(0.824, abs=5e-4)


def test_groups_are_as_multilevel_says(reference_data: Path) -> None:
    rows = rows_of(reference_data, "multilevel_bh1996")
    names = [row["GRP"] for row in rows]
    expected = {
        "LEAD": (0.12702755, 0.9156129693),
        "HRS": (0.1331066791, 0.9196731954),
        "WBEING": (0.0433690501, 0.7717128755),
    }
    for column, pair in expected.items():
        found = between(members(names, numbers(rows, column)))
        assert [one.value for one in found] == pytest.approx(pair, abs=1e-9)
    cohesion = members(names, numbers(rows, "COHES"))
    assert next(one.value for one in agreement(cohesion, ["COHES"], (1, 5)) if one.name == "rwg") == pytest.approx(
        0.6316440695, abs=1e-9
    )
    lead = restricted([np.unique(names, return_inverse=True)[1]], numbers(rows, "LEAD")[:, 0])
    assert lead.components == pytest.approx([0.0901007765, 0.5209122489], rel=1e-6)
    assert lead.log_likelihood == pytest.approx(-8193.755609, abs=1e-6)


def test_brennan_s_tasks_are_taken_apart_exactly(reference_data: Path) -> None:
    rows = rows_of(reference_data, "gtheory_Brennan.3.2")
    codes = {
        facet: np.unique([row[column] for row in rows], return_inverse=True)[1]
        for facet, column in {"p": "Person", "t": "Task", "r": "Rater"}.items()
    }
    found = study(design_of("t,r:t"), codes, numbers(rows, "Score")[:, 0])
    assert found.is_balanced
    assert {one.name: one.value for one in found.told()} == pytest.approx(
        {
            "var:p": 0.4731481481,
            "var:t": 0.3251543210,
            "var:pt": 0.5595679012,
            "var:r:t": 0.6475308642,
            "var:e": 2.3802469136,
            "g": 0.5514388489,
            "phi": 0.4637023594,
        },
        abs=1e-9,
    )
    # Restricted likelihood takes the same apart alike, where no component is below zero.
    same = restricted(cells_of(design_of("t,r:t"), codes)[:-1], numbers(rows, "Score")[:, 0])
    assert same.components == pytest.approx(list(found.components), rel=1e-5)
    assert found.enough("t", 0.7) == 9
    assert found.coefficients({"t": 9, "r": 4})[1] >= 0.7 > found.coefficients({"t": 8, "r": 4})[1]
    assert found.enough("r", 0.7) is None


def test_krippendorff_s_own_example_is_his() -> None:
    """Four observers, twelve units, of which the last is rated once."""
    table = """1 2 3 3 2 1 4 1 2 * * *
               1 2 3 3 2 2 4 1 2 5 * 3
               * 3 3 3 2 3 4 2 2 5 1 *
               1 2 3 3 2 4 4 1 2 5 1 *"""
    said = np.array([[np.nan if one == "*" else float(one) for one in line.split()] for line in table.splitlines()]).T
    found = by_form(krippendorff(*coded(said)))
    assert found == pytest.approx(
        {"nominal": 0.7434210526, "ordinal": 0.8153875038, "interval": 0.8491071429, "ratio": 0.7974027747}, abs=1e-9
    )


def by_pairs(said: Floats) -> float:
    """Give Krippendorff's interval alpha from all pairs of values, one by one."""
    units = [row[np.isfinite(row)] for row in said if np.isfinite(row).sum() > 1]
    values = np.concatenate(units)
    seen = sum((a - b) ** 2 / (len(unit) - 1) for unit in units for a, b in product(unit, repeat=2)) / len(values)
    chance = sum((a - b) ** 2 for a, b in product(values, repeat=2)) / (len(values) * (len(values) - 1))
    return float(1 - seen / chance)


@pytest.mark.parametrize("seed", range(5))
def test_definitions_worked_out_one_by_one(seed: int) -> None:
    random = np.random.default_rng(seed)
    targets, raters = int(random.integers(6, 15)), int(random.integers(2, 5))
    said = np.round(random.normal(0, 1, (targets, 1)) + random.normal(0, 0.8, (targets, raters)) + 4).clip(1, 7)
    codes, _ = coded(said)
    some = said.copy()
    some[random.random(said.shape) < 0.2] = np.nan
    assert by_form(krippendorff(*coded(some)))["interval"] == pytest.approx(by_pairs(some), abs=1e-12)
    # Fleiss: pairs of raters who agree, beyond pairs of answers drawn from all.
    agreed = np.mean([[row[a] == row[b] for a, b in combinations(range(raters), 2)] for row in codes])
    shares = np.bincount(codes.ravel()) / codes.size
    found = by_form(kappas(codes, has_order=True))
    assert found["fleiss"] == pytest.approx((agreed - (shares**2).sum()) / (1 - (shares**2).sum()), abs=1e-12)
    # Cohen with squared weights is agreement of one rater, but for degrees of freedom (Fleiss and Cohen 1973).
    two = by_form(kappas(coded(said[:, :2])[0], has_order=True))
    first, second = (coded(said[:, :2])[0][:, one] for one in range(2))
    away = ((first - second) ** 2).mean() / ((first[:, None] - second) ** 2).mean()
    assert two["squared"] == pytest.approx(1 - away, abs=1e-12)
    # Alpha is consistency of the mean of all, by another road.
    table = np.cov(said.T)
    by_hand = raters / (raters - 1) * (1 - np.trace(table) / table.sum())
    assert alpha(said).value == pytest.approx(by_hand, abs=1e-12)
    found = {one.form: one for one in icc(said)}
    assert found["ICC(C,k)"].value == pytest.approx(by_hand, abs=1e-12)
    assert alpha(said).low == pytest.approx(found["ICC(C,k)"].low, abs=1e-12)
    assert by_form(one_way(list(said)))["ICC(1)"] == pytest.approx(found["ICC(1)"].value, abs=1e-12)


def test_feldt_s_interval_is_that_of_the_ratio_of_mean_squares() -> None:
    found = alpha(SHROUT_FLEISS)
    ratio = 1 / (1 - found.value)
    assert found.low == pytest.approx(1 - f.ppf(0.975, 5, 15) / ratio, abs=1e-12)
    assert found.high == pytest.approx(1 - f.ppf(0.025, 5, 15) / ratio, abs=1e-12)


def test_one_factor_is_the_maximum_of_the_likelihood() -> None:
    random = np.random.default_rng(3)
    table = np.corrcoef((random.normal(0, 1, (300, 1)) * [0.8, 0.7, 0.6, 0.5] + random.normal(0, 0.7, (300, 4))).T)

    def discrepancy(at: Floats) -> float:
        fitted = np.outer(at[:4], at[:4]) + np.diag(np.exp(at[4:]))
        return float(np.linalg.slogdet(fitted)[1] + np.trace(np.linalg.solve(fitted, table)))

    best = minimize(discrepancy, np.r_[np.full(4, 0.6), np.full(4, -0.5)], method="BFGS", options={"gtol": 1e-9})
    assert one_factor(table) == pytest.approx(np.abs(best.x[:4]), abs=1e-6)


def test_neither_order_nor_the_zero_of_the_scale_matters() -> None:
    random = np.random.default_rng(1)
    said = np.round(random.normal(4, 1, (12, 1)) + random.normal(0, 0.7, (12, 3)))
    mixed = said[random.permutation(12)][:, [2, 0, 1]]
    first, second = ({(one.name, one.form): one.value for one in icc(told)} for told in (said, 10 + 3 * mixed))
    assert second == pytest.approx(first, abs=1e-12)
    assert by_form(kappas(coded(mixed)[0], has_order=True)) == pytest.approx(
        by_form(kappas(coded(said)[0], has_order=True)), abs=1e-12
    )


def test_raters_of_different_people_are_compared_one_way() -> None:
    groups = [np.array(one, dtype=float) for one in ([1, 2], [4, 5, 5], [3, 3], [6, 7, 6])]
    found = by_form(one_way(groups))
    values, owner = np.concatenate(groups), np.repeat(range(4), [len(one) for one in groups])
    means = np.array([one.mean() for one in groups])
    above = (np.bincount(owner) * (means - values.mean()) ** 2).sum() / 3
    below = ((values - means[owner]) ** 2).sum() / 6
    many = (10 - (4 + 9 + 4 + 9) / 10) / 3
    assert found["ICC(1)"] == pytest.approx((above - below) / (above + (many - 1) * below), abs=1e-12)
    assert found["ICC(k)"] == pytest.approx(1 - below / above, abs=1e-12)


def test_groups_by_hand() -> None:
    groups = [np.array([[4.0, 5], [4, 4], [5, 3]]), np.array([[1.0, 1], [5, 5]]), np.array([[2.0, 2]])]
    found = {(one.name, one.form): one.value for one in agreement(groups, ["a", "b"], (1, 5))}
    # Answers spread evenly over five steps have a variance of two; the second group has eight, which counts as none.
    assert found["rwg", "a"] == pytest.approx((1 - (1 / 3) / 2 + 0) / 2)
    assert found["rwg", "b"] == pytest.approx((1 - 1 / 2 + 0) / 2)
    shared = 2 * (1 - (2 / 3) / 2)
    assert found["rwg_j", None] == pytest.approx((shared / (shared + (2 / 3) / 2) + 0) / 2)
    assert found["ad", None] == pytest.approx(((4 / 9 + 2 / 3) / 2 + 2) / 2)
    # At a mean of 13/3 three people cannot differ by more than a variance of 5/3; at the ends a_wg is minus one.
    first, second = (1 - 2 * spread / ((6 * mean - mean**2 - 5) * 1.5) for spread, mean in ((1 / 3, 13 / 3), (1, 4)))
    assert found["awg", None] == pytest.approx(((first + second) / 2 - 1) / 2)


def test_unbalanced_designs_reach_the_top_of_the_restricted_likelihood() -> None:
    random = np.random.default_rng(4)
    person, task = np.repeat(np.arange(20), 6), np.tile(np.arange(6), 20)
    values = random.normal(0, 1, 20)[person] + random.normal(0, 0.6, 6)[task] + random.normal(0, 0.8, 120)
    kept = random.random(120) > 0.2
    person, task, values = person[kept], task[kept], values[kept]
    found = study(design_of("t"), {"p": person, "t": task}, values)
    assert not found.is_balanced
    ones = np.ones((len(values), 1))
    tables = [(person[:, None] == person).astype(float), (task[:, None] == task).astype(float), np.eye(len(values))]

    def likelihood(components: Sequence[float]) -> float:
        whole = sum(one * table for one, table in zip(components, tables, strict=True))
        inner = ones.T @ np.linalg.solve(whole, ones)
        away = values - ones[:, 0] * float((ones.T @ np.linalg.solve(whole, values)).item() / inner.item())
        logs = np.linalg.slogdet(whole)[1] + np.linalg.slogdet(inner)[1] + away @ np.linalg.solve(whole, away)
        return float(-(logs + (len(values) - 1) * np.log(2 * np.pi)) / 2)

    exact = restricted(cells_of(found.design, {"p": person, "t": task})[:-1], values)
    assert exact.log_likelihood == pytest.approx(likelihood(found.components), abs=1e-8)
    for at, step in product(range(3), (-1e-3, 1e-3)):
        moved = list(found.components)
        moved[at] *= 1 + step
        assert likelihood(moved) < exact.log_likelihood


def test_designs_are_named_as_they_are_typed() -> None:
    assert design_of("t").names == ["p", "t", "e"]
    assert design_of("t,r").names == ["p", "t", "r", "pt", "pr", "tr", "e"]
    assert design_of("t,r:t").names == ["p", "t", "pt", "r:t", "e"]
    for wrong in ("", "p", "r:t", "t,t", "a,b,c,d"):
        with pytest.raises(InputError, match="--facets"):
            design_of(wrong)


def test_own_and_others_view_by_regions() -> None:
    own, others = np.array([5.0, 2, 4, 4, 2]), np.array([2.0, 5, 4, 4.1, 2])
    assert regions(own, others, six=False) == [Region.OVER, Region.UNDER, Region.GOOD, Region.GOOD, Region.POOR]
    assert regions(own, others, six=True)[:2] == [Region.OVER_POOR, Region.UNDER_GOOD]
    with pytest.raises(InputError, match="as far"):
        regions(others + 1, others, six=True)
    with pytest.raises(InputError, match="at least three"):
        regions(own[:2], others[:2], six=True)


def test_a_surface_finds_what_it_was_drawn_from() -> None:
    random = np.random.default_rng(2)
    own, others = random.normal(3, 1, 4000), random.normal(3.4, 1, 4000)
    s, o = own - (own.mean() + others.mean()) / 2, others - (own.mean() + others.mean()) / 2
    drawn = np.array([1.0, 0.5, 0.8, -0.3, 0.2, -0.1])
    outcome = np.stack([s**0, s, o, s**2, s * o, o**2], axis=1) @ drawn + random.normal(0, 0.5, 4000)
    found = surface(own, others, outcome)
    assert [value for value, _ in found.coefficients] == pytest.approx(drawn, abs=0.05)
    for pairs, expected in ((found.congruence, (1.3, -0.2)), (found.incongruence, (-0.3, -0.6))):
        assert all(abs(value - truth) < 4 * error for (value, error), truth in zip(pairs, expected, strict=True))
    # The slope's error is that of the same model with the two views' sum and difference as its terms.
    both = np.stack([s**0, s + o, s - o, s**2, s * o, o**2], axis=1)
    left = outcome - both @ np.linalg.lstsq(both, outcome)[0]
    error = np.sqrt(np.linalg.inv(both.T @ both)[1, 1] * (left @ left) / 3994)
    assert found.congruence[0][1] == pytest.approx(2 * error, rel=1e-9)
    with pytest.raises(InputError, match="spread too little"):
        surface(own, own, outcome)


def test_scores_are_means_of_what_was_answered() -> None:
    answers = np.array([[1, 2, 3], [1, np.nan, np.nan], [np.nan, np.nan, np.nan]])
    assert scores(answers).tolist() == pytest.approx([2.0, np.nan, np.nan], nan_ok=True)
    assert turned(answers, ["a", "b", "c"], ["c"], (1, 3))[0].tolist() == [1, 2, 1]
    with pytest.raises(InputError, match="beyond the scale"):
        turned(answers, ["a", "b", "c"], [], (1, 2))


def test_what_tells_nothing_is_refused_or_left_out() -> None:
    alike = np.full((5, 3), 4.0)
    with pytest.raises(InputError, match="always answered alike"):
        alpha(alike)
    with pytest.raises(InputError, match="Every rating is the same"):
        icc(alike)
    with pytest.raises(InputError, match="at least two raters"):
        icc(np.ones((5, 1)))
    with pytest.raises(InputError, match="at least two items"):
        alpha(np.arange(5.0)[:, None])
    assert not kappas(np.zeros((5, 2), dtype=np.int64), has_order=True)
    assert not krippendorff(np.zeros((5, 2), dtype=np.int64), np.array([4.0]))
    with pytest.raises(InputError, match="rated twice"):
        krippendorff(np.array([[0, -1], [-1, 1]]), None)
    assert [one.form for one in krippendorff(*coded(np.array([[-1.0, 0], [2, 2], [1, 0]])))] == [
        "nominal",
        "ordinal",
        "interval",
    ]
    with pytest.raises(InputError, match="two members"):
        agreement([np.array([[1.0]])], ["a"], (1, 5))
    with pytest.raises(InputError, match="two of them"):
        between([np.array([[1.0], [2.0]])])
    with pytest.raises(InputError, match="Every score"):
        study(design_of("t"), {"p": np.array([0, 0, 1, 1]), "t": np.array([0, 1, 0, 1])}, np.ones(4))
    with pytest.raises(InputError, match="same conditions"):
        study(design_of("t"), {"p": np.array([0, 0, 1, 1]), "t": np.array([0, 0, 1, 1])}, np.arange(4.0))
    # Two who disagree about everything: of the mean of both there is nothing to say.
    assert "ICC(A,k)" not in by_form(icc(np.array([[1.0, 5], [5, 1], [2, 4]])))
    # Perfect agreement has an end, not a hole.
    perfect = {one.form: one for one in icc(np.repeat(np.arange(5.0)[:, None], 3, axis=1))}
    assert all(one.value == 1 and one.low == 1 for one in perfect.values())
    assert not np.isnan(covariances(np.random.default_rng(1).normal(0, 1, (5, 2)))).any()
