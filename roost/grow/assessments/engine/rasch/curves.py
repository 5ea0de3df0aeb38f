"""What each form says of where its rater sees a person, tabulated: for millions of forms at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from os import cpu_count

import numpy as np
from numpy.polynomial.hermite import hermgauss
from numpy.typing import NDArray

from roost.grow.assessments.engine.rasch.forms import Ratings
from roost.grow.assessments.engine.rasch.steps import Floats, Steps

FINE = 0.02
"""Curves are tabulated at places so far apart, and continued to third order between them."""
FARTHEST = 20.0
PATTERNS, SHARING = 200, 16
"""Forms of at most so many sets of items, shared by so many each, have a curve for each set; others add up their items'
curves."""
AT_ONCE = 40_000
POINTS, WEIGHTS = hermgauss(7)
SPREAD, SHARES = np.sqrt(3.0) * np.array([-1.0, 0.0, 1.0]), np.array([1.0, 4.0, 1.0]) / 6.0
"""Three places and their weights that have the first five moments of a normal distribution."""


@dataclass(frozen=True)
class Told:
    """What forms (D,) say: their log-likelihood, its first three derivatives by the place at which the model puts them,
    and the mean and variance of the place at which their raters saw people."""

    value: Floats
    first: Floats
    second: Floats
    third: Floats
    mean: Floats
    variance: Floats


@dataclass(frozen=True)
class Forms:
    """Forms (D,) with the set of items that each answered; `sets` (K, I) is none where these are too many."""

    counts: NDArray[np.float32]
    total: Floats
    pattern: NDArray[np.int64]
    sets: NDArray[np.float32] | None

    @classmethod
    def of(cls, ratings: Ratings) -> Forms:
        """Find the sets of items that were answered together."""
        # Different sets have different sums with weights that share no common measure.
        weights = np.sqrt(np.arange(2, 2 + len(ratings.items)) + 0.1234567)
        _, first, pattern = np.unique(ratings.counts @ weights, return_index=True, return_inverse=True)
        are_few = len(first) <= max(1, min(PATTERNS, len(pattern) // SHARING))
        sets = ratings.counts[first] if are_few else None
        return cls(ratings.counts, ratings.total.astype(float), pattern, sets)


@dataclass(frozen=True)
class Curves:
    """The forms' curves by one set of item parameters."""

    forms: Forms
    steps: Steps
    parameters: Floats

    @cached_property
    def grid(self) -> Floats:
        middle = float(self.parameters[: len(self.steps.most)].mean())
        return middle + np.arange(-FARTHEST, FARTHEST + FINE, FINE)

    @cached_property
    def _items(self) -> Floats:
        """Give (G, I, 4): each item's logarithm of the sum over scores, and its first three derivatives."""
        table = self.steps.table(self.parameters, self.grid)
        away = np.arange(table.chances.shape[2]) - table.expected[:, :, None]
        third = (table.chances * away**3).sum(axis=2)
        return np.stack([table.log_all, table.expected, table.spread, third], axis=2)

    @cached_property
    def _sets(self) -> Floats:
        """Give (K, G, 4): the same of each set of items."""
        assert self.forms.sets is not None
        return np.tensordot(self.forms.sets.astype(float), self._items, (1, 1))

    def at(self, rows: slice, places: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Give some forms' sums over all scores, in logarithms, with three derivatives, each at a place of its own."""
        near = np.clip(np.rint((places - self.grid[0]) / FINE), 0, len(self.grid) - 1).astype(np.int64)
        away = places - self.grid[near]
        if self.forms.sets is None:
            told = np.einsum("di,dim->md", self.forms.counts[rows], self._items[near])
        else:
            told = self._sets[self.forms.pattern[rows], near].T
        zero, one, two, three = told
        return (
            zero + away * (one + away * (two / 2 + away * three / 6)),
            one + away * (two + away * three / 2),
            two + away * three,
            three,
        )

    def told(self, places: Floats, variance: float, seen: Floats) -> Told:
        """Say what forms tell when put at places (D,), where impressions have a variance.

        `seen` (D,) is where raters saw people at the last call: it is where the search begins, and is written over.
        """
        made = Told(*np.empty((6, len(places))))

        def look(rows: slice) -> None:
            parts = self._with(rows, places[rows], variance, seen) if variance else self._plainly(rows, places[rows])
            for kept, part in zip(vars(made).values(), parts, strict=True):
                kept[rows] = part

        with ThreadPoolExecutor(cpu_count()) as threads:
            list(threads.map(look, self._parts()))
        return made

    def looked(self, mean: Floats, variance: Floats) -> Floats:
        """Give (G, I): how many answers to each item were given at each place of the grid, places being normal."""
        forms = self.forms
        made = np.zeros((len(self.grid), forms.counts.shape[1]))
        for away, share in zip(SPREAD, SHARES, strict=True):
            at = np.clip((mean + away * np.sqrt(variance) - self.grid[0]) / FINE, 0, len(self.grid) - 1.001)
            low = at.astype(np.int64)
            for place, near in ((low, share * (low + 1 - at)), (low + 1, share * (at - low))):
                made += self._binned(place, near)
        return made

    def _binned(self, places: NDArray[np.int64], weights: Floats) -> Floats:
        """Give (G, I): how many answers were given at each place, where forms have weights."""
        forms, size = self.forms, len(self.grid)
        if forms.sets is None:
            many = forms.counts.T
            return np.stack([np.bincount(places, weights * many[one], size) for one in range(len(many))], axis=1)
        flat = np.bincount(forms.pattern * size + places, weights, len(forms.sets) * size)
        return np.asarray(flat.reshape(-1, size).T @ forms.sets)

    def _parts(self) -> Iterator[slice]:
        for begin in range(0, len(self.forms.total), AT_ONCE):
            yield slice(begin, begin + AT_ONCE)

    def _plainly(self, rows: slice, places: Floats) -> tuple[Floats, ...]:
        total = self.forms.total[rows]
        zero, one, two, three = self.at(rows, places)
        return total * places - zero, total - one, -two, -three, places, np.zeros_like(places)

    def _with(self, rows: slice, places: Floats, variance: float, seen: Floats) -> tuple[Floats, ...]:
        """Integrate impressions out by adaptive Gauss-Hermite quadrature around the likeliest place of each."""
        total, at = self.forms.total[rows], seen[rows]
        for _ in range(3):
            _, one, two, _ = self.at(rows, at)
            at = at + np.clip((total - one - (at - places) / variance) / (two + 1 / variance), -1.0, 1.0)
        width = np.sqrt(2 / (self.at(rows, at)[2] + 1 / variance))
        seen[rows] = at
        nodes = at + width * POINTS[:, None]
        logs = np.stack([total * node - self.at(rows, node)[0] for node in nodes])
        logs += POINTS[:, None] ** 2 - (nodes - places) ** 2 / (2 * variance)
        top = logs.max(axis=0)
        likely = WEIGHTS[:, None] * np.exp(logs - top)
        whole = likely.sum(axis=0)
        likely /= whole
        mean = (likely * nodes).sum(axis=0)
        beside = nodes - mean
        spread, skewed = (likely * beside**2).sum(axis=0), (likely * beside**3).sum(axis=0)
        value = top + np.log(whole * width / np.sqrt(2 * np.pi * variance))
        return (
            value,
            (mean - places) / variance,
            (spread / variance - 1) / variance,
            skewed / variance**3,
            mean,
            spread,
        )
