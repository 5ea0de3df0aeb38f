"""What no plan with the same circle sizes can surpass, whatever its rules.

Diversity is a mean over people, and a mean of columns where nothing is missing, so what each column can reach at best
is added. With s people in a circle, k of them with a value v, a category adds (s**2 - sum over v of k**2) / (s-1) over
the circle's people; a number, as a standard score z with sum S in the circle, adds (s * sum of z**2 - S**2) / (s-1).
Somebody who sits alone adds nothing.
"""

from __future__ import annotations

import numpy as np

from roost.gather.circles.engine.scoring.distances import Floats, Table
from roost.gather.circles.engine.scoring.seating import Wholes


def bound_of(table: Table, sizes: Wholes, reached: float) -> float:
    """Give the highest diversity that circles of these sizes might have.

    Where nothing is missing it is the sum of `category_part` and `number_part` over columns, weighted, each a proven
    bound. For what is missing let W be the sum of all weights, r the weight of the columns that a pair does not share,
    c of which in categories, and a/(W-r) its distance d. Then d = (a + r*d)/W, because a = (W-r)*d. Now count a missing
    category as a value of its own, a difference of 1, and a missing number as the mean, which takes nothing away:

        d = (a + c)/W + (r-c)/W * d + c/W * (d-1) <= (a + c)/W + (r-c)/W * d + c/W * max(0, d-1).

    The first term is bounded as if nothing were missing. For the others, what a pair misses is at most what the one and
    the other miss; summed over pairs, each person's part counts twice, and d is at most the largest difference that the
    person can have on one column, because a mean is at most its largest part. That is `beyond`; it is 0 where all
    columns are categories.

    With numbers complete and categories missing, the first term alone is what circle-files.md defines. It is exceeded
    only by plans that seat the people with a missing category among those who are far from them, so it is given
    unless `reached`, the diversity of a plan with these sizes, shows that it can be.
    """
    if table.weight == 0:
        return 0.0
    parts = [_part(table, column, sizes) for column in range(len(table.weights))]
    stated = float(np.dot(table.weights, parts) / table.weight / len(table.values))
    numbers_missing = bool(table.missing[:, table.is_number].any())
    return stated + beyond(table) if numbers_missing or stated < reached - 1e-12 else stated


def beyond(table: Table) -> float:
    """Give what a plan may reach beyond `category_part` and `number_part` through values that are missing."""
    missed = table.missing * table.weights
    of_numbers = missed[:, table.is_number].sum(axis=1)
    of_categories = missed[:, ~table.is_number].sum(axis=1)
    farthest = np.zeros(len(table.values))
    for column, values in enumerate(table.values.T):
        has = ~np.isnan(values)
        if not has.any():
            continue
        reach = np.maximum(values - values[has].min(), values[has].max() - values) ** 2 / 2
        farthest[has] = np.maximum(farthest[has], reach[has] if table.is_number[column] else 1.0)
    more = of_numbers * farthest + of_categories * np.maximum(0.0, farthest - 1)
    return float(2 * more.sum() / table.weight / len(table.values))


def _part(table: Table, column: int, sizes: Wholes) -> float:
    values = table.values[:, column]
    has = ~np.isnan(values)
    if table.is_number[column]:
        return number_part(np.where(has, values, 0.0), sizes)
    _kinds, counts = np.unique(values[has], return_counts=True)
    alone = np.ones(int((~has).sum()), dtype=np.int64)
    return category_part(np.concatenate((counts.astype(np.int64), alone)), sizes)


def category_part(counts: Wholes, sizes: Wholes) -> float:
    """Give what a column adds at most over all people, of whom `counts` say how many have each of its values.

    With one or two sizes it is exact for the column by itself, with more the circles' sizes bind each value alone.
    """
    kinds, circles = np.unique(sizes[sizes > 1], return_counts=True)
    alone = int((sizes == 1).sum())
    if not len(kinds):
        return 0.0
    most = float(np.sum(circles * kinds**2 / (kinds - 1)))
    if len(kinds) == 1 and not alone:
        return most - float(_squares(counts, int(circles[0])).sum()) / float(kinds[0] - 1)
    if len(kinds) + (alone > 0) == 2:
        return most - _least_of_two(counts, np.sort(sizes))
    return most - _least_of_many(counts, kinds, circles, alone)


def _squares(people: Wholes, circles: int) -> Wholes:
    """Give the least sum of squares when as many people are spread over so many circles."""
    each, rest = np.divmod(people, circles)
    return np.asarray(rest * (each + 1) ** 2 + (circles - rest) * each**2)


def _least_of_two(counts: Wholes, sizes: Wholes) -> float:
    """Minimise sum of k**2/(s-1) over circles of two sizes, each of which must be full.

    If x of a value sit in smaller circles, spreading them evenly is best, and dealing person after person out to circle
    after circle, one value after the other, does that for all values at once. So only x is to be chosen for each value,
    the cost is convex in it, and taking the cheapest steps first until all smaller circles are full is exact.
    """
    small, large = int(sizes[0]), int(sizes[-1])
    few, many = int((sizes == small).sum()), int((sizes == large).sum())
    # Costs as whole numbers: 1/(s-1) times what both sizes divide. Somebody alone costs nothing.
    price_small, price_large, unit = (
        (large - 1, small - 1, (small - 1) * (large - 1)) if small > 1 else (0, 1, large - 1)
    )
    firsts = np.repeat(np.cumsum(counts) - counts, counts)
    moved = np.arange(counts.sum()) - firsts
    left = np.repeat(counts, counts) - moved - 1
    steps = price_small * (2 * (moved // few) + 1) - price_large * (2 * (left // many) + 1)
    taken = np.partition(steps, small * few - 1)[: small * few]
    return float(price_large * _squares(counts, many).sum() + taken.sum()) / unit


def _least_of_many(counts: Wholes, kinds: Wholes, circles: Wholes, alone: int) -> float:
    """Minimise sum of k**2/(s-1) as if each value had all circles to itself; of all people, `alone` cost nothing.

    The next person of a value in a circle with k of it costs (2k+1)/(s-1): the cheapest seats are taken first.
    """
    seats = int(kinds @ circles)
    dearest = (2 * counts.max() + circles.sum()) / (seats - circles.sum())  # With this, there are enough for a value.
    levels = [np.arange(int(dearest * (size - 1) / 2) + 2) for size in kinds]
    price = np.concatenate([(2 * level + 1) / (size - 1) for level, size in zip(levels, kinds, strict=True)])
    number = np.concatenate([np.full(len(level), many) for level, many in zip(levels, circles, strict=True)])
    cheapest = np.argsort(price, kind="stable")
    steps = np.repeat(price[cheapest], np.minimum(number[cheapest], counts.max()))[: counts.max()]
    if not alone:
        return float(np.concatenate(([0.0], np.cumsum(steps)))[counts].sum())
    taken = np.concatenate([steps[:count] for count in counts])
    return float(np.partition(taken, seats - 1)[:seats].sum())


def number_part(scores: Floats, sizes: Wholes) -> float:
    """Give what a column adds at most over all people, of whom `scores` (n,) say the standard scores, of sum 0.

    The first term is highest with the farthest people in the smallest circles. Somebody alone has it 0; or else, where
    the second counts all circles, 1/(s-1) of the largest, which gives back what this circle has no share in.
    """
    largest = int(sizes.max())
    if largest == 1:
        return 0.0
    squares = np.sort(scores**2)[::-1]
    seats = np.sort(np.repeat(sizes, sizes))
    alone = int((seats == 1).sum())
    factors = seats[alone:] / (seats[alone:] - 1)
    first = float(squares[: len(factors)] @ factors)
    second = max(_least_of_sums(scores, sizes), _least_of_sums(-scores, sizes)) / (largest - 1)
    rest = float(squares[len(factors) :].sum()) / (largest - 1)
    return first + min(0.0, rest - second) if alone else first - second


def _least_of_sums(scores: Floats, sizes: Wholes) -> float:
    """Give what the squared sums of circles add up to at least.

    The m highest people sit in m circles or fewer; such m circles hold them and at least m(smallest size - 1) others,
    at most m(largest size - 1), whose sum is not below that of the lowest people. So the m highest sums of circles make
    up at least that much, for each m, and all of them make up 0: they majorise the steps of the least concave curve
    over these points, and a sum of squares only grows by that (Hardy, Littlewood and Pólya, 1929).
    """
    people, circles = len(scores), len(sizes)
    upward = np.sort(scores)
    below = np.concatenate(([0.0], np.cumsum(upward)))
    number = np.arange(1, circles)
    fewest = number * (int(sizes.min()) - 1)
    most = np.minimum(number * (int(sizes.max()) - 1), people - number)
    others = np.clip(np.searchsorted(upward, 0.0), fewest, most)
    points = np.concatenate(([0.0], below[people] - below[people - number] + below[others], [0.0]))
    kept = [0]
    for place in range(1, len(points)):
        while len(kept) > 1 and _is_below(points, kept[-2], kept[-1], place):
            kept.pop()
        kept.append(place)
    return float(np.sum(np.diff(points[kept]) ** 2 / np.diff(kept)))


def _is_below(points: Floats, first: int, middle: int, last: int) -> bool:
    rise, way = points[last] - points[first], last - first
    return bool((points[middle] - points[first]) * way <= rise * (middle - first))
