"""Internal consistency: whether items of a scale measure one thing. Alpha with Feldt's interval, and omega total."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.stats import f

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability.coefficients import LEVEL, Coefficient, Floats, jackknifed


def covariances(answers: Floats, weights: Floats | None = None) -> Floats:
    """Give (I, I) covariances of answers (N, I), each pair of items of those rows that answered both.

    Raises InputError where fewer than two rows answered a pair, or an item was always answered alike.
    """
    answered = np.isfinite(answers).astype(float)
    weight = np.ones(len(answers)) if weights is None else weights
    centred = np.where(answered > 0, answers - np.nanmean(answers, axis=0), 0.0)
    both = (answered * weight[:, None]).T @ answered
    if weights is None and both.min() < 2:
        raise InputError("Two of the items were answered together by fewer than two.")
    sums = (centred * weight[:, None]).T @ answered
    products = (centred * weight[:, None]).T @ centred
    # sums[i, j] is the sum of item i over the rows of both, sums.T of item j.
    found = (products - sums * sums.T / both) / (both - 1)
    if weights is None and (np.diag(found) <= 0).any():
        raise InputError("An item was always answered alike: it tells nothing. Leave it out.")
    return np.asarray(found)


def complete(answers: Floats) -> Floats:
    """Give the rows (N, I) that answered everything; raises InputError where these are fewer than three."""
    rows = answers[np.isfinite(answers).all(axis=1)]
    if len(rows) < 3:
        raise InputError("Fewer than three answered every item.")
    return rows


def alpha(answers: Floats) -> Coefficient:
    """Give Cronbach's alpha of answers (N, I), with pairwise covariances, and Feldt's interval (1965).

    Raises InputError for fewer than two items or three rows, and as `covariances` does.
    """
    many = answers.shape[1]
    if many < 2:
        raise InputError("Consistency is that of at least two items.")
    table = covariances(answers)
    value = many / (many - 1) * (1 - float(np.trace(table) / table.sum()))
    rows = int(np.isfinite(answers).any(axis=1).sum())
    if rows < 3:
        raise InputError("Consistency is that of at least three people.")
    free = (rows - 1, (rows - 1) * (many - 1))
    low, high = (1 - (1 - value) * float(f.ppf(share, *free)) for share in ((1 + LEVEL) / 2, (1 - LEVEL) / 2))
    return Coefficient("alpha", None, value, low, high)


def omega_total(answers: Floats) -> Coefficient | None:
    """Give McDonald's omega of one common factor of correlations, fitted by maximum likelihood.

    The share that the factor has in the variance of the sum of standardised items. None for fewer than three items,
    which do not determine a factor.
    """
    if answers.shape[1] < 3:
        return None
    value = _omega(covariances(answers))
    if not np.isfinite(value):
        return None
    interval = jackknifed(lambda weights: _omega(covariances(answers, weights)), len(answers))
    return Coefficient("omega_total", None, value, *interval)


def _omega(table: Floats) -> float:
    sd = np.sqrt(np.diag(table))
    loadings = one_factor(table / np.outer(sd, sd))
    common = float(loadings.sum()) ** 2
    return common / (common + float((1 - loadings**2).sum()))


def one_factor(correlations: Floats) -> Floats:
    """Give (I,) loadings of one factor by maximum likelihood (Joereskog 1967, Psychometrika 32).

    NaN where correlations are those of no data, as pairwise ones may be, or leave nothing to each item alone.
    """
    many = len(correlations)
    if not np.isfinite(correlations).all() or np.linalg.eigvalsh(correlations).min() < 1e-8:
        return np.full(many, np.nan)

    def discrepancy(logs: Floats) -> tuple[float, Floats]:
        scale = np.exp(-logs / 2)
        values, vectors = np.linalg.eigh(correlations * np.outer(scale, scale))
        rest = values[:-1]
        loads = vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
        # With respect to the logarithms of unique variances, the loadings being the best for these.
        fitted = np.outer(loads, loads) / np.outer(scale, scale) + np.diag(np.exp(logs))
        slope = np.diag(fitted - correlations) * np.exp(-logs)
        return float((rest - np.log(np.maximum(rest, 1e-300)) - 1).sum()), slope

    start = np.log(1 / np.diag(np.linalg.inv(correlations)) * (1 - 0.5 / many))
    bounds = [(np.log(0.005), 0.0)] * many
    found = minimize(
        discrepancy, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-15, "gtol": 1e-10}
    )
    scale = np.exp(-found.x / 2)
    values, vectors = np.linalg.eigh(correlations * np.outer(scale, scale))
    loadings = vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0)) / scale
    return np.asarray(loadings * (1 if loadings.sum() >= 0 else -1))
