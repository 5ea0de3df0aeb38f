"""How far apart two people are on columns of a roster, those left out of which one of them has no value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Measure
from roost.gather.circles.engine.scoring.seating import Seating, Wholes
from roost.ground.numerics.compiled import compiled

Floats = NDArray[np.float64]
LARGE = 200


@dataclass(frozen=True)
class Table:
    """Hold what distances are made of: `values[i, f]` is person i's value on column f, NaN where missing.

    A category is the number of its text, a number its standard score over the people who have one (0 where all are
    equal). Columns of weight 0 are left out.
    """

    values: Floats
    is_number: NDArray[np.bool_]
    weights: Floats

    @property
    def weight(self) -> float:
        """Give the sum of weights."""
        return float(self.weights.sum())

    @cached_property
    def is_complete(self) -> bool:
        """Say whether everybody has every value."""
        return not self.missing.any()

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Say where there is no value."""
        return np.isnan(self.values)


def table_of(roster: Roster, measures: Sequence[Measure]) -> Table:
    """Code the columns that are measured; raises InputError for a column that is not there or holds no numbers."""
    counted = [measure for measure in measures if measure.weight > 0]
    values = np.empty((len(roster), len(counted)))
    for column, measure in enumerate(counted):
        if measure.kind == "category":
            codes, _names = roster.codes(measure.column)
            values[:, column] = np.where(codes < 0, np.nan, codes)
        else:
            numbers = roster.numbers(measure.column)
            values[:, column] = standard_scores(mid_ranks(numbers) if measure.kind == "rank" else numbers)
    is_number = np.array([measure.kind != "category" for measure in counted], dtype=np.bool_)
    return Table(values, is_number, np.array([measure.weight for measure in counted], dtype=np.float64))


def standard_scores(numbers: Floats) -> Floats:
    """Give (x - mean) / sd over those who have a number, sd dividing by their count; 0 for all where all are equal."""
    scores = np.full(len(numbers), np.nan)
    has = ~np.isnan(numbers)
    if not has.any():
        return scores
    found = numbers[has]
    if found.min() == found.max():
        scores[has] = 0.0
        return scores
    # A power of two changes no digit, and keeps squares of the largest and smallest numbers within a double.
    found = np.ldexp(found, -int(np.frexp(np.abs(found).max())[1]))
    centred = found - found.mean()
    scores[has] = centred / np.sqrt(np.mean(centred**2))
    return scores


def mid_ranks(numbers: Floats) -> Floats:
    """Replace each number by its rank from 1, equal numbers by the mean of the ranks they take; NaN stays."""
    ranks = np.full(len(numbers), np.nan)
    has = ~np.isnan(numbers)
    _values, which, counts = np.unique(numbers[has], return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks[has] = (last - (counts - 1) / 2)[which]
    return ranks


@compiled
def distance(one: Floats, other: Floats, is_number: NDArray[np.bool_], weights: Floats) -> float:
    """Give the mean difference of two people, weighted, over the columns that both have; 0 where there is none."""
    total, weight = 0.0, 0.0
    for column in range(len(weights)):
        left, right = one[column], other[column]
        if left != left or right != right:
            continue
        weight += weights[column]
        if is_number[column]:
            total += weights[column] * (left - right) * (left - right) / 2
        elif left != right:
            total += weights[column]
    return total / weight if weight > 0 else 0.0


@compiled
def _pair_by_pair(
    order: Wholes, starts: Wholes, most: int, values: Floats, is_number: NDArray[np.bool_], weights: Floats
) -> Floats:
    means = np.zeros(len(starts) - 1)
    for circle in range(len(means)):
        total = 0.0
        first, end = starts[circle], starts[circle + 1]
        if not 1 < end - first <= most:
            continue
        for right in range(first, end):
            for left in range(first, right):
                total += distance(values[order[left]], values[order[right]], is_number, weights)
        means[circle] = 2 * total / ((end - first) * (end - first - 1))
    return means


def means_of(table: Table, order: Wholes, starts: Wholes) -> Floats:
    """Give each circle's mean distance over its pairs, 0 where somebody sits alone; see `Seating` for the arguments.

    It is the mean over people of theirs to the others. Large circles have too many pairs for thousands of plans; where
    everybody has every value they are measured column by column.
    """
    most = LARGE if table.is_complete else len(order)
    means = _pair_by_pair(order, starts, most, table.values, table.is_number, table.weights)
    for circle in np.flatnonzero(np.diff(starts) > most) if table.weight else []:
        means[circle] = _column_by_column(table, table.values[order[starts[circle] : starts[circle + 1]]])
    return means


def _column_by_column(table: Table, values: Floats) -> float:
    """Give the mean distance of complete people: half a mean squared difference is the variance by one less."""
    many = len(values)
    parts = np.empty(len(table.weights))
    for column, cells in enumerate(values.T):
        if table.is_number[column]:
            parts[column] = np.sum((cells - cells.mean()) ** 2) / (many - 1)
        else:
            counts = np.unique(cells, return_counts=True)[1]
            parts[column] = (many**2 - np.sum(counts**2)) / (many * (many - 1))
    return float(parts @ table.weights / table.weight)


def over_people(means: Floats, seating: Seating) -> float:
    """Give the mean over people of what is measured by circle, so that a circle counts by its size."""
    return float(means @ seating.sizes / len(seating.seat))


def first_of(values: Floats, *, highest: bool) -> int:
    """Give the place of the lowest or highest value; the first where several differ by rounding alone."""
    goal = values.max() if highest else values.min()
    return int(np.argmax(np.abs(values - goal) <= 1e-12 * max(1.0, abs(goal))))
