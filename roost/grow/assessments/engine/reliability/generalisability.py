"""Generalisability: how much of a score is the person's, and how many raters would be enough.

Balanced designs are solved exactly by expected mean squares (Brennan 2001, Generalizability Theory, chapters 3 and 7);
others by restricted maximum likelihood (Bates and others 2015, J. Statistical Software 67).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, prod

import numpy as np
from numpy.typing import NDArray

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability.coefficients import Coefficient, Floats
from roost.grow.assessments.engine.reliability.designs import OBJECT, Design, cells_of
from roost.grow.assessments.engine.reliability.reml import restricted


@dataclass(frozen=True)
class Study:
    """Components of variance by effect, in the design's order; `sizes` are how many levels of each facet one meets."""

    design: Design
    components: Sequence[float]
    sizes: Mapping[str, float]
    is_balanced: bool

    def coefficients(self, sizes: Mapping[str, float] | None = None) -> tuple[float, float]:
        """Give the generalisability coefficient, and phi, for means over so many levels of each facet.

        The first is for comparing people with each other, the second for where each stands. Components below zero
        count as zero. Raises InputError where people do not differ.
        """
        sizes = sizes or self.sizes
        own = relative = absolute = 0.0
        for effect, component in zip(self.design.effects, self.components, strict=True):
            share = max(component, 0.0) / prod(sizes[one] for one in effect if one != OBJECT)
            if effect == {OBJECT}:
                own = share
            elif OBJECT in effect:
                relative += share
            else:
                absolute += share
        if own <= 0:
            raise InputError("Those who are rated do not differ beyond chance in these scores.")
        return own / (own + relative), own / (own + relative + absolute)

    def enough(self, facet: str, goal: float, most: int = 1_000) -> int | None:
        """Give how many levels of a facet bring phi to a goal, the others staying; None where no number does."""

        def reached(many: int) -> bool:
            return self.coefficients({**self.sizes, facet: many})[1] >= goal

        if not reached(most):
            return None
        low, high = 0, most
        while high - low > 1:
            middle = ceil((low + high) / 2)
            low, high = (low, middle) if reached(middle) else (middle, high)
        return high

    def told(self) -> Sequence[Coefficient]:
        """Give components and both coefficients by the names under which they are reported."""
        found = [
            Coefficient(f"var:{name}", None, value)
            for name, value in zip(self.design.names, self.components, strict=True)
        ]
        g, phi = self.coefficients()
        return [*found, Coefficient("g", None, g), Coefficient("phi", None, phi)]


def study(design: Design, codes: Mapping[str, NDArray[np.int64]], scores: Floats) -> Study:
    """Estimate the components of scores (N,), of which `codes` say the level of each facet, and of whom (`p`).

    Raises InputError where a cell has two scores, a facet has one level, or there are too few scores.
    """
    cells = cells_of(design, codes)
    if len(np.unique(cells[-1])) < len(scores):
        raise InputError(
            "Two scores are about the same person under the same conditions. Name a facet that tells them apart."
        )
    for effect, cell in zip(design.effects[:-1], cells[:-1], strict=True):
        if cell.max() < 1 or cell.max() + 1 == len(scores):
            named = dict(zip(design.effects, design.names, strict=True))[effect]
            raise InputError(f"Nothing tells {named} apart from the rest: there are too few of them.")
    if np.ptp(scores) == 0:
        raise InputError("Every score is the same: nothing tells anybody apart.")
    sizes = _sizes(design, codes, cells)
    counts = [np.bincount(cell) for cell in cells]
    is_balanced = all((count == count[0]).all() for count in counts) and _is_crossed(design, codes, len(scores))
    components = _by_mean_squares(design, cells, scores) if is_balanced else restricted(cells[:-1], scores).components
    return Study(design, components, sizes, is_balanced)


def _levels(design: Design, facet: str, codes: Mapping[str, NDArray[np.int64]]) -> tuple[NDArray[np.int64], int]:
    """Give within what a facet's levels lie, and how many there are at most in one such place."""
    outer = sorted(design.within.get(facet, ()))
    table = np.stack([*(codes[one] for one in outer), codes[facet]], axis=1)
    each = np.unique(table, axis=0)
    places = np.unique(each[:, :-1], axis=0, return_inverse=True)[1].reshape(-1) if outer else np.zeros(len(each), int)
    many = np.bincount(places)
    return many, int(many.max())


def _is_crossed(design: Design, codes: Mapping[str, NDArray[np.int64]], scores: int) -> bool:
    sizes = [_levels(design, one, codes) for one in (OBJECT, *design.facets)]
    return all((many == most).all() for many, most in sizes) and prod(most for _, most in sizes) == scores


def _sizes(
    design: Design, codes: Mapping[str, NDArray[np.int64]], cells: Sequence[NDArray[np.int64]]
) -> Mapping[str, float]:
    """Give how many levels of each facet a person meets within what it is nested in: the harmonic mean over people."""
    found = {}
    for facet in design.facets:
        outer = sorted(design.within[facet])
        seen = np.unique(np.stack([codes[OBJECT], *(codes[one] for one in outer), codes[facet]], axis=1), axis=0)
        places = np.unique(seen[:, :-1], axis=0, return_inverse=True)[1].reshape(-1)
        found[facet] = float(1 / np.mean(1 / np.bincount(places)))
    return found


def _by_mean_squares(design: Design, cells: Sequence[NDArray[np.int64]], scores: Floats) -> Sequence[float]:
    effects = design.effects
    parts: dict[frozenset[str], Floats] = {}
    freedom: dict[frozenset[str], int] = {}
    grand = scores.mean()
    for effect, cell in zip(effects, cells, strict=True):
        below = [one for one in parts if one < effect]
        means = np.bincount(cell, scores) / np.bincount(cell)
        parts[effect] = means[cell] - grand - sum(parts[one] for one in below)
        freedom[effect] = int(cell.max()) + 1 - 1 - sum(freedom[one] for one in below)
    found: dict[frozenset[str], float] = {}
    for effect in reversed(effects):
        square = float((parts[effect] ** 2).sum()) / freedom[effect]
        above = {one: cell for one, cell in zip(effects, cells, strict=True) if one > effect}
        rest = square - sum(found[one] * len(scores) / (int(cell.max()) + 1) for one, cell in above.items())
        own = dict(zip(effects, cells, strict=True))[effect]
        found[effect] = rest / (len(scores) / (int(own.max()) + 1))
    return [found[effect] for effect in effects]
