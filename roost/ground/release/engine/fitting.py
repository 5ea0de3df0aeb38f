"""All answers that fit what is told: how far totals and single answers reach over them, by linear programming."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from roost.ground.release.engine.cells import atoms_of

NEAR = 1e-6
Row = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Span:
    """People whose answers add up to `low` at least and `high` at most."""

    people: frozenset[int]
    low: int
    high: int


class Fitting:
    """Answers from `least` to `most`, one a person, that fit spans; `further` people are told apart as well.

    Unknown is the sum of each group of people whom nothing tells apart; what one of them can have answered follows
    from their sum.
    """

    def __init__(self, spans: Sequence[Span], further: frozenset[int], least: int, most: int) -> None:
        self._given = (spans, further, least, most)
        self._least, self._most = least, most
        self._atoms = atoms_of([*(one.people for one in spans), further])
        self._sizes = np.array(self._atoms.sizes, dtype=float)
        self._bounds = np.column_stack([least * self._sizes, most * self._sizes])
        table = self._atoms.inside.T[: len(spans)].astype(float)
        self._table = np.concatenate([table, -table])
        self._limits = np.array([*(one.high for one in spans), *(-one.low for one in spans)], dtype=float)

    @cached_property
    def _some(self) -> Row | None:
        return self._solved(np.zeros(len(self._sizes)))

    @property
    def is_possible(self) -> bool:
        """Whether any answers fit."""
        return self._some is not None

    def also(self, people: frozenset[int], total: int) -> Fitting:
        """Give the answers among these of which the people's add up to a total."""
        spans, _further, least, most = self._given
        return Fitting([*spans, Span(people, total, total)], frozenset(), least, most)

    def totals(self, people: frozenset[int]) -> tuple[int, int]:
        """Give the least and the most that people, who are told apart, can have answered together."""
        aim = np.array([float(group <= people) for group in self._atoms.people])
        return ceil(aim @ self._lowest(aim) - NEAR), floor(aim @ self._lowest(-aim) + NEAR)

    def ranges(self) -> dict[int, tuple[int, int]]:
        """Give the least and the most that each person can have answered."""
        found: dict[int, tuple[int, int]] = {}
        for row, people in enumerate(self._atoms.people):
            low, high = self._reach(np.array([self._end(row, 1), self._end(row, -1)]))
            found.update(dict.fromkeys(people, (int(low[row]), int(high[row]))))
        return found

    def narrow(self, room: int) -> frozenset[int]:
        """Give who has fewer than so many points between the least and the most they can have answered."""
        return frozenset(who for who, (low, high) in self.ranges().items() if high - low < room)

    def leaves_room(self, room: int, aside: AbstractSet[int] = frozenset()) -> bool:
        """Say whether everybody but those aside keeps so many points, which they do where no answers fit at all.

        Answers once found show room for many at once, so programs are solved only for groups that none shows yet.
        """
        if self._some is None:
            return True
        found = self._some[None]
        for row, people in enumerate(self._atoms.people):
            if people <= aside:
                continue
            for sign in (1, -1):
                low, high = self._reach(found)
                if high[row] - low[row] < room:
                    found = np.concatenate([found, self._end(row, sign)[None]])
            low, high = self._reach(found)
            if high[row] - low[row] < room:
                return False
        return True

    def _reach(self, found: Row) -> tuple[Row, Row]:
        """Give the least and the most of one person in each group over some answers, groups' sums in each row."""
        others = self._sizes - 1
        low = np.maximum(self._least, np.ceil(found.min(axis=0) - others * self._most - NEAR))
        high = np.minimum(self._most, np.floor(found.max(axis=0) - others * self._least + NEAR))
        return low, high

    def _end(self, row: int, sign: int) -> Row:
        aim = np.zeros(len(self._sizes))
        aim[row] = sign
        return self._lowest(aim)

    def _lowest(self, aim: Row) -> Row:
        """Give groups' sums that fit, where the aim is least."""
        found = self._solved(aim)
        if found is None:
            raise ValueError("No answers fit what is told.")
        return found

    def _solved(self, aim: Row) -> Row | None:
        if not len(self._limits):
            return np.where(aim > 0, self._bounds[:, 0], self._bounds[:, 1])
        found: Row | None = linprog(aim, A_ub=self._table, b_ub=self._limits, bounds=self._bounds).x
        return found
