"""What every coefficient is told as, and intervals by the jackknife where no formula is honest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

Floats = NDArray[np.float64]

LEVEL = 0.95
PARTS = 200
FEWEST = 5


@dataclass(frozen=True)
class Coefficient:
    """A coefficient and its 95 % interval; `low` and `high` are None where no interval is honest."""

    name: str
    form: str | None
    value: float
    low: float | None = None
    high: float | None = None


def jackknifed(statistic: Callable[[Floats], float], rows: int) -> tuple[float | None, float | None]:
    """Give the 95 % interval of a statistic over rows, by leaving out each, or each of 200 parts, in turn.

    `statistic` takes a weight for each row (N,), zero for one that is left out. With Student's t of pseudo-values
    (Tukey 1958); None for fewer than five rows, or where leaving one out leaves the statistic undefined.
    """
    if rows < FEWEST:
        return None, None
    parts = min(rows, PARTS)
    part = np.arange(rows) % parts
    with np.errstate(invalid="ignore", divide="ignore"):
        without = np.array([statistic((part != one).astype(float)) for one in range(parts)])
    whole = statistic(np.ones(rows))
    pseudo = parts * whole - (parts - 1) * without
    if not np.isfinite(pseudo).all():
        return None, None
    reach = float(t.ppf((1 + LEVEL) / 2, parts - 1) * pseudo.std(ddof=1) / np.sqrt(parts))
    return max(whole - reach, -1.0), min(whole + reach, 1.0)
