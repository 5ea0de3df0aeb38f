"""Intraclass correlations: how much of what raters say is about whom they rate.

McGraw and Wong (1996), Psychological Methods 1; names of forms are theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import f

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability.coefficients import LEVEL, Coefficient, Floats

UPPER = (1 + LEVEL) / 2


@dataclass(frozen=True)
class Squares:
    """Mean squares of N targets by K raters: of targets, of raters, of the rest, and within targets."""

    targets: int
    raters: int
    rows: float
    columns: float
    rest: float
    within: float


def mean_squares(ratings: Floats) -> Squares:
    """Give the mean squares of complete ratings (N, K); raises InputError for fewer than two of either."""
    targets, raters = ratings.shape
    if targets < 2 or raters < 2:
        raise InputError("Agreement is that of at least two raters about at least two.")
    grand, by_row, by_column = ratings.mean(), ratings.mean(axis=1), ratings.mean(axis=0)
    rows = raters * float(((by_row - grand) ** 2).sum())
    columns = targets * float(((by_column - grand) ** 2).sum())
    rest = float(((ratings - by_row[:, None] - by_column + grand) ** 2).sum())
    return Squares(
        targets,
        raters,
        rows / (targets - 1),
        columns / (raters - 1),
        rest / ((targets - 1) * (raters - 1)),
        (columns + rest) / (targets * (raters - 1)),
    )


def icc(ratings: Floats) -> Sequence[Coefficient]:
    """Give all six forms for complete ratings (N, K): one-way, agreement and consistency, of one rater and of all K.

    One of all K is left out where raters disagree so much that it has no value.
    Raises InputError as `mean_squares` does, and where nobody differs from anybody.
    """
    ms = mean_squares(ratings)
    if ms.rows <= 0 and ms.within <= 0:
        raise InputError("Every rating is the same: nothing tells anybody apart.")
    found = []
    one = _one_way(ms.rows, ms.within, ms.targets, ms.raters)
    found.append(_of("ICC(1)", *one))
    agreement = _agreement(ms)
    found.append(_of("ICC(A,1)", *agreement))
    free = (ms.targets - 1) * (ms.raters - 1)
    consistency = _ratio(ms.rows, ms.rest, ms.targets - 1, free, ms.raters)
    found.append(_of("ICC(C,1)", *consistency))
    for form, single in (("ICC(k)", one), ("ICC(A,k)", agreement), ("ICC(C,k)", consistency)):
        found.append(_of(form, *(stepped_up(value, ms.raters) for value in single)))
    return [one for one in found if np.isfinite(one.value)]


def one_way(groups: Sequence[Floats]) -> Sequence[Coefficient]:
    """Give ICC(1) and ICC(k) of targets rated by different raters, and perhaps by more or fewer: (K_i,) each.

    K is the mean number that an unbalanced analysis of variance goes by; intervals are then approximate.
    Raises InputError where there are fewer than two targets, or none is rated twice.
    """
    sizes = np.array([len(one) for one in groups])
    if len(groups) < 2 or sizes.sum() <= len(groups):
        raise InputError("Agreement is that of at least two raters about at least two.")
    grand = np.concatenate(groups).mean()
    between = sum(len(one) * (one.mean() - grand) ** 2 for one in groups) / (len(groups) - 1)
    within = sum(((one - one.mean()) ** 2).sum() for one in groups) / (sizes.sum() - len(groups))
    if between <= 0 and within <= 0:
        raise InputError("Every rating is the same: nothing tells anybody apart.")
    many = float((sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(groups) - 1))
    found = _ratio(float(between), float(within), len(groups) - 1, int(sizes.sum() - len(groups)), many)
    both = [_of("ICC(1)", *found), _of("ICC(k)", *(stepped_up(value, many) for value in found))]
    return [one for one in both if np.isfinite(one.value)]


def stepped_up(value: float, many: float) -> float:
    """Give the reliability of the mean of so many raters, from that of one (Spearman and Brown)."""
    below = 1 + (many - 1) * value
    return float(many * value / below) if below > 0 else -np.inf


def _of(form: str, value: float, low: float, high: float) -> Coefficient:
    ends = (low, high) if np.isfinite([low, high]).all() else (None, None)
    return Coefficient("icc", form, value, *ends)


def _one_way(rows: float, within: float, targets: int, raters: int) -> tuple[float, float, float]:
    return _ratio(rows, within, targets - 1, targets * (raters - 1), raters)


def _ratio(above: float, below: float, free: int, others: int, many: float) -> tuple[float, float, float]:
    """Give an intraclass correlation of one rater and its exact interval, from a ratio of mean squares."""
    value = (above - below) / (above + (many - 1) * below)
    if below <= 0:
        return value, 1.0, 1.0
    ratio = above / below
    low, high = ratio / float(f.ppf(UPPER, free, others)), ratio * float(f.ppf(UPPER, others, free))
    return value, (low - 1) / (low + many - 1), (high - 1) / (high + many - 1)


def _agreement(ms: Squares) -> tuple[float, float, float]:
    """Give the absolute agreement of one rater, its interval by Satterthwaite's degrees of freedom."""
    n, k = ms.targets, ms.raters
    value = (ms.rows - ms.rest) / (ms.rows + (k - 1) * ms.rest + k / n * (ms.columns - ms.rest))
    if ms.rest <= 0 and ms.columns <= 0:
        return value, 1.0, 1.0
    if value >= 1:
        return value, np.nan, np.nan
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    spread = (a * ms.columns) ** 2 / (k - 1) + (b * ms.rest) ** 2 / ((n - 1) * (k - 1))
    free = (a * ms.columns + b * ms.rest) ** 2 / spread if spread > 0 else np.nan
    below, above = float(f.ppf(UPPER, n - 1, free)), float(f.ppf(UPPER, free, n - 1))
    rest = k * ms.columns + (k * n - k - n) * ms.rest
    low = n * (ms.rows - below * ms.rest) / (below * rest + n * ms.rows)
    high = n * (above * ms.rows - ms.rest) / (rest + n * above * ms.rows)
    return value, float(low), float(high)
