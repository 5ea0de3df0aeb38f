"""Krippendorff's alpha: agreement of any number of raters, with missing answers, at four levels of measurement.

Krippendorff (2011), Computing Krippendorff's alpha-reliability. Pairs within a unit weigh 1 / (m - 1), m being how many
rated it, also where nothing is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability.coefficients import Coefficient, Floats, jackknifed
from roost.grow.assessments.engine.reliability.kappa import Codes

MISSING = -1
Metric = Callable[[Floats, Floats], Floats]


def krippendorff(codes: Codes, values: Floats | None) -> Sequence[Coefficient]:
    """Give alpha of ratings (N, K), as places in `values` (C,), -1 where missing; only nominal where `values` is None.

    The ratio form is left out where a value is below zero, and any that is undefined because all are alike.
    Raises InputError where no unit was rated twice.
    """
    size = int(codes.max()) + 1
    counts = np.stack([(codes == one).sum(axis=1) for one in range(size)], axis=1).astype(float)
    counts = counts[counts.sum(axis=1) > 1]
    if not len(counts):
        raise InputError("Nothing was rated twice.")
    metrics: dict[str, Metric] = {"nominal": lambda _, places: (places[:, None] != places).astype(float)}
    if values is not None:
        metrics |= {"ordinal": _ordinal, "interval": lambda _, __: (values[:, None] - values) ** 2}
        if values.min() >= 0:
            metrics["ratio"] = lambda _, __: _ratio(values)
    found = []
    for form, metric in metrics.items():

        def statistic(weights: Floats, metric: Metric = metric) -> float:
            return _alpha(counts, weights, metric)

        value = statistic(np.ones(len(counts)))
        if np.isfinite(value):
            found.append(Coefficient("krippendorff", form, value, *jackknifed(statistic, len(counts))))
    return found


def _alpha(counts: Floats, weights: Floats, metric: Metric) -> float:
    """Give alpha of units that answered as `counts` (N, C), each so many times as `weights` says."""
    each = weights / (counts.sum(axis=1) - 1)
    seen = (counts * each[:, None]).T @ counts
    np.fill_diagonal(seen, np.diag(seen) - each @ counts)
    marginals = seen.sum(axis=0)
    whole = marginals.sum()
    away = metric(marginals, np.arange(len(marginals), dtype=float))
    chance = float(marginals @ away @ marginals)
    return float(1 - (whole - 1) * (seen * away).sum() / chance) if chance > 0 else np.nan


def _ordinal(marginals: Floats, _: Floats) -> Floats:
    below = np.cumsum(marginals) - marginals / 2
    return np.asarray((below[:, None] - below) ** 2)


def _ratio(values: Floats) -> Floats:
    sums = values[:, None] + values
    return np.asarray(np.where(sums > 0, (values[:, None] - values) / np.where(sums > 0, sums, 1), 0.0) ** 2)
