"""Coefficients beside those of pingouin, krippendorff, scikit-learn and statsmodels, on data drawn anew."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest
from krippendorff import alpha as krippendorff_alpha
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

from roost.grow.assessments.engine.reliability import alpha, icc, kappas, krippendorff

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:The inplace keyword")
SETS = range(20)
EXACT = 1e-12


@pytest.fixture(params=SETS)
def chance(request: pytest.FixtureRequest) -> np.random.Generator:
    return np.random.default_rng(request.param)


def test_intraclass_correlations_are_those_of_pingouin(chance: np.random.Generator) -> None:
    targets, raters = chance.integers(5, 25), chance.integers(2, 6)
    ratings = chance.normal(size=(targets, 1)) + chance.normal(size=raters) + chance.normal(size=(targets, raters))
    long = pd.DataFrame(
        {
            "target": np.repeat(np.arange(targets), raters),
            "rater": np.tile(np.arange(raters), targets),
            "rating": ratings.ravel(),
        }
    )
    theirs = pingouin.intraclass_corr(long, targets="target", raters="rater", ratings="rating").set_index("Type")
    for one in icc(ratings):
        other = theirs.loc[{"ICC(1)": "ICC(1,1)", "ICC(k)": "ICC(1,k)"}.get(one.form, one.form)]
        # Theirs of intervals are rounded to two places.
        assert one.value == pytest.approx(other["ICC"], abs=EXACT)
        assert (one.low, one.high) == pytest.approx(tuple(other["CI95"]), abs=0.005001)


def test_alpha_and_its_interval_are_those_of_pingouin(chance: np.random.Generator) -> None:
    people, items = chance.integers(5, 60), chance.integers(2, 9)
    answers = chance.normal(size=(people, 1)) + chance.normal(size=(people, items))
    value, ends = pingouin.cronbach_alpha(pd.DataFrame(answers))
    ours = alpha(answers)
    assert ours.value == pytest.approx(value, abs=EXACT)
    assert (ours.low, ours.high) == pytest.approx(tuple(ends), abs=0.0005001)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_of_krippendorff_is_that_of_his_package(chance: np.random.Generator, level: str) -> None:
    codes = codes_of(chance, gaps=0.3)
    values = np.arange(codes.max() + 1, dtype=float)
    theirs = krippendorff_alpha(
        reliability_data=np.where(codes < 0, np.nan, codes).T, value_domain=values, level_of_measurement=level
    )
    ours = {one.form: one.value for one in krippendorff(codes, values)}
    assert ours[level] == pytest.approx(theirs, abs=EXACT)


def test_kappas_of_two_are_those_of_scikit_learn(chance: np.random.Generator) -> None:
    codes = codes_of(chance, raters=2)
    ours = {one.form: one.value for one in kappas(codes, has_order=True)}
    every = np.arange(codes.max() + 1)
    assert ours["unweighted"] == pytest.approx(cohen_kappa_score(codes[:, 0], codes[:, 1], labels=every), abs=EXACT)
    for form, weights in (("linear", "linear"), ("squared", "quadratic")):
        theirs = cohen_kappa_score(codes[:, 0], codes[:, 1], labels=every, weights=weights)
        assert ours[form] == pytest.approx(theirs, abs=EXACT)


def test_kappa_of_fleiss_is_that_of_statsmodels(chance: np.random.Generator) -> None:
    codes = codes_of(chance, raters=int(chance.integers(3, 6)))
    ours = {one.form: one.value for one in kappas(codes, has_order=True)}
    assert ours["fleiss"] == pytest.approx(fleiss_kappa(aggregate_raters(codes)[0]), abs=EXACT)


def codes_of(chance: np.random.Generator, *, raters: int = 4, gaps: float = 0.0) -> NDArray[np.int64]:
    """Draw (N, K) codes of four categories that raters somewhat agree on, and leave some out."""
    true = chance.integers(0, 4, size=(int(chance.integers(6, 25)), 1))
    codes = np.where(chance.random((len(true), raters)) < 0.5, true, chance.integers(0, 4, size=(len(true), raters)))
    codes[0, :2] = (0, 3)
    return np.where(chance.random(codes.shape) < gaps, -1, codes)
