"""Designs of generalisability studies: which effects scores are made of, by which facets are crossed or nested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from roost.ground.kit.errors import InputError

OBJECT = "p"
REST = "e"


@dataclass(frozen=True)
class Design:
    """Facets beside the objects that are measured, and within which other facets each is nested.

    `effects` are sets of facets, the smallest first and the last being the rest; `names` say each as `t`, `r:t`, `pt`.
    """

    facets: Sequence[str]
    within: Mapping[str, frozenset[str]]

    @property
    def effects(self) -> Sequence[frozenset[str]]:
        wholes = {self._whole(chosen) for size in (1, 2, 3, 4) for chosen in combinations(self._all, size)}
        return sorted(wholes, key=lambda one: (len(one), [self._all.index(facet) for facet in sorted(one)]))

    @property
    def names(self) -> Sequence[str]:
        return [*(self._named(one) for one in self.effects[:-1]), REST]

    @property
    def _all(self) -> Sequence[str]:
        return [OBJECT, *self.facets]

    def _whole(self, chosen: Sequence[str]) -> frozenset[str]:
        """Give facets with all that they are nested in."""
        return frozenset(chosen).union(*(self.within[one] for one in chosen if one != OBJECT))

    def _named(self, effect: frozenset[str]) -> str:
        inner = [one for one in self._all if one in effect and not any(one in self.within.get(it, ()) for it in effect)]
        outer = [one for one in self._all if one in effect and one not in inner]
        return "".join(inner) + (":" + "".join(outer) if outer else "")


def design_of(text: str) -> Design:
    """Read a design as it is typed: `t,r:t` are facets t, and r nested in t; raises InputError for what is none."""
    facets: list[str] = []
    within: dict[str, frozenset[str]] = {}
    for part in text.split(","):
        name, _, outer = part.strip().partition(":")
        if not name or name in {OBJECT, REST} or name in within:
            raise InputError(
                f"--facets: {part.strip() or text} is no facet; t,r:t are two, the second within the first."
            )
        inside = [one for one in outer.split(":") if one]
        if unknown := [one for one in inside if one not in within]:
            raise InputError(f"--facets: {name} lies within {unknown[0]}, which is to be named before it.")
        facets.append(name)
        within[name] = frozenset(inside).union(*(within[one] for one in inside))
    if len(facets) > 3:
        raise InputError("--facets takes at most three.")
    return Design(facets, within)


def cells_of(design: Design, codes: Mapping[str, NDArray[np.int64]]) -> Sequence[NDArray[np.int64]]:
    """Give, for each effect, the cell (N,) that each score lies in, as numbers from 0."""
    found = []
    for effect in design.effects:
        table = np.stack([codes[one] for one in sorted(effect)], axis=1)
        found.append(np.unique(table, axis=0, return_inverse=True)[1].reshape(-1))
    return found
