"""How exactly sums are told, so that no answer can be worked out from them and from the ends of the scale.

That few people are never told of is not enough: of five who all gave the most, each is known. So a sum so near to an
end of the scale that each answer would be known to within less than two points is told as "so much or more". Where
several sums do so together, the smallest cell with somebody of whom they tell is withheld. Judged by the range of each
single answer over all answers that fit what is told, as whoever knows the scale and who is in which cell could, by
linear programming.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog

from roost.ground.release.engine.cells import atoms_of

ROOM = 2
"""So many points lie at least between the least and the most that anybody can have answered."""
NEAR = 1e-6


@dataclass(frozen=True)
class Scale:
    """Whole answers from `least` to `most`."""

    least: int
    most: int


@dataclass(frozen=True)
class Sum:
    """What a cell's people answered, added up."""

    key: str
    people: frozenset[int]
    total: int


@dataclass(frozen=True)
class Shown:
    """A cell as it is told: its sum lies from `low` to `high`, which are the same where it is told exactly."""

    key: str
    people: frozenset[int]
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


def tell_sums(sums: Sequence[Sum], *, scale: Scale, before: Sequence[Shown] = ()) -> list[Shown]:
    """Give what is told of these sums beside what was told before; what is missing is withheld.

    The cells are those of a plan. Raises ValueError for a sum that no answers on the scale give.
    """
    told = [show(one, scale) for one in sums]
    while told:
        tight = _too_narrow([*before, *told], scale)
        known = _too_narrow(before, scale) if tight and before else set()
        if tight <= known:
            break
        touched = [one for one in told if one.people & (tight - known)]
        told.remove(min(touched or told, key=lambda one: (len(one.people), one.key)))
    return told


def show(one: Sum, scale: Scale) -> Shown:
    """Tell a sum exactly, or as one of the outermost, which leave each answer two points."""
    least, most = scale.least * len(one.people), scale.most * len(one.people)
    if not least <= one.total <= most:
        raise ValueError(f"{len(one.people)} answers from {scale.least} to {scale.most} cannot add up to {one.total}.")
    if one.total <= least + ROOM:
        return Shown(one.key, one.people, least, least + ROOM)
    if one.total >= most - ROOM:
        return Shown(one.key, one.people, most - ROOM, most)
    return Shown(one.key, one.people, one.total, one.total)


def ranges(told: Sequence[Shown], scale: Scale) -> dict[int, tuple[int, int]]:
    """Give the least and the most that each person can have answered, by all that is told."""
    atoms = atoms_of([one.people for one in told])
    sizes = np.array(atoms.sizes, dtype=float)
    table = atoms.inside.T.astype(float)
    limits = np.concatenate([[one.high for one in told], [-one.low for one in told]])
    bounds = np.column_stack([scale.least * sizes, scale.most * sizes])
    found: dict[int, tuple[int, int]] = {}
    for row, people in enumerate(atoms.people):
        others = (len(people) - 1) * np.array([scale.most, scale.least])
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(sizes))
            aim[row] = sign
            answer = linprog(aim, A_ub=np.concatenate([table, -table]), b_ub=limits, bounds=bounds)
            ends.append(sign * float(answer.fun))
        low = max(scale.least, ceil(ends[0] - others[0] - NEAR))
        high = min(scale.most, floor(ends[1] - others[1] + NEAR))
        found.update(dict.fromkeys(people, (low, high)))
    return found


def _too_narrow(told: Sequence[Shown], scale: Scale) -> set[int]:
    return {who for who, (low, high) in ranges(told, scale).items() if high - low < ROOM} if told else set()
