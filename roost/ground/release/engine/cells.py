"""Sets of people whose answers are summed up, and how they cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cell:
    """A set of people of whom sum and count of an answer may be told; `weight` says how much it is worth to tell it."""

    key: str
    people: frozenset[int]
    weight: int = 1


@dataclass(frozen=True)
class Atoms:
    """People who cannot be told apart by any cell, the largest group first.

    `people` are the groups; `inside` is groups by cells, 1 where the group is in the cell.
    """

    people: Sequence[frozenset[int]]
    inside: Matrix

    @property
    def sizes(self) -> list[int]:
        return [len(one) for one in self.people]


def atoms_of(cells: Sequence[frozenset[int]]) -> Atoms:
    """Group those who are in some cell by the cells that they are in."""
    where: dict[int, list[int]] = {}
    for number, cell in enumerate(cells):
        for one in cell:
            where.setdefault(one, []).append(number)
    groups: dict[tuple[int, ...], set[int]] = {}
    for one, crossed in where.items():
        groups.setdefault(tuple(crossed), set()).add(one)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    inside = np.zeros((len(ordered), len(cells)), dtype=np.int64)
    for row, (places, _people) in enumerate(ordered):
        inside[row, list(places)] = 1
    return Atoms([frozenset(people) for _crossed, people in ordered], inside)
