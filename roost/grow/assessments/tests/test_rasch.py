"""The many-facet Rasch model: its likelihood by brute force, published fits, and what it refuses."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import approx_fprime

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.rasch import Fit, collapse, fit
from roost.grow.assessments.engine.rasch.fitting import named_thresholds
from roost.grow.assessments.engine.rasch.marginal import Marginal
from roost.grow.assessments.engine.rasch.steps import Steps
from roost.grow.assessments.tests.drawn_ratings import draw

Floats = NDArray[np.float64]
FORMS = [
    ("ann", "x", [0, 2]),
    ("ann", "y", [1, 1]),
    ("bob", "x", [2, -1]),
    ("bob", "y", [2, 2]),
    ("cid", "y", [0, 0]),
    ("cid", "z", [1, 0]),
    ("dee", "x", [1, 2]),
    ("dee", "z", [0, 1]),
    ("dee", "z", [2, 1]),
]


def few(*, is_shared: bool) -> Any:
    people, raters, scores = zip(*FORMS, strict=True)
    return collapse(people, raters, ["one", "two"], np.array(scores), is_shared=is_shared)


def by_hand(at: Floats, *, is_shared: bool, has_impressions: bool) -> float:
    """Give the log-likelihood of FORMS, answer by answer, by a plain sum over a dense grid."""
    severity = dict(zip("xyz", at[:3], strict=True))
    difficulty, rest = at[3:5], at[5:]
    thresholds = [rest[:2], rest[:2]] if is_shared else [rest[:2], rest[2:4]]
    sd = np.exp(at[-2 if has_impressions else -1])
    grid, step = np.linspace(-12, 12, 1601, retstep=True)
    density = np.exp(-((grid / sd) ** 2) / 2) / sd / np.sqrt(2 * np.pi) * step

    def chance(place: Floats, item: int, score: int) -> Floats:
        sums = [np.zeros_like(place)]
        for threshold in thresholds[item]:
            sums.append(sums[-1] + place - difficulty[item] - threshold)
        powers = np.exp(np.array(sums))
        return np.asarray(powers[score] / powers.sum(axis=0))

    def form(place: Floats, answers: list[list[int]]) -> Floats:
        likely = np.ones_like(place)
        for scores, item in product(answers, range(2)):
            if scores[item] >= 0:
                likely *= chance(place, item, scores[item])
        return likely

    whole = 0.0
    for who in ("ann", "bob", "cid", "dee"):
        likely = np.ones_like(grid)
        for rater in "xyz":
            answers = [scores for person, judge, scores in FORMS if (person, judge) == (who, rater)]
            if not answers:
                continue
            if not has_impressions:
                likely *= form(grid - severity[rater], answers)
                continue
            away = np.linspace(-9, 9, 301)
            weights = np.exp(-(away**2) / 2) / np.sqrt(2 * np.pi) * (away[1] - away[0])
            places = grid[:, None] - severity[rater] + np.exp(at[-1]) * away
            likely *= form(places, answers) @ weights
        whole += float(np.log(likely @ density))
    return whole


CASES = [(shared, impressions) for shared in (True, False) for impressions in (True, False)]


def somewhere(*, is_shared: bool, has_impressions: bool) -> tuple[Marginal, Floats]:
    ratings = few(is_shared=is_shared)
    model = Marginal(ratings, Steps(ratings.most, is_shared), has_impressions)
    thresholds = [-0.7, 0.7] if is_shared else [-0.7, 0.7, -0.2, 0.2]
    deviations = [0.3, -0.4] if has_impressions else [0.3]
    return model, np.array([0.5, -0.6, 0.1, 0.2, -0.3, *thresholds, *deviations])


@pytest.mark.parametrize(("is_shared", "has_impressions"), CASES)
def test_the_likelihood_is_that_of_every_answer_summed_over_a_dense_grid(
    is_shared: bool, has_impressions: bool
) -> None:
    model, at = somewhere(is_shared=is_shared, has_impressions=has_impressions)
    expected = by_hand(at, is_shared=is_shared, has_impressions=has_impressions)
    assert model.value(at) == pytest.approx(expected, abs=1e-9)
    assert model.derivatives(at).value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("is_shared", "has_impressions"), CASES)
def test_derivatives_are_what_differences_say(is_shared: bool, has_impressions: bool) -> None:
    model, at = somewhere(is_shared=is_shared, has_impressions=has_impressions)
    found = model.derivatives(at)
    assert found.gradient == pytest.approx(approx_fprime(at, model.value, 1e-6), abs=1e-4)
    slopes = np.array(
        [approx_fprime(at, lambda x, k=k: model.derivatives(x).gradient[k], 1e-6) for k in range(len(at))]
    )
    assert np.abs(found.hessian - slopes).max() < 1e-4


@pytest.mark.parametrize("has_impressions", [True, False])
def test_nodes_twice_as_close_change_nothing(has_impressions: bool) -> None:
    drawn = draw(40, 4, 8, 5, halo=0.8).collapsed()
    model = Marginal(drawn, Steps(drawn.most, True), has_impressions)
    at = np.concatenate([np.linspace(-1, 1, 8), model.steps.start(drawn.chosen), [0.2, -0.3][: 1 + has_impressions]])
    ours, finer = model.derivatives(at), replace(model, finer=2.0).derivatives(at)
    assert ours.value == pytest.approx(finer.value, abs=1e-8)
    assert np.abs(ours.gradient - finer.gradient).max() < 1e-7
    assert np.abs(ours.hessian - finer.hessian).max() < 1e-6


def test_few_impressions_are_looked_up_as_many_are() -> None:
    """Narrow kernels are kept as sparse matrices: the likelihood passes on smoothly to where there are none."""
    drawn = draw(30, 4, 8, 5).collapsed()
    plain = Marginal(drawn, Steps(drawn.most, True), False)
    at = np.concatenate([np.zeros(8), plain.steps.start(drawn.chosen), [0.2]])
    model = Marginal(drawn, plain.steps, True)
    slope = plain.leaps(at)
    near = model.value(np.append(at, np.log(0.04))) - plain.value(at)
    nearer = model.value(np.append(at, np.log(0.02))) - plain.value(at)
    assert near == pytest.approx(4 * nearer, rel=0.02)
    assert np.sign(near) == np.sign(slope)


def read(folder: Path, name: str) -> tuple[list[str], list[str], list[str], NDArray[np.int64]]:
    with (folder / "psychometrics" / f"{name}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    items = list(rows[0])[2:]
    scores = np.array([[int(row[item]) for item in items] for row in rows])
    return [row["idstud"] for row in rows], [row["rater"] for row in rows], items, scores


def severities(found: Fit) -> dict[str, float]:
    return {who: one.value for who, one in found.severities.items()}


def test_the_rating_scale_of_ptam4_is_that_of_tam(reference_data: Path) -> None:
    found = fit(collapse(*read(reference_data, "immer_data.ptam4")), is_shared=True, has_impressions=False)
    assert found.deviance == pytest.approx(3450.64284889, abs=1e-6)
    assert found.variance == pytest.approx(2.70814494, abs=1e-6)
    assert found.gradient < 1e-8
    expected = {
        "802": -0.03754777,
        "803": 0.89550371,
        "810": -0.11726620,
        "816": 0.02037044,
        "820": -0.22128087,
        "824": 0.12082488,
        "831": 0.11305868,
        "835": 0.51238787,
        "837": -1.24602781,
        "844": -0.04002293,
    }
    assert severities(found) == pytest.approx(expected, abs=1e-6)
    assert [one.value for one in found.thresholds[""]] == pytest.approx([-2.61085827, 0.02514850, 2.58570977], abs=1e-6)
    assert [one.value for one in found.difficulties.values()] == pytest.approx(
        [0.15595314, -0.35817879, -0.13287238], abs=1e-6
    )
    # What naive information would halve: full standard errors, cross-terms and all.
    assert found.severities["802"].error == pytest.approx(0.137387, abs=1e-5)
    assert found.severities["844"].error == pytest.approx(0.139251, abs=1e-5)


def test_the_partial_credit_of_ratings1_is_that_of_tam(reference_data: Path) -> None:
    ratings = collapse(*read(reference_data, "sirt_data.ratings1"), is_shared=False)
    found = fit(ratings, is_shared=False, has_impressions=False)
    assert found.deviance == pytest.approx(2526.21430636, abs=1e-6)
    assert found.variance == pytest.approx(4.0647107, abs=1e-6)
    expected = {
        "db01": 1.02246232,
        "db02": 0.51634413,
        "db03": 0.41746643,
        "db07": -0.76236246,
        "db08": -0.08955322,
        "db31": -0.77895759,
        "db54": -0.32539962,
    }
    assert severities(found) == pytest.approx(expected, abs=1e-6)
    assert all(sum(one.value for one in steps) == pytest.approx(0, abs=1e-9) for steps in found.thresholds.values())


def told(found: Fit) -> Floats:
    return np.array([[one.mean, one.error, one.low, one.high] for _, one in sorted(found.people.items())])


@pytest.mark.parametrize("has_impressions", [True, False])
def test_neither_order_nor_the_scale_s_own_numbers_matter(has_impressions: bool) -> None:
    drawn = draw(30, 3, 6, 4, halo=0.7)
    first = fit(drawn.collapsed(), is_shared=True, has_impressions=has_impressions)
    shuffled = np.random.default_rng(3).permutation(len(drawn.person))
    # One score of the scale is never given, and it begins at 10.
    scores = np.array([10, 11, 13, 14, 20])[drawn.scores]
    again = replace(drawn, person=drawn.person[shuffled], rater=drawn.rater[shuffled], scores=scores[shuffled])
    second = fit(again.collapsed(), is_shared=True, has_impressions=has_impressions)
    assert second.deviance == pytest.approx(first.deviance, abs=1e-7)
    assert np.abs(told(second) - told(first)).max() < 1e-6
    assert severities(second) == pytest.approx(severities(first), abs=1e-6)


def test_impressions_widen_intervals_and_are_found_where_they_are() -> None:
    halo, none = draw(120, 4, 15, 6, halo=0.9), draw(120, 4, 15, 6, seed=5)
    plain = fit(halo.collapsed(), is_shared=True, has_impressions=False)
    honest = fit(halo.collapsed(), is_shared=True, has_impressions=True)
    assert honest.impressions == pytest.approx(0.81, abs=0.25)
    assert told(honest)[:, 1].mean() > 1.5 * told(plain)[:, 1].mean()
    assert honest.deviance < plain.deviance - 50
    without = fit(none.collapsed(), is_shared=True, has_impressions=True)
    assert without.impressions is not None
    assert without.impressions < 0.05


def test_severe_raters_do_not_make_people_worse() -> None:
    drawn = draw(60, 4, 8, 6)
    # Whoever has an odd number is rated by raters who are a logit and a half more severe.
    severe = drawn.person % 2 == 1
    rater = np.where(severe & (drawn.rater < 6), drawn.rater + 8, drawn.rater)
    scores = np.where((severe & (rater >= 8))[:, None], np.maximum(drawn.scores - 1, 0), drawn.scores)
    found = told(fit(replace(drawn, rater=rater, scores=scores).collapsed(), is_shared=True, has_impressions=False))
    adjusted = (found[:, 0] - drawn.abilities)[np.arange(60) % 2 == 1].mean()
    fair = told(fit(drawn.collapsed(), is_shared=True, has_impressions=False))
    assert adjusted - (fair[:, 0] - drawn.abilities)[np.arange(60) % 2 == 1].mean() == pytest.approx(0, abs=0.25)
    raw = scores.mean(axis=1)
    assert raw[severe].mean() < raw[~severe].mean() - 0.5


def test_who_gives_everybody_the_lowest_is_left_out_by_name() -> None:
    drawn = draw(30, 3, 6, 4)
    without = drawn.collapsed()
    lowest = replace(
        drawn,
        person=np.append(drawn.person, [0, 1, 2]),
        rater=np.append(drawn.rater, [99, 99, 99]),
        scores=np.append(drawn.scores, np.zeros((3, 4), dtype=int), axis=0),
    ).collapsed()
    assert lowest.left_out == ["r00099"]
    assert np.array_equal(lowest.total, without.total)


def test_whom_everybody_gives_the_highest_has_a_finite_place() -> None:
    drawn = draw(30, 3, 6, 4)
    drawn.scores[drawn.person == 0] = 4
    drawn.scores[drawn.person == 1] = 0
    found = told(fit(drawn.collapsed(), is_shared=True, has_impressions=True))
    assert np.isfinite(found).all()
    assert found[0, 0] == found[:, 0].max()
    assert found[1, 0] == found[:, 0].min()


def test_an_item_s_own_scale_ends_where_its_answers_do() -> None:
    drawn = draw(40, 3, 6, 3)
    drawn.scores[:, 1] = np.minimum(drawn.scores[:, 1], 2)
    found = fit(drawn.collapsed(is_shared=False), is_shared=False, has_impressions=False)
    assert [len(steps) for steps in found.thresholds.values()] == [4, 2, 4]


def refused(scores: list[list[int]], people: str = "aabbcc", raters: str = "xyxyxy", **how: Any) -> str:
    columns = [f"item {one}" for one in range(len(scores[0]))]
    with pytest.raises(InputError) as error:
        fit(collapse(list(people), list(raters), columns, np.array(scores)), is_shared=True, **how)
    return str(error.value)


SOME = [[0, 1], [1, 2], [2, 2], [1, 1], [0, 0], [2, 1]]


def test_what_cannot_be_told_is_refused_in_words() -> None:
    plain, dyads = {"has_impressions": False}, {"has_impressions": True}
    assert refused([[-1, -1]] * 6, **plain) == "There is not one answer."
    assert "item 1 was always answered 3" in refused([[one[0], 3] for one in SOME], **plain)
    assert "item 1 was never answered" in refused([[one[0], -1] for one in SOME], **plain)
    assert "fall into 2 groups that share nobody" in refused(SOME, "aabbcc", "xxxxyy", **plain)
    assert "nothing tells people apart" in refused([[0, 0], [2, 2], [0, 0], [2, 2], [0, 0], [2, 2]], **plain)
    assert "Nobody is rated by two" in refused(SOME, "abcdef", "xxxxxx", **dyads)
    assert "Forms of one answer each" in refused([[one[0]] for one in SOME], **dyads)
    # Whoever is rated is given the same by everybody for everything: the better they are told apart, the likelier.
    certain = [[number // 2, number // 2] for number in range(6)]
    assert "No finite scale" in refused(certain, **plain)
    alike = [[0, 2], [2, 0], [0, 2], [2, 0], [2, 0], [0, 2]]
    assert "People do not differ beyond chance" in refused(alike, **plain)


def test_a_rater_who_alone_answers_an_item_and_nothing_else_is_refused() -> None:
    """Whether the item is hard or the rater severe, nobody can tell."""
    drawn = draw(30, 3, 6, 4)
    own = np.full((30, 5), -1)
    own[:, 4] = drawn.scores[::3, 0]
    apart = replace(
        drawn,
        person=np.append(drawn.person, np.arange(30)),
        rater=np.append(drawn.rater, np.full(30, 99)),
        scores=np.append(np.pad(drawn.scores, ((0, 0), (0, 1)), constant_values=-1), own, axis=0),
    ).collapsed()
    with pytest.raises(InputError, match="not one point"):
        fit(apart, is_shared=True, has_impressions=False)


def test_one_item_is_enough_without_impressions() -> None:
    drawn = draw(60, 4, 8, 1)
    found = fit(drawn.collapsed(), is_shared=True, has_impressions=False)
    assert np.corrcoef(told(found)[:, 0], drawn.abilities)[0, 1] > 0.7


def test_thresholds_are_named_by_item_where_each_has_its_own() -> None:
    ratings = few(is_shared=False)
    steps = Steps(ratings.most, is_shared=False)
    assert set(named_thresholds(ratings, steps, [None] * steps.size)) == {"one", "two"}  # type: ignore[list-item]
