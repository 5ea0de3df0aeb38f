"""How somebody's own view and that of others lie beside each other: by regions, and by polynomial regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability.coefficients import Floats

ALIKE = 0.5
"""Own and others' view agree within so many standard deviations of their difference."""


class Region(StrEnum):
    """Where somebody lies; the last two of the six tell over- and under-estimators apart by how others see them."""

    GOOD = "in agreement, good"
    POOR = "in agreement, poor"
    OVER = "over-estimator"
    UNDER = "under-estimator"
    OVER_GOOD = "over-estimator, good"
    OVER_POOR = "over-estimator, poor"
    UNDER_GOOD = "under-estimator, good"
    UNDER_POOR = "under-estimator, poor"


def regions(own: Floats, others: Floats, *, six: bool) -> Sequence[Region]:
    """Give the region of each of N people, of four (Atwater and Yammarino 1992, Personnel Psychology 45) or six.

    The six are of Brutus, Fleenor and Taylor (1996). Good is from the mean of what others say on.

    Raises InputError for fewer than three people, or where differences do not differ.
    """
    away = _checked(own, others)
    spread = away.std(ddof=1)
    if spread <= 0:
        raise InputError("Everybody's own view lies as far from that of others: no regions can be told apart.")
    found = []
    for distance, is_good in zip(away / spread, others >= others.mean(), strict=True):
        if abs(distance) <= ALIKE:
            found.append(Region.GOOD if is_good else Region.POOR)
        elif six:
            over = (Region.OVER_GOOD, Region.OVER_POOR) if distance > 0 else (Region.UNDER_GOOD, Region.UNDER_POOR)
            found.append(over[0] if is_good else over[1])
        else:
            found.append(Region.OVER if distance > 0 else Region.UNDER)
    return found


@dataclass(frozen=True)
class Surface:
    """Z = b0 + b1 S + b2 O + b3 S^2 + b4 SO + b5 O^2, and what it does along two lines, each with its standard error.

    `congruence`: slope a1 = b1 + b2 and curvature a2 = b3 + b4 + b5 where own and others' view are the same;
    `incongruence`: a3 = b1 - b2 and a4 = b3 - b4 + b5 where they are opposite. Pairs are (value, standard error).
    """

    coefficients: Sequence[tuple[float, float]]
    congruence: Sequence[tuple[float, float]]
    incongruence: Sequence[tuple[float, float]]
    explained: float


def surface(own: Floats, others: Floats, outcome: Floats) -> Surface:
    """Regress an outcome (N,) on both views (Edwards 2002), centred at the middle between their means.

    Raises InputError for fewer than seven people, or where the views do not spread enough for six coefficients.
    """
    _checked(own, others)
    middle = (own.mean() + others.mean()) / 2
    s, o = own - middle, others - middle
    design = np.stack([np.ones_like(s), s, o, s**2, s * o, o**2], axis=1)
    rows, many = design.shape
    if rows <= many or np.linalg.matrix_rank(design) < many:
        raise InputError("These views spread too little, or are too few, for a surface of six coefficients.")
    found, *_ = np.linalg.lstsq(design, outcome)
    left = outcome - design @ found
    table = np.linalg.inv(design.T @ design) * float(left @ left) / (rows - many)
    total = float(((outcome - outcome.mean()) ** 2).sum())

    def along(*signs: float) -> tuple[float, float]:
        line = np.array([0.0, *signs])
        return float(line @ found), float(np.sqrt(line @ table @ line))

    return Surface(
        coefficients=[
            (float(value), float(error)) for value, error in zip(found, np.sqrt(np.diag(table)), strict=True)
        ],
        congruence=[along(1, 1, 0, 0, 0), along(0, 0, 1, 1, 1)],
        incongruence=[along(1, -1, 0, 0, 0), along(0, 0, 1, -1, 1)],
        explained=1 - float(left @ left) / total if total > 0 else 0.0,
    )


def _checked(own: Floats, others: Floats) -> Floats:
    if len(own) != len(others) or len(own) < 3 or not (np.isfinite(own).all() and np.isfinite(others).all()):
        raise InputError("Both views are needed of each of at least three people.")
    return np.asarray(own - others)
