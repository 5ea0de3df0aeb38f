"""Forms of raters who see a person at ability - severity, and hold no impression beyond it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roost.grow.assessments.engine.rasch.forms import Ratings, by_rater
from roost.grow.assessments.engine.rasch.steps import Floats, Steps, Table


@dataclass(frozen=True, eq=False)
class Plain:
    """What forms say at nodes (Q,) of ability, by severities (R,) and steps (F,)."""

    ratings: Ratings
    steps: Steps
    severities: Floats
    parameters: Floats
    nodes: Floats

    def load(self, pairs: int) -> int:
        """Give how many numbers a person takes at each node."""
        return 2 * pairs + self.steps.size

    def seen(self, rows: NDArray[np.int64]) -> PlainSeen:
        """Look at the pairs of some people; rows are (p, n)."""
        return PlainSeen(self, rows)

    @cached_property
    def tables(self) -> list[Table]:
        """Give each rater's view of the items at the nodes."""
        return [self.steps.table(self.parameters, self.nodes - severity) for severity in self.severities]


class PlainSeen:
    """What the pairs of some people say at each node; `rows` are (p, n)."""

    def __init__(self, kind: Plain, rows: NDArray[np.int64]) -> None:
        self._kind = kind
        shape = (*rows.shape, len(kind.nodes))
        raters = kind.ratings.rater[rows]
        self._by_rater = by_rater(raters)
        self._counts = kind.ratings.counts[rows].astype(float)
        total = kind.ratings.total[rows]
        self.log = np.empty(shape)
        self._severity = np.empty(shape)
        for rater, people, pairs in self._by_rater:
            table, answered = kind.tables[rater], self._counts[people, pairs]
            at, got = kind.nodes - kind.severities[rater], total[people, pairs][:, None]
            self.log[people, pairs] = got * at - answered @ table.log_all.T
            self._severity[people, pairs] = answered @ table.expected.T - got

    def by_severity(self) -> Floats:
        return self._severity

    def by_steps(self) -> Floats:
        kind = self._kind
        made = np.zeros((len(self._counts), kind.steps.size, len(kind.nodes)))
        for rater, people, pairs in self._by_rater:
            told = kind.tables[rater].told.transpose(1, 2, 0)
            made[people] += np.tensordot(self._counts[people, pairs], told, axes=1)
        return made

    def by_impression(self) -> Floats:
        return np.empty((len(self._counts), 0, len(self._kind.nodes)))

    def leaps(self, weights: Floats) -> tuple[float, float]:
        """Give what forms leap beyond chance from where abilities put them: twice the derivative of the log-likelihood
        by the variance of impressions, where that is zero; and what it would be were that variance one."""
        beyond, whole = 0.0, 0.0
        for rater, people, pairs in self._by_rater:
            spread = self._counts[people, pairs] @ self._kind.tables[rater].spread.T
            beyond += float(((self._severity[people, pairs] ** 2 - spread) * weights[people]).sum())
            whole += float((spread**2 * weights[people]).sum())
        return beyond, whole

    def add_curvature(self, weights: Floats, hessian: Floats) -> None:
        first = len(self._kind.ratings.raters)
        steps = slice(first, first + self._kind.steps.size)
        for rater, people, pairs in self._by_rater:
            table = self._kind.tables[rater]
            looked = weights[people].T @ self._counts[people, pairs]
            crossed = np.einsum("wi,wif->f", looked, table.crossed)
            hessian[rater, rater] -= (looked * table.spread).sum()
            hessian[rater, steps] -= crossed
            hessian[steps, rater] -= crossed
            hessian[steps, steps] -= table.curvature(looked)
