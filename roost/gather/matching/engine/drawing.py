"""Whom to consider for whom, where people are too many to consider everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from random import Random

from roost.gather.matching.engine.pairing import Pair, pair_of

EVERYBODY_UP_TO = 80
CANDIDATES = 20


def worths_among(
    people: Sequence[int], worth_of: Callable[[int, int], int | None], *, seed: int, considered: int = CANDIDATES
) -> dict[Pair, int]:
    """Give what pairs are worth; `worth_of` answers None for a pair that may not be.

    Up to 80 people all pairs are looked at. Above, each of them in an order drawn by the seed looks around the circle
    until so many candidates are found: almost surely as many pairs, at a cost that grows with people and not with
    pairs.
    """
    order = sorted(people)
    if len(order) <= EVERYBODY_UP_TO:
        return _allowed(combinations(order, 2), worth_of)
    Random(seed).shuffle(order)
    found: dict[Pair, int] = {}
    for place, person in enumerate(order):
        missing = considered // 2
        for step in range(1, len(order) // 2 + 1):
            other = order[(place + step) % len(order)]
            worth = worth_of(person, other)
            if worth is not None:
                found[pair_of(person, other)] = worth
                missing -= 1
                if not missing:
                    break
    return found


def _allowed(pairs: Iterable[Pair], worth_of: Callable[[int, int], int | None]) -> dict[Pair, int]:
    weighed = ((pair, worth_of(*pair)) for pair in pairs)
    return {pair: worth for pair, worth in weighed if worth is not None}
