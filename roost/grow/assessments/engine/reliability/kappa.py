"""Agreement of raters who put each target into a category, beyond chance: Cohen's, Fleiss' and Light's kappa.

Categories are numbers; for weighted kappas they are places on a scale with equal steps between all that were given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability.coefficients import Coefficient, Floats, jackknifed

Codes = NDArray[np.int64]
WEIGHTS: dict[str, Callable[[Floats], Floats]] = {
    "unweighted": lambda away: (away == 0).astype(float),
    "linear": lambda away: 1 - away / max(away.max(), 1),
    "squared": lambda away: 1 - away**2 / max(away.max(), 1) ** 2,
}
SURE = 1.959963984540054


def kappas(codes: Codes, *, has_order: bool) -> Sequence[Coefficient]:
    """Give the kappas that fit complete ratings (N, K), coded 0, 1, 2 ... in the order of the scale, if it has one.

    For two raters Cohen's (with weights only where `has_order`), for more those of Fleiss and Light; one that is
    undefined, because everybody was put into one category, is left out. Raises InputError for one rater or target.
    """
    targets, raters = codes.shape
    if targets < 2 or raters < 2:
        raise InputError("Agreement is that of at least two raters about at least two.")
    found = []
    if raters == 2:
        forms = WEIGHTS if has_order else {"unweighted": WEIGHTS["unweighted"]}
        found += [cohen(codes, form) for form in forms]
    sums = np.stack([(codes == category).sum(axis=1) for category in range(int(codes.max()) + 1)], axis=1).astype(float)
    found.append(_with_interval("fleiss", lambda weights: _fleiss(sums, weights), targets))
    found.append(_with_interval("light", lambda weights: _light(codes, weights), targets))
    return [one for one in found if np.isfinite(one.value)]


def cohen(codes: Codes, form: str) -> Coefficient:
    """Give Cohen's kappa of two raters (N, 2), with the interval of Fleiss, Cohen and Everitt (1969)."""
    table = _table(codes[:, 0], codes[:, 1], np.ones(len(codes)))
    shares = table / table.sum()
    places = np.arange(len(table), dtype=float)
    weights = WEIGHTS[form](np.abs(places[:, None] - places))
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    seen, chance = float((weights * shares).sum()), float((weights * np.outer(rows, columns)).sum())
    if chance >= 1:
        return Coefficient("kappa", form, np.nan)
    value = (seen - chance) / (1 - chance)
    means = (weights @ columns)[:, None] + (rows @ weights)[None, :]
    inner = float((shares * (weights - means * (1 - value)) ** 2).sum()) - (value - chance * (1 - value)) ** 2
    error = sqrt(max(inner, 0.0) / len(codes)) / (1 - chance)
    return Coefficient("kappa", form, value, value - SURE * error, min(value + SURE * error, 1.0))


def _table(first: Codes, second: Codes, weights: Floats) -> Floats:
    size = int(max(first.max(), second.max())) + 1
    return np.bincount(first * size + second, weights, size * size).reshape(size, size).astype(float)


def _fleiss(sums: Floats, weights: Floats) -> float:
    """Fleiss (1971, Psych. Bulletin 76); `sums` (N, C) says how many raters put each target where."""
    raters = sums[0].sum()
    shares = weights @ sums / (weights.sum() * raters)
    agreed = ((sums**2).sum(axis=1) - raters) / (raters * (raters - 1))
    chance = (shares**2).sum()
    return float((weights @ agreed / weights.sum() - chance) / (1 - chance)) if chance < 1 else np.nan


def _light(codes: Codes, weights: Floats) -> float:
    """Light (1971): the mean of Cohen's kappa over all pairs of raters."""
    found = []
    for one, other in combinations(range(codes.shape[1]), 2):
        shares = _table(codes[:, one], codes[:, other], weights) / weights.sum()
        chance = float(shares.sum(axis=1) @ shares.sum(axis=0))
        found.append((float(np.trace(shares)) - chance) / (1 - chance) if chance < 1 else np.nan)
    return float(np.mean(found))


def _with_interval(form: str, statistic: Callable[[Floats], float], targets: int) -> Coefficient:
    return Coefficient("kappa", form, statistic(np.ones(targets)), *jackknifed(statistic, targets))
