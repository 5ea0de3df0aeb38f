"""How cleanly a circle could split in two: where its differences fall together, people may talk past each other.

Faultlines are those of Lau and Murnighan (1998), measured as the share of a circle's variety that lies between its two
sides (Thatcher, Jehn and Zanutto, 2003), here over columns that were whitened together, so that correlated ones count
once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.scoring.distances import Floats, Table
from roost.gather.circles.engine.scoring.seating import Seating, Wholes
from roost.ground.numerics.compiled import compiled

FEWEST = 4
EXPLAINED = 0.99
# All splits are tried up to this size, half a million of them; above, a search finds one of the best.
LARGEST_EXACT = 20
MOST_CODES = 2_000
_CELLS_AT_ONCE = 4_000_000
_ROUNDS = 100
_NOTHING = 1e-12


def faultlines_of(table: Table, seating: Seating) -> Floats | None:
    """Give each circle's faultline, from 0 to 1; 0 for fewer than four people and where all are alike.

    Up to `LARGEST_EXACT` people it is exact, above it is never more than the true one. None where categories have more
    than `MOST_CODES` values in all.
    """
    kinds = [
        np.zeros(1) if is_number else np.unique(values[~np.isnan(values)])
        for values, is_number in zip(table.values.T, table.is_number, strict=True)
    ]
    width = sum(map(len, kinds))
    if width > MOST_CODES:
        return None
    found = np.zeros(len(seating.names))
    directions = _directions(table, kinds)
    for size in np.unique(seating.sizes[seating.sizes >= FEWEST]) if directions.size else []:
        circles = np.flatnonzero(seating.sizes == size)
        for some in _portions(circles, int(size) * width):
            codes = _codes(table, kinds, seating.order[seating.starts[some][:, None] + np.arange(size)])
            has = ~np.isnan(codes)
            means = np.where(has, codes, 0).sum(axis=1, keepdims=True) / np.maximum(has.sum(axis=1, keepdims=True), 1)
            points = np.where(has, codes - means, 0) @ directions
            if size <= LARGEST_EXACT:
                found[some] = best_shares(points @ points.transpose(0, 2, 1))
            else:
                found[some] = [searched_share(one) for one in points]
    return found


def _codes(table: Table, kinds: Sequence[Floats], people: Wholes) -> Floats:
    """Write people as numbers whose squared distances are the columns' differences times their weights.

    A category is a dummy for each of its values, a number its standard score, both over root two and times the root of
    the weight; NaN where missing. One axis more than `people`.
    """
    blocks = []
    for column, weight in enumerate(table.weights):
        values = table.values[people, column][..., None]
        coded = values if table.is_number[column] else np.where(np.isnan(values), np.nan, values == kinds[column])
        blocks.append(coded * np.sqrt(weight / 2))
    return np.concatenate(blocks, axis=-1)


def _directions(table: Table, kinds: Sequence[Floats]) -> Floats:
    """Give the directions (codes, kept) onto which the roster is projected: there it has variance 1 and no correlation.

    They are the fewest principal directions that explain 99 % of the variance of the codes, and those of just as much
    variance as the last, which no order tells apart. What is missing is the roster's mean.
    """
    width = sum(map(len, kinds))
    total, known, squares = np.zeros(width), np.zeros(width), np.zeros((width, width))
    portions = list(_portions(np.arange(len(table.values)), width)) if width else []
    for people in portions:
        codes = _codes(table, kinds, people)
        total += np.nansum(codes, axis=0)
        known += (~np.isnan(codes)).sum(axis=0)
    for people in portions:
        codes = np.nan_to_num(_codes(table, kinds, people) - total / np.maximum(known, 1))
        squares += codes.T @ codes
    variances, axes = np.linalg.eigh(squares / max(1, len(table.values)))
    variances, axes = variances[::-1], axes[:, ::-1]
    if not width or variances[0] <= _NOTHING:
        return np.empty((width, 0))
    last = int(np.searchsorted(np.cumsum(variances), EXPLAINED * variances.sum() * (1 - _NOTHING)))
    kept = variances >= variances[last] * (1 - 1e-9)
    return np.asarray(axes[:, kept] / np.sqrt(variances[kept]))


def _portions(items: Wholes, width: int) -> Iterator[Wholes]:
    """Split items so that so many cells for each of them fit into memory."""
    step = max(1, _CELLS_AT_ONCE // max(1, width))
    yield from (items[begin : begin + step] for begin in range(0, len(items), step))


@compiled
def best_shares(products: Floats) -> Floats:
    """Give the largest share of the sum of squares between two sides of two people or more, over all splits.

    `products` is (circles, people, people): inner products of people's points, whose mean is 0. Split after split, one
    person changes sides (a Gray code), the last never.
    """
    shares = np.zeros(len(products))
    size = products.shape[1]
    for circle in range(len(products)):
        inner = products[circle]
        total = 0.0
        for one in range(size):
            total += inner[one, one]
        if total <= 1e-12:
            continue
        with_side = np.zeros(size)  # Each person's inner product with the sum of the one side.
        on_side = np.zeros(size, dtype=np.bool_)
        square, many, best = 0.0, 0, 0.0
        for step in range(1, 1 << (size - 1)):
            one = 0
            while not (step >> one) & 1:
                one += 1
            sign = -1.0 if on_side[one] else 1.0
            square += inner[one, one] + 2 * sign * with_side[one]
            many += int(sign)
            on_side[one] = not on_side[one]
            for other in range(size):
                with_side[other] += sign * inner[one, other]
            if 2 <= many <= size - 2:
                best = max(best, square * size / (many * (size - many)))
        shares[circle] = min(1.0, best / total)
    return shares


def searched_share(points: Floats) -> float:
    """Find a large share for `points` (people, directions) of mean 0, where there are too many splits to try.

    The best cut along each of the three directions of most variance is the beginning of two means (Lloyd, 1982), which
    only make it larger.
    """
    total = float((points**2).sum())
    if total <= _NOTHING:
        return 0.0
    best = 0.0
    for axis in np.linalg.eigh(points.T @ points)[1][:, -3:].T:
        side = _best_cut(points, points @ axis)
        best = max(best, _between(points, side))
        for _round in range(_ROUNDS):
            middle, others = points[side].mean(axis=0), points[~side].mean(axis=0)
            nearer = (points @ (middle - others)) > (middle @ middle - others @ others) / 2
            if not 2 <= nearer.sum() <= len(points) - 2 or (nearer == side).all():
                break
            side = nearer
            best = max(best, _between(points, side))
    return min(1.0, best / total)


def _best_cut(points: Floats, along: Floats) -> NDArray[np.bool_]:
    order = np.argsort(along, kind="stable")
    many = np.arange(2, len(points) - 1)
    squares = (np.cumsum(points[order], axis=0)[many - 1] ** 2).sum(axis=1)
    cut = many[np.argmax(squares / (many * (len(points) - many)))]
    side = np.zeros(len(points), dtype=np.bool_)
    side[order[:cut]] = True
    return side


def _between(points: Floats, side: NDArray[np.bool_]) -> float:
    many = int(side.sum())
    return float((points[side].sum(axis=0) ** 2).sum()) * len(points) / (many * (len(points) - many))
