"""Chance that can be replayed: the same numbers from the same seed, compiled or not, on every machine.

A state is an array of two integers. The generator adds an xorshift (Marsaglia, 2003, "Xorshift RNGs", 13/17/5) to a
linear congruential one (Knuth, multiplier 1664525), each of 32 bits, as in Marsaglia's KISS family: a period of about
2**64, and never more than 53 bits in an intermediate result. It is for searching, never for secrets.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from roost.ground.numerics.compiled import compiled

State = NDArray[np.int64]
_MASK = 0xFFFFFFFF


def seeded(seed: int, stream: int = 0) -> State:
    """Give a fresh state for a seed and one of its streams; both are whole numbers of any size, not negative."""
    words = np.random.SeedSequence([seed, stream]).generate_state(2)
    return np.array([int(words[0]) | 1, int(words[1])], dtype=np.int64)


@compiled
def draw_word(state: State) -> int:
    """Draw 32 bits: a whole number from 0 to 2**32 - 1."""
    word = state[0]
    word ^= (word << 13) & _MASK
    word ^= word >> 17
    word ^= (word << 5) & _MASK
    state[0] = word
    state[1] = (state[1] * 1664525 + 1013904223) & _MASK
    drawn: int = (word + state[1]) & _MASK
    return drawn


@compiled
def draw_below(state: State, bound: int) -> int:
    """Draw a whole number from 0 to bound - 1, for bounds up to 2**31; uneven by less than bound / 2**32."""
    return (draw_word(state) * bound) >> 32


@compiled
def draw_share(state: State) -> float:
    """Draw a number from 0 to below 1, in steps of 2**-32."""
    return draw_word(state) / 4294967296.0


@compiled
def shuffle(state: State, items: NDArray[np.int64]) -> None:
    """Put items into an order by chance, in place (Fisher and Yates)."""
    for last in range(len(items) - 1, 0, -1):
        other = draw_below(state, last + 1)
        items[last], items[other] = items[other], items[last]
