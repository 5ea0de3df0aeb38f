"""Hold what is known of people as numbers, and work out how much two of them are worth to each other in one circle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Measure, Rules
from roost.ground.numerics.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Features:
    """Hold n people's values of the columns to mix and to keep alike.

    `labels` (n x categories) are values as numbers, -1 where missing; `points` (n x numbers) are z over the root of
    two, so that a squared difference is the number's delta, NaN where missing. The weights have one entry per column
    of labels and then of points.
    """

    labels: Ints
    points: Floats
    mix: Floats
    alike: Floats

    @property
    def complete(self) -> bool:
        """Say whether no value is missing, so that every pair is weighed by the same columns."""
        return not ((self.labels < 0).any() or np.isnan(self.points).any())

    @property
    def widest(self) -> float:
        """Give a bound on what any pair can be worth, in either direction."""
        spans = np.ones(self.labels.shape[1] + self.points.shape[1])
        for place in range(self.points.shape[1]):
            known = self.points[:, place][~np.isnan(self.points[:, place])]
            spans[self.labels.shape[1] + place] = (known.max() - known.min()) ** 2 if len(known) else 0.0
        worth = float(np.sum(self.mix * spans) + np.sum(self.alike * spans))
        if self.complete or not worth:
            return worth
        # A column alone may carry the weight of all where the others are missing.
        return float((self.mix.sum() + self.alike.sum()) * spans.max())


def features_of(roster: Roster, rules: Rules) -> Features:
    """Read the columns that rules mix and keep alike; raises InputError for numbers that are none."""
    measures = list(dict.fromkeys((one.column, one.kind) for one in (*rules.mix, *rules.alike)))
    categories = [column for column, kind in measures if kind == "category"]
    numbers = [(column, kind) for column, kind in measures if kind != "category"]
    labels = [roster.codes(column)[0] for column in categories]
    points = [_standard(roster.numbers(column), ranks=kind == "rank") for column, kind in numbers]
    order = [*((column, "category") for column in categories), *numbers]
    return Features(
        _side_by_side(labels, len(roster), np.int64),
        _side_by_side(points, len(roster), np.float64),
        _weights(rules.mix, order),
        _weights(rules.alike, order),
    )


def _side_by_side(columns: Sequence[NDArray[Any]], people: int, kind: type) -> NDArray[Any]:
    """Lay columns so that what is known of one person lies together in memory."""
    return np.ascontiguousarray(np.array(columns, dtype=kind).reshape(len(columns), people).T)


def _weights(measures: Sequence[Measure], order: Sequence[tuple[str, str]]) -> Floats:
    found = np.zeros(len(order))
    for one in measures:
        found[order.index((one.column, one.kind))] += one.weight
    return found


def _standard(numbers: Floats, *, ranks: bool) -> Floats:
    known = ~np.isnan(numbers)
    kept = numbers[known]
    if ranks and len(kept):
        _values, place, counts = np.unique(kept, return_inverse=True, return_counts=True)
        kept = (np.cumsum(counts) - (counts - 1) / 2)[place]
    points = np.full(len(numbers), np.nan)
    # Divided first, because the square of a number that can be read may be none.
    largest = float(np.abs(kept).max()) if len(kept) else 0.0
    scaled = kept / largest if largest else kept
    spread = float(scaled.std()) if len(kept) > 1 and scaled.min() < scaled.max() else 0.0
    points[known] = (scaled - scaled.mean()) / spread / np.sqrt(2.0) if spread else 0.0
    return points


@compiled
def fill_worths(
    labels: Ints, points: Floats, mix: Floats, alike: Floats, complete: bool, people: Ints, worths: Floats
) -> None:
    """Fill `worths` (m x m) with what each pair of `people` is worth: weighted distances to mix, less those alike."""
    many, categories, numbers = len(people), labels.shape[1], points.shape[1]
    own_labels = np.empty((categories, many), np.int64)
    own_points = np.empty((numbers, many))
    for place in range(many):
        for column in range(categories):
            own_labels[column, place] = labels[people[place], column]
        for column in range(numbers):
            own_points[column, place] = points[people[place], column]
    if complete:
        _fill_complete(own_labels, own_points, mix - alike, worths)
    else:
        _fill_known(own_labels, own_points, mix, alike, worths)
    for one in range(many):
        worths[one, one] = 0.0


@compiled
def _fill_complete(labels: Ints, points: Floats, weights: Floats, worths: Floats) -> None:
    categories, many = labels.shape
    for one in range(many):
        row = worths[one]
        row[:] = 0.0
        for column in range(categories):
            known, label, weight = labels[column], labels[column, one], weights[column]
            for other in range(many):
                row[other] += weight if known[other] != label else 0.0
        for column in range(len(points)):
            at, point, weight = points[column], points[column, one], weights[categories + column]
            for other in range(many):
                row[other] += weight * (at[other] - point) * (at[other] - point)


@compiled
def _fill_known(labels: Ints, points: Floats, mix: Floats, alike: Floats, worths: Floats) -> None:
    categories, many = labels.shape
    mix_sum, alike_sum = 0.0, 0.0
    for place in range(len(mix)):
        mix_sum += mix[place]
        alike_sum += alike[place]
    for one in range(many):
        for other in range(many):
            mixed, mix_known, liked, alike_known = 0.0, 0.0, 0.0, 0.0
            for place in range(len(mix)):
                if place < categories:
                    here, there = labels[place, one], labels[place, other]
                    if here < 0 or there < 0:
                        continue
                    delta = 1.0 if here != there else 0.0
                else:
                    step = points[place - categories, one] - points[place - categories, other]
                    if np.isnan(step):
                        continue
                    delta = step * step
                mixed += mix[place] * delta
                mix_known += mix[place]
                liked += alike[place] * delta
                alike_known += alike[place]
            worth = mix_sum * mixed / mix_known if mix_known > 0.0 else 0.0
            worths[one, other] = worth - (alike_sum * liked / alike_known if alike_known > 0.0 else 0.0)
