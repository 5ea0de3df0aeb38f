"""The steps of the scale: difficulties and thresholds, and what they make of an answer at each place of the scale.

Of a rater who sees a person at `w`, score k of item i is chosen with probability in proportion to
exp(k w - k difficulty_i - threshold_1 - ... - threshold_k): the rating-scale model (Andrich 1978) where items share
their thresholds, the partial-credit model (Masters 1982) where each has its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Steps:
    """How the parameters of the items lie in one vector: difficulties (I), then thresholds (M, or M_i for each item).

    `design` is (I, M, F): which parameters add up to the step to score k of item i; steps beyond the highest are none.
    """

    most: NDArray[np.int64]
    is_shared: bool

    @cached_property
    def size(self) -> int:
        return len(self.most) + (int(self.most[0]) if self.is_shared else int(self.most.sum()))

    @cached_property
    def places(self) -> list[range]:
        """Where each item's thresholds lie in the vector."""
        start = len(self.most)
        if self.is_shared:
            return [range(start, self.size)] * len(self.most)
        ends = start + np.cumsum(self.most)
        return [range(int(end - many), int(end)) for end, many in zip(ends, self.most, strict=True)]

    @cached_property
    def design(self) -> Floats:
        made = np.zeros((len(self.most), int(self.most.max()), self.size))
        for item, places in enumerate(self.places):
            for step, place in enumerate(places):
                made[item, step, item] = made[item, step, place] = 1.0
        return made

    @cached_property
    def constraints(self) -> Floats:
        """Give (C, F): sums that are zero, those of thresholds."""
        sets = self.places[:1] if self.is_shared else self.places
        made = np.zeros((len(sets), self.size))
        for row, places in enumerate(sets):
            made[row, list(places)] = 1.0
        return made

    def start(self, chosen: NDArray[np.int64]) -> Floats:
        """Give parameters to begin with, from how often each score was given; (I, M + 1)."""
        many = chosen + 0.5
        steps = np.log(many[:, :-1] / many[:, 1:])
        steps = np.where(np.arange(steps.shape[1]) < self.most[:, None], steps, 0.0)
        # Least squares of the parameters to each item's own steps, with the sums of thresholds at zero.
        rows = [self.design[item, step] for item, most in enumerate(self.most) for step in range(most)]
        told = [steps[item, step] for item, most in enumerate(self.most) for step in range(most)]
        rows, told = [*rows, *self.constraints], [*told, *np.zeros(len(self.constraints))]
        return np.asarray(np.linalg.lstsq(np.array(rows), np.array(told), rcond=None)[0])

    def statistics(self, chosen: NDArray[np.int64]) -> Floats:
        """Give (F,) what the data say of each parameter: sums of scores, and how often a threshold was passed."""
        passed = np.cumsum(chosen[:, ::-1], axis=1)[:, ::-1][:, 1:]
        return np.asarray(np.einsum("ik,ikf->f", passed, self.design))

    def table(self, parameters: Floats, at: Floats) -> Table:
        """Tabulate all items at places `at` (W,) of the scale."""
        steps = np.einsum("ikf,f->ik", self.design, parameters)
        sums = np.concatenate([np.zeros((len(steps), 1)), np.cumsum(steps, axis=1)], axis=1)
        scores = np.arange(sums.shape[1])
        exponents = at[:, None, None] * scores - sums
        exponents[:, scores > self.most[:, None]] = -np.inf
        top = exponents.max(axis=2, keepdims=True)
        weights = np.exp(exponents - top)
        all_of = weights.sum(axis=2, keepdims=True)
        chances = weights / all_of
        passed = np.cumsum(chances[:, :, ::-1], axis=2)[:, :, ::-1][:, :, 1:]
        return Table(self, (np.log(all_of) + top)[:, :, 0], chances, passed)


@dataclass(frozen=True)
class Table:
    """All items at W places: `log_all` (W, I) is the logarithm of the sum over scores; `chances` (W, I, M + 1)."""

    steps: Steps
    log_all: Floats
    chances: Floats
    passed: Floats

    @cached_property
    def expected(self) -> Floats:
        """Give (W, I) expected scores."""
        return np.asarray(self.passed.sum(axis=2))

    @cached_property
    def spread(self) -> Floats:
        """Give (W, I) variances of scores."""
        squares = (self.chances * np.arange(self.chances.shape[2]) ** 2).sum(axis=2)
        return np.asarray(squares - self.expected**2)

    @cached_property
    def told(self) -> Floats:
        """Give (W, I, F): what is expected of each parameter's statistic in an answer to each item."""
        return np.asarray(np.einsum("wik,ikf->wif", self.passed, self.steps.design))

    @cached_property
    def crossed(self) -> Floats:
        """Give (W, I, F): covariances of an answer's score with each statistic."""
        above = self.chances[:, :, 1:] * np.arange(1, self.chances.shape[2])
        both = np.cumsum(above[:, :, ::-1], axis=2)[:, :, ::-1] - self.expected[:, :, None] * self.passed
        return np.asarray(np.einsum("wik,ikf->wif", both, self.steps.design))

    def curvature(self, weights: Floats) -> Floats:
        """Give (F, F): the covariances of statistics, summed over places with weights (W, I)."""
        higher = np.maximum.outer(np.arange(self.passed.shape[2]), np.arange(self.passed.shape[2]))
        design, made = self.steps.design, np.zeros((self.steps.size, self.steps.size))
        for item in range(self.passed.shape[1]):
            passed = self.passed[:, item]
            mean = np.einsum("w,wk->k", weights[:, item], passed)
            spread = mean[higher] - (passed * weights[:, item, None]).T @ passed
            made += design[item].T @ spread @ design[item]
        return made
