"""Whom to consider for whom, where people are too many to consider everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from random import Random

from roost.gather.matching.engine.pairing import Pair, pair_of

EVERYBODY_UP_TO = 80
CANDIDATES = 20
BLOCK = 1000


def worths_among(
    people: Sequence[int], worth_of: Callable[[int, int], int | None], *, seed: int, considered: int = CANDIDATES
) -> dict[Pair, int]:
    """Give what pairs are worth; `worth_of` answers None for a pair that may not be.

    Up to 80 people all pairs are looked at. Above, people are dealt by the seed into blocks of a thousand, and each
    looks around the circle of their block until so many candidates are found: almost surely as many pairs, at a cost
    that grows with people and not with pairs.
    """
    order = sorted(people)
    if len(order) <= EVERYBODY_UP_TO:
        return _allowed(combinations(order, 2), worth_of)
    Random(seed).shuffle(order)
    found: dict[Pair, int] = {}
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        for place in range(len(block)):
            found |= _around(place, block, worth_of, considered // 2)
    return found


def _around(
    place: int, block: Sequence[int], worth_of: Callable[[int, int], int | None], missing: int
) -> dict[Pair, int]:
    """Give the first so many pairs that somebody may be in with those who follow them, half around the circle."""
    found: dict[Pair, int] = {}
    for step in range(1, len(block) // 2 + 1):
        other = block[(place + step) % len(block)]
        worth = worth_of(block[place], other)
        if worth is not None:
            found[pair_of(block[place], other)] = worth
            if len(found) == missing:
                break
    return found


def _allowed(pairs: Iterable[Pair], worth_of: Callable[[int, int], int | None]) -> dict[Pair, int]:
    weighed = ((pair, worth_of(*pair)) for pair in pairs)
    return {pair: worth for pair, worth in weighed if worth is not None}
