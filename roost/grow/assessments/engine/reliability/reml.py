"""Components of variance of crossed or nested random effects, by restricted maximum likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky
from scipy.optimize import minimize

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability.coefficients import Floats

MOST_LEVELS = 3_000
STEEPEST = 1e3
"""No effect varies so many times as much as the rest, in standard deviations, where anything is left to chance."""


@dataclass(frozen=True)
class Restricted:
    """Components of variance, that of the rest last, with the restricted log-likelihood at its maximum."""

    components: Sequence[float]
    log_likelihood: float


def restricted(groups: Sequence[NDArray[np.int64]], scores: Floats) -> Restricted:
    """Fit scores (N,) = mean + an effect of each of `groups`, which are cells (N,) from 0, + rest.

    The likelihood is profiled over mean and rest (Bates and others 2015). Raises InputError for more than 3,000 cells
    in all, and where nothing varies.
    """
    sizes = [int(cell.max()) + 1 for cell in groups]
    if sum(sizes) > MOST_LEVELS:
        raise InputError(f"This design is not balanced and has {sum(sizes):,} cells; {MOST_LEVELS:,} can be estimated.")
    starts = np.cumsum([0, *sizes])
    columns = np.concatenate([cell + start for cell, start in zip(groups, starts, strict=False)])
    many = len(scores)
    # Counts of scores in each pair of cells, sums of ones and of scores in each cell.
    design = np.zeros((many, starts[-1]))
    design[np.tile(np.arange(many), len(groups)), columns] = 1.0
    squares, ones, sums = design.T @ design, design.sum(axis=0), design.T @ scores
    whole, square = scores.sum(), float(scores @ scores)
    owner = np.repeat(np.arange(len(groups)), sizes)

    def solved(ratios: Floats) -> tuple[float, float]:
        """Give the deviance, and the variance of the rest, where effects have these SDs beside that of the rest."""
        scale = np.minimum(np.abs(ratios), STEEPEST)[owner]
        table = squares * np.outer(scale, scale)
        table[np.diag_indices_from(table)] += 1.0
        lower = cholesky(table, lower=True)
        with_ones, with_scores = (cho_solve((lower, True), scale * one) for one in (ones, sums))
        weight = many - float(scale * ones @ with_ones)
        mean = (float(whole) - float(scale * ones @ with_scores)) / weight
        left = square - float(scale * sums @ with_scores) - mean**2 * weight
        rest = max(left, 1e-300) / (many - 1)
        logs = 2 * float(np.log(np.diag(lower)).sum()) + float(np.log(weight))
        return logs + (many - 1) * (1 + float(np.log(2 * np.pi * rest))), rest

    best = None
    for start in (1.0, 0.3):
        found = minimize(
            lambda at: solved(at)[0],
            np.full(len(groups), start),
            method="L-BFGS-B",
            bounds=[(0.0, STEEPEST)] * len(groups),
            options={"ftol": 1e-15, "gtol": 1e-9, "eps": 1e-6, "maxiter": 500},
        )
        # Differences are exact to a few parts in a million only; a simplex goes the last step.
        polished = minimize(
            lambda at: solved(at)[0],
            found.x,
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-11, "initial_simplex": _around(found.x), "maxiter": 4_000},
        )
        if best is None or polished.fun < best.fun:
            best = polished
    assert best is not None
    if np.abs(best.x).max() > 0.9 * STEEPEST:
        raise InputError("These scores leave nothing to chance: their rest has no variance.")
    deviance, rest = solved(best.x)
    return Restricted([*(rest * best.x**2).tolist(), rest], -deviance / 2)


def _around(at: Floats) -> Floats:
    return np.vstack([at, *(at + step for step in np.diag(np.maximum(np.abs(at) * 1e-3, 1e-4)))])
