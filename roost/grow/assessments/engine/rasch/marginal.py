"""The marginal likelihood of forms, with its first and second derivatives: abilities are integrated out, exactly.

A person's ability is normal with mean 0; a rater of severity s sees it at ability - severity, or, where raters hold an
overall impression of whom they rate, at a place that is normal around it, the same for all items of their form. The
integrals are sums over evenly spaced nodes, which for such smooth functions are as exact as the machine once nodes lie
closer than the narrowest of them is wide (Trefethen and Weideman 2014, SIAM Review 56); the spacing follows the
parameters. The second derivatives are Louis's (1982, JRSS B 44): no cross-term is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil, exp, log, pi, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from roost.grow.assessments.engine.rasch.forms import Ratings
from roost.grow.assessments.engine.rasch.impressions import Impressions
from roost.grow.assessments.engine.rasch.plain import Plain, PlainSeen
from roost.grow.assessments.engine.rasch.steps import Floats, Steps

REACH = 8.0
"""Nodes lie so many standard deviations to either side: beyond lies one part in 10^15."""
CLOSE = 0.7
"""Nodes lie so many times the narrowest standard deviation from each other, and never further apart than WIDE."""
WIDE = 0.25
ROOM = 3_000_000
"""So many numbers of one table are held at once."""


class Seen(Protocol):
    """What some people's forms say at every node: log-likelihoods (p, n, Q) and expected derivatives of them."""

    log: Floats

    def by_severity(self) -> Floats:
        """Give (p, n, Q) derivatives by the severity of each pair's rater."""

    def by_steps(self) -> Floats:
        """Give (p, F, Q) derivatives by difficulties and thresholds, but for what the data add to each."""

    def by_impression(self) -> Floats:
        """Give (p, 0 or 1, Q) derivatives by the logarithm of the standard deviation of impressions."""

    def add_curvature(self, weights: Floats, hessian: Floats) -> None:
        """Add second derivatives of each pair's log-likelihood, averaged over nodes with weights (p, Q)."""


@dataclass(frozen=True)
class Derivatives:
    """Log-likelihood, its gradient (N,) and Hessian (N, N) in all parameters, as if nothing constrained them."""

    value: float
    gradient: Floats
    hessian: Floats


@dataclass(frozen=True)
class Marginal:
    """The likelihood of forms as a function of one vector: severities (R), steps (F), log SD of abilities, and, where
    raters hold impressions, their log SD.

    `finer` divides the distance between nodes.
    """

    ratings: Ratings
    steps: Steps
    has_impressions: bool
    finer: float = 1.0

    @property
    def size(self) -> int:
        return len(self.ratings.raters) + self.steps.size + 1 + self.has_impressions

    @cached_property
    def basis(self) -> Floats:
        """Give (N, N - constraints): an orthonormal basis of vectors with all sums at zero that are to be."""
        raters, steps = len(self.ratings.raters), self.steps
        sums = np.zeros((1 + len(steps.constraints), self.size))
        sums[0, :raters] = 1.0
        sums[1:, raters : raters + steps.size] = steps.constraints
        return np.linalg.svd(sums)[2][len(sums) :].T

    def value(self, at: Floats) -> float:
        """Give the log-likelihood at a vector of parameters."""
        return self._given(at) + sum(float(self._weigh(seen, at)[1].sum()) for _, seen in self._seen(at))

    def derivatives(self, at: Floats) -> Derivatives:
        """Give the log-likelihood with its first and second derivatives."""
        value, gradient, hessian = self._given(at), np.zeros(self.size), np.zeros((self.size, self.size))
        for rows, seen in self._seen(at):
            weights, logs = self._weigh(seen, at)
            scores, places = self._scores(seen, at), self._places(rows)
            means = np.einsum("pkq,pq->pk", scores, weights)
            value += float(logs.sum())
            np.add.at(gradient, places, means)
            within = (scores * weights[:, None, :]) @ scores.transpose(0, 2, 1) - means[:, :, None] * means[:, None, :]
            np.add.at(hessian, (places[:, :, None], places[:, None, :]), within)
            seen.add_curvature(weights, hessian)
        raters = len(self.ratings.raters)
        spread = raters + self.steps.size
        gradient[raters:spread] -= self.steps.statistics(self.ratings.chosen)
        # Of the logarithm of the standard deviation, the second derivative follows from the first.
        hessian[spread, spread] -= 2 * (gradient[spread] + len(self.ratings.people))
        return Derivatives(value, gradient, hessian)

    def people(self, at: Floats, covariance: Floats) -> tuple[Floats, Floats, Floats]:
        """Give each person's posterior mean, standard deviation, and the error that uncertain parameters add to it.

        The third is by the delta method (Kass and Steffey 1989, JASA 84); `covariance` is that of the parameters.
        """
        nodes = self._nodes(at)
        mean, spread, added = (np.zeros(len(self.ratings.people)) for _ in range(3))
        for rows, seen in self._seen(at):
            weights, _ = self._weigh(seen, at)
            who, places = self.ratings.person[rows[:, 0]], self._places(rows)
            mean[who] = weights @ nodes
            away = nodes - mean[who][:, None]
            spread[who] = np.sqrt((weights * away**2).sum(axis=1))
            moved = np.einsum("pkq,pq->pk", self._scores(seen, at), weights * away)
            among = covariance[places[:, :, None], places[:, None, :]]
            added[who] = np.sqrt(np.maximum(np.einsum("pk,pkl,pl->p", moved, among, moved), 0.0))
        return mean, spread, added

    def leaps(self, at: Floats) -> float:
        """Give a first guess of the variance of impressions, at parameters without any; none where it is not above 0.

        By the derivative of the log-likelihood at a variance of zero, over its expected second derivative.
        """
        told = np.zeros(2)
        for _, seen in self._seen(at):
            assert isinstance(seen, PlainSeen)
            told += seen.leaps(self._weigh(seen, at)[0])
        return float(told[0] / told[1])

    def most_told(self, at: Floats) -> float:
        """Give the most that one form can tell: the largest Fisher information of a place, in 1 / logit^2."""
        return float(self._information(at).max())

    def _given(self, at: Floats) -> float:
        """Give what the data add to the log-likelihood whatever anybody's ability."""
        raters = len(self.ratings.raters)
        return -float(at[raters : raters + self.steps.size] @ self.steps.statistics(self.ratings.chosen))

    def _nodes(self, at: Floats) -> Floats:
        sd = exp(at[len(self.ratings.raters) + self.steps.size])
        step = self._step(at, sd)
        half = ceil(REACH * sd / step)
        return np.asarray(np.arange(-half, half + 1) * step, dtype=float)

    def _step(self, at: Floats, sd: float) -> float:
        """Give the distance of nodes: closer than the narrowest of all functions that are summed."""
        told = self._information(at)
        if self.has_impressions:
            told = np.minimum(told, exp(-2 * at[-1]) + told.max(initial=0.0))
            narrowest = max(1 / sd**2, exp(-2 * at[-1]) + told.max(initial=0.0))
        else:
            person = np.bincount(self.ratings.person, told)
            narrowest = 1 / sd**2 + person.max(initial=0.0)
        return min(WIDE, CLOSE / sqrt(narrowest)) / self.finer

    def _information(self, at: Floats) -> Floats:
        """Give (D,) the most that a form can tell of where its rater sees a person."""
        raters = len(self.ratings.raters)
        steps = at[raters : raters + self.steps.size]
        along = np.linspace(-12.0, 12.0, 97) + float(steps[: len(self.ratings.items)].mean())
        return np.asarray((self.ratings.counts @ self.steps.table(steps, along).spread.T).max(axis=1))

    def _seen(self, at: Floats) -> Iterator[tuple[NDArray[np.int64], Seen]]:
        """Give people whom equally many rated, some at a time: rows (p, n) of their pairs, and what these say."""
        nodes, raters = self._nodes(at), len(self.ratings.raters)
        severities, steps = at[:raters], at[raters : raters + self.steps.size]
        kind: Plain | Impressions
        if self.has_impressions:
            kind = Impressions(self.ratings, self.steps, severities, steps, nodes, exp(at[-1]))
        else:
            kind = Plain(self.ratings, self.steps, severities, steps, nodes)
        many = np.bincount(self.ratings.person)
        first = np.cumsum(many) - many
        for size in np.unique(many):
            starts = first[many == size]
            room = max(1, ROOM // (len(nodes) * kind.load(int(size))))
            for begin in range(0, len(starts), room):
                rows = starts[begin : begin + room, None] + np.arange(size)
                yield rows, kind.seen(rows)

    def _weigh(self, seen: Seen, at: Floats) -> tuple[Floats, Floats]:
        """Give (p, Q) what each node weighs afterwards, and (p,) log-likelihoods."""
        nodes, sd = self._nodes(at), exp(at[len(self.ratings.raters) + self.steps.size])
        prior = log((nodes[1] - nodes[0]) / sd / sqrt(2 * pi)) - 0.5 * (nodes / sd) ** 2
        logs = seen.log.sum(axis=1) + prior
        top = logs.max(axis=1, keepdims=True)
        weights = np.exp(logs - top)
        sums = weights.sum(axis=1, keepdims=True)
        return weights / sums, (top + np.log(sums))[:, 0]

    def _scores(self, seen: Seen, at: Floats) -> Floats:
        """Give (p, n + F + 1 or 2, Q) derivatives of what is known once the ability is."""
        nodes, sd = self._nodes(at), exp(at[len(self.ratings.raters) + self.steps.size])
        severity = seen.by_severity()
        spread = np.broadcast_to((nodes / sd) ** 2 - 1, (len(severity), 1, len(nodes)))
        return np.concatenate([severity, seen.by_steps(), spread, seen.by_impression()], axis=1)

    def _places(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give (p, n + F + 1 or 2): which parameters the scores of some people belong to."""
        rest = np.arange(len(self.ratings.raters), self.size)
        return np.concatenate([self.ratings.rater[rows], np.broadcast_to(rest, (len(rows), len(rest)))], axis=1)
