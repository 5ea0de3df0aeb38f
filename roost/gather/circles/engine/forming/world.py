"""Put people and rules into arrays that kernels read: who is worth what to whom, and what must not be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.forming.checks import Checks
from roost.ground.numerics.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class World(NamedTuple):
    """Hold what is known of n people; kernels change none of it.

    `labels`, `points`, `mix`, `alike`, `complete` as in `Features`. `crowd` (n x rules): two people with the same label
    must not sit together; `kin` (n x rules): two with different labels must not; -1 is neutral. `foes` of person i
    from `foe_starts[i]` to `foe_starts[i + 1]` must not sit with i; `past` in the same way names whom i met before, and
    `past_costs` what meeting again costs. `penalty` is what a forbidden pair takes from a circle. `unit` (n) is the
    first of those with whom a person must sit, -1 where there is nobody; `fixed` (n) the circle in which a person must
    sit, -1 for none. `homes` and `fares` (kinds x n) the circle in which a person should sit, and what it costs not to.
    """

    labels: Ints
    points: Floats
    mix: Floats
    alike: Floats
    complete: bool
    crowd: Ints
    kin: Ints
    foe_starts: Ints
    foes: Ints
    past_starts: Ints
    past: Ints
    past_costs: Floats
    penalty: float
    unit: Ints
    fixed: Ints
    homes: Ints
    fares: Floats


@dataclass(frozen=True)
class Problem:
    """Hold a world, its checks and the sizes of circles; `least` and `most` bound a size where sizes may change."""

    world: World
    checks: Checks
    sizes: tuple[int, ...]
    least: int
    most: int
    free: bool

    @cached_property
    def hard(self) -> Checks:
        """Give the checks that must hold, by themselves."""
        kept = np.flatnonzero(self.checks.hard)
        names = ("kind", "column", "number", "hard", "bound", "weight")
        return self.checks._replace(**{name: getattr(self.checks, name)[kept] for name in names})

    @property
    def people(self) -> int:
        """Give how many people there are."""
        return len(self.world.unit)


def rows_of(neighbours: Mapping[int, Iterable[int]], people: int) -> tuple[Ints, Ints]:
    """Give the rows of a sparse table: where each person's neighbours start, and all neighbours in order."""
    lists = [sorted(neighbours.get(person, ())) for person in range(people)]
    starts = np.zeros(people + 1, np.int64)
    np.cumsum([len(one) for one in lists], out=starts[1:])
    return starts, np.array([other for one in lists for other in one], dtype=np.int64)


def beside(columns: Sequence[Ints], people: int) -> Ints:
    """Lay columns of labels side by side: n x columns, no column being fine."""
    return np.ascontiguousarray(np.array(columns, dtype=np.int64).reshape(len(columns), people).T)


@compiled
def forbid(world: World, people: Ints, local: Ints, worths: Floats) -> None:
    """Take the penalty from pairs that must not sit together, and what meeting again costs.

    `local` (n) is scratch, -1 everywhere before and after.
    """
    many = len(people)
    for place in range(many):
        local[people[place]] = place
    label = np.empty(many, np.int64)
    for table in range(2):
        columns = world.crowd if table == 0 else world.kin
        for column in range(columns.shape[1]):
            for place in range(many):
                label[place] = columns[people[place], column]
            for one in range(many):
                own = label[one]
                if own < 0:
                    continue
                row = worths[one]
                if table == 0:
                    for other in range(many):
                        row[other] -= world.penalty if label[other] == own else 0.0
                else:
                    for other in range(many):
                        row[other] -= world.penalty if label[other] >= 0 and label[other] != own else 0.0
    for one in range(many):
        person = people[one]
        for link in range(world.foe_starts[person], world.foe_starts[person + 1]):
            other = local[world.foes[link]]
            if other >= 0:
                worths[one, other] -= world.penalty
        for link in range(world.past_starts[person], world.past_starts[person + 1]):
            other = local[world.past[link]]
            if other >= 0:
                worths[one, other] -= world.past_costs[link]
    for one in range(many):
        worths[one, one] = 0.0
        local[people[one]] = -1
