"""The collapsed fast path: its curves by dense sums, and its answers beside those of marginal likelihood."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.rasch import Fit, curves, fit, fit_collapsed
from roost.grow.assessments.engine.rasch.curves import Curves, Forms
from roost.grow.assessments.engine.rasch.steps import Steps
from roost.grow.assessments.tests.drawn_ratings import draw

Floats = NDArray[np.float64]


def told(found: Fit) -> Floats:
    return np.array([[one.mean, one.error, one.low, one.high] for _, one in sorted(found.people.items())])


def severities(found: Fit) -> Floats:
    return np.array([one.value for _, one in sorted(found.severities.items())])


@pytest.mark.parametrize("has_impressions", [True, False])
@pytest.mark.parametrize("is_shared", [True, False])
@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_answers_are_those_of_marginal_likelihood(has_impressions: bool, is_shared: bool, missing: float) -> None:
    drawn = draw(150, 4, 15, 5, halo=0.7, missing=missing).collapsed(is_shared=is_shared)
    exact = fit(drawn, is_shared=is_shared, has_impressions=has_impressions)
    fast = fit_collapsed(drawn, is_shared=is_shared, has_impressions=has_impressions)
    assert np.corrcoef(told(exact)[:, 0], told(fast)[:, 0])[0, 1] > 0.99999
    assert np.abs(told(exact) - told(fast)).max() < 0.1
    assert np.abs(severities(exact) - severities(fast)).max() < 0.02
    assert fast.deviance == pytest.approx(exact.deviance, rel=1e-3)
    assert fast.variance == pytest.approx(exact.variance, rel=0.02)
    assert fast.impressions == pytest.approx(exact.impressions, rel=0.06) if has_impressions else not fast.impressions
    assert sum(severities(fast)) == pytest.approx(0, abs=1e-9)
    for item, one in exact.difficulties.items():
        assert fast.difficulties[item].value == pytest.approx(one.value, abs=0.02)


def test_no_impressions_are_none() -> None:
    drawn = draw(100, 4, 12, 5, seed=5).collapsed()
    assert fit_collapsed(drawn, is_shared=True, has_impressions=True).impressions == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("has_impressions", [True, False])
def test_sets_of_items_are_looked_up_as_single_items_are(
    has_impressions: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw(80, 3, 10, 3, halo=0.7, missing=0.2).collapsed()
    by_sets = fit_collapsed(drawn, is_shared=True, has_impressions=has_impressions)
    assert Forms.of(drawn).sets is not None
    monkeypatch.setattr(curves, "PATTERNS", 0)
    assert Forms.of(drawn).sets is None
    by_items = fit_collapsed(drawn, is_shared=True, has_impressions=has_impressions)
    assert np.abs(told(by_sets) - told(by_items)).max() < 1e-6


def test_curves_are_the_scale_s_own_between_their_places_too() -> None:
    drawn = draw(50, 3, 10, 4, missing=0.2).collapsed()
    steps = Steps(drawn.most, True)
    curve = Curves(Forms.of(drawn), steps, steps.start(drawn.chosen))
    places = np.random.default_rng(2).uniform(-4, 4, len(drawn.person))
    table = steps.table(curve.parameters, places)
    zero, one, two, _ = curve.at(slice(None), places)
    assert np.abs(zero - (drawn.counts * table.log_all).sum(axis=1)).max() < 1e-7
    assert np.abs(one - (drawn.counts * table.expected).sum(axis=1)).max() < 1e-5
    assert np.abs(two - (drawn.counts * table.spread).sum(axis=1)).max() < 1e-3


def test_impressions_are_integrated_out_as_a_dense_sum_does() -> None:
    drawn = draw(50, 3, 10, 4, halo=1.0).collapsed()
    steps, variance = Steps(drawn.most, True), 0.6
    curve = Curves(Forms.of(drawn), steps, steps.start(drawn.chosen))
    places = np.random.default_rng(2).uniform(-2, 2, len(drawn.person))
    seen = np.zeros_like(places)
    for _ in range(3):
        found = curve.told(places, variance, seen)
    along = np.linspace(-9, 9, 2001)
    table = steps.table(curve.parameters, along)
    logs = drawn.total[:, None] * along - drawn.counts @ table.log_all.T
    logs -= (along - places[:, None]) ** 2 / (2 * variance) + np.log(2 * np.pi * variance) / 2
    likely = np.exp(logs) * (along[1] - along[0])
    whole = likely.sum(axis=1)
    mean = likely @ along / whole
    spread = (likely * (along - mean[:, None]) ** 2).sum(axis=1) / whole
    skewed = (likely * (along - mean[:, None]) ** 3).sum(axis=1) / whole
    assert np.abs(found.value - np.log(whole)).max() < 5e-4
    assert np.abs(found.mean - mean).max() < 5e-4
    assert np.abs(found.variance - spread).max() < 1e-3
    assert np.abs(found.first - (mean - places) / variance).max() < 1e-3
    assert np.abs(found.second - (spread / variance - 1) / variance).max() < 4e-3
    assert np.abs(found.third - skewed / variance**3).max() < 0.05


def test_the_same_is_refused() -> None:
    drawn = draw(30, 2, 6, 1)
    with pytest.raises(InputError, match="Forms of one answer each"):
        fit_collapsed(drawn.collapsed(), is_shared=True, has_impressions=True)
    random = np.random.default_rng(1)
    chance = replace(drawn, scores=random.integers(0, 5, (60, 1)))
    with pytest.raises(InputError, match=r"People do not differ|No best fit|No finite scale"):
        fit_collapsed(chance.collapsed(), is_shared=True, has_impressions=False)
