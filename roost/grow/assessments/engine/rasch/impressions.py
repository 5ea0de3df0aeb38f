"""Forms of raters who hold an overall impression of whom they rate: a place around ability - severity, for all items.

Given the ability, impressions are integrated out on nodes of their own, which all raters share: of a rater, the
likelihood of a form at every node of ability is one product of a kernel with what the form says at every place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from roost.grow.assessments.engine.rasch.forms import Ratings, by_rater
from roost.grow.assessments.engine.rasch.steps import Floats, Steps, Table

REACH = 8.0
TINY = 1e-300
NARROW = 0.1
"""Kernels that reach a smaller share of all places than this are kept as sparse matrices."""


@dataclass(frozen=True, eq=False)
class Impressions:
    """What forms say at nodes (Q,) of ability, by severities (R,), steps (F,) and the SD of impressions."""

    ratings: Ratings
    steps: Steps
    severities: Floats
    parameters: Floats
    nodes: Floats
    sd: float

    @cached_property
    def places(self) -> Floats:
        """Give (W,) places at which raters can see people, as far from each other as the nodes are."""
        step = self.nodes[1] - self.nodes[0]
        low = self.nodes[0] - self.severities.max() - REACH * self.sd
        high = self.nodes[-1] - self.severities.min() + REACH * self.sd
        return np.asarray(low + step * np.arange(ceil((high - low) / step) + 1))

    @cached_property
    def table(self) -> Table:
        return self.steps.table(self.parameters, self.places)

    def load(self, pairs: int) -> int:
        """Give how many numbers a person takes at each node."""
        return pairs * (2 * self.steps.size + 4)

    def kernel(self, rater: int) -> Kernel:
        """Give how likely a rater is to see each ability at each place."""
        step = self.nodes[1] - self.nodes[0]
        away = np.asarray((self.places - (self.nodes[:, None] - self.severities[rater])) / self.sd)
        return Kernel(away, self.sd, float(step), is_narrow=2 * REACH * self.sd < NARROW * step * len(self.places))

    def seen(self, rows: NDArray[np.int64]) -> ImpressionsSeen:
        """Look at the pairs of some people; rows are (p, n)."""
        return ImpressionsSeen(self, rows)


class Kernel:
    """A normal density of places (W) around abilities (Q), times the step between places.

    `away`: (Q, W), or (N,) of those pairs that are kept, how far a place lies from an ability in standard deviations.
    """

    def __init__(self, away: Floats, sd: float, step: float, *, is_narrow: bool) -> None:
        self._shape = away.shape
        self._kept = np.nonzero(np.abs(away) <= REACH) if is_narrow else None
        self.away = away[self._kept] if self._kept else away
        self._likely = np.exp(-0.5 * self.away**2) * (step / sd / sqrt(2 * pi))

    def times(self, factor: Floats | float) -> Any:
        """Give the density times a factor of the shape of `away`, as a matrix (Q, W)."""
        made = self._likely * factor
        return csr_array((made, self._kept), shape=self._shape) if self._kept else np.asarray(made)


class ImpressionsSeen:
    """What the pairs of some people say at each node; `rows` are (p, n)."""

    def __init__(self, kind: Impressions, rows: NDArray[np.int64]) -> None:
        self._kind = kind
        raters = kind.ratings.rater[rows]
        self._by_rater = by_rater(raters)
        self._counts = kind.ratings.counts[rows].astype(float)
        said = kind.ratings.total[rows][:, :, None] * kind.places - self._counts @ kind.table.log_all.T
        top = said.max(axis=2, keepdims=True)
        self._said = np.exp(said - top)
        self._likely = np.empty((*rows.shape, len(kind.nodes)))
        for rater, people, pairs in self._by_rater:
            self._likely[people, pairs] = self._said[people, pairs] @ kind.kernel(rater).times(1.0).T
        self._likely = np.maximum(self._likely, TINY)
        self.log = np.log(self._likely) + top

    def by_severity(self) -> Floats:
        return self._first[0]

    def by_steps(self) -> Floats:
        return np.asarray(self._steps.sum(axis=1))

    def by_impression(self) -> Floats:
        return np.asarray(self._first[1].sum(axis=1, keepdims=True))

    def add_curvature(self, weights: Floats, hessian: Floats) -> None:
        kind = self._kind
        first = len(kind.ratings.raters)
        steps, last = np.arange(first, first + kind.steps.size), len(hessian) - 1
        looked = np.zeros((len(kind.places), self._counts.shape[2]))
        for rater, people, pairs in self._by_rater:
            kernel, sd = kind.kernel(rater), kind.sd
            away = kernel.away
            said, at = self._said[people, pairs], [rater, *steps, last]
            back = weights[people] / self._likely[people, pairs]
            where = said * (back @ kernel.times(1.0))
            looked += where.T @ self._counts[people, pairs]
            told = self._told(people, pairs)
            by_severity = said * (back @ kernel.times(-away / sd))
            by_impression = said * (back @ kernel.times(away**2 - 1))
            block = np.zeros((len(at), len(at)))
            flat = told.reshape(-1, told.shape[2])
            block[1:-1, 1:-1] = (flat * where.reshape(-1, 1)).T @ flat
            block[0, 1:-1] = by_severity.reshape(-1) @ flat
            block[-1, 1:-1] = by_impression.reshape(-1) @ flat
            block[1:-1, 0], block[1:-1, -1] = block[0, 1:-1], block[-1, 1:-1]
            block[0, 0] = (said * (back @ kernel.times((away**2 - 1) / sd**2))).sum()
            block[0, -1] = block[-1, 0] = (said * (back @ kernel.times(away / sd * (3 - away**2)))).sum()
            block[-1, -1] = (said * (back @ kernel.times((away**2 - 1) ** 2 - 2 * away**2))).sum()
            scores = np.concatenate(
                [
                    self._first[0][people, pairs][:, None],
                    self._steps[people, pairs],
                    self._first[1][people, pairs][:, None],
                ],
                axis=1,
            )
            block -= np.einsum("dkq,dlq->kl", scores * weights[people][:, None], scores, optimize=True)
            np.add.at(hessian, np.ix_(at, at), block)
        hessian[np.ix_(steps, steps)] -= kind.table.curvature(looked)

    @cached_property
    def _first(self) -> tuple[Floats, Floats]:
        """Give (p, n, Q) expected derivatives by severity, and by the log SD of impressions."""
        kind, severity, impression = self._kind, np.empty_like(self._likely), np.empty_like(self._likely)
        for rater, people, pairs in self._by_rater:
            kernel, said = kind.kernel(rater), self._said[people, pairs]
            severity[people, pairs] = said @ kernel.times(-kernel.away / kind.sd).T
            impression[people, pairs] = said @ kernel.times(kernel.away**2 - 1).T
        return severity / self._likely, impression / self._likely

    @cached_property
    def _steps(self) -> Floats:
        """Give (p, n, F, Q) expected derivatives by difficulties and thresholds."""
        kind = self._kind
        made = np.empty((*self._likely.shape[:2], kind.steps.size, len(kind.nodes)))
        for rater, people, pairs in self._by_rater:
            told = (self._told(people, pairs) * self._said[people, pairs][:, :, None]).transpose(0, 2, 1)
            seen = told.reshape(-1, told.shape[2]) @ kind.kernel(rater).times(1.0).T
            made[people, pairs] = seen.reshape(*told.shape[:2], -1) / self._likely[people, pairs][:, None]
        return made

    def _told(self, people: NDArray[np.int64], pairs: NDArray[np.int64]) -> Floats:
        """Give (d, W, F): what some pairs' forms are expected to hold at each place."""
        return np.tensordot(self._counts[people, pairs], self._kind.table.told.transpose(1, 0, 2), axes=1)
