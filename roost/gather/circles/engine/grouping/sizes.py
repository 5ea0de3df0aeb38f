"""How many belong to each group, before anybody is placed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from roost.ground.kit.errors import InputError

Bounds = NDArray[np.int64]
_NOWHERE = -(2**62)


def refuse_bounds(bounds: Bounds, elements: int) -> None:
    """Raise InputError where groups of these bounds cannot hold exactly so many elements."""
    for group, (least, most) in enumerate(bounds.tolist()):
        if not 0 <= least <= most:
            raise InputError(f"Group {group} cannot hold at least {least} and at most {most}. Change its sizes.")
    least, most = (int(side) for side in bounds.sum(axis=0))
    if not least <= elements <= most:
        raise InputError(
            f"The groups hold {least} to {most} together, and there are {elements} elements. Change the sizes."
        )


def widest_sizes(bounds: Bounds, elements: int) -> NDArray[np.int64]:
    """Choose sizes within bounds, of shape (groups, 2), that add up to `elements` and hold the most pairs together.

    With distances above zero a sum over pairs grows with the number of pairs, and a search that moves one element at a
    time does not find the way from one such choice to another, so it begins at the best: a knapsack over what is left
    when every group has its least. The bounds must leave room for exactly that many.
    """
    least = bounds[:, 0]
    left = elements - int(least.sum())
    most = np.full(left + 1, _NOWHERE, dtype=np.int64)
    most[0] = 0
    chosen = np.zeros((len(bounds), left + 1), dtype=np.int64)
    for group, (low, high) in enumerate(bounds.tolist()):
        before, most = most, np.full(left + 1, _NOWHERE, dtype=np.int64)
        for more in range(min(high - low, left) + 1):
            worth = before[: left + 1 - more] + (low + more) ** 2
            better = worth > most[more:]
            most[more:][better] = worth[better]
            chosen[group, more:][better] = more
    sizes = least.copy()
    for group in reversed(range(len(bounds))):
        sizes[group] += chosen[group, left]
        left -= int(chosen[group, left])
    return sizes


def evenest_sizes(bounds: Bounds, elements: int) -> NDArray[np.int64]:
    """Choose sizes within bounds, of shape (groups, 2), that add up to `elements` and hold the fewest pairs together.

    It is where to begin when most distances are below zero. The bounds must leave room for exactly that many.
    """
    sizes = bounds[:, 0].copy()
    for _one in range(elements - int(sizes.sum())):
        open_to_more = np.flatnonzero(sizes < bounds[:, 1])
        sizes[open_to_more[np.argmin(sizes[open_to_more])]] += 1
    return sizes
