"""What a meeting was worth to those who were there."""

from __future__ import annotations

from collections.abc import Sequence

from roost.ground.release.engine import is_told

LEAST_RATING, MOST_RATING = 1, 10
# A mean is told once, to nobody but those who could rate: from three on it says nothing of one of the others.
FLOOR_AMONG_THEMSELVES = 3


def mean_told(ratings: Sequence[int]) -> float | None:
    """Give the mean of ratings from 1 to 10, where there are enough to tell it."""
    if not is_told(len(ratings), floor=FLOOR_AMONG_THEMSELVES):
        return None
    return sum(ratings) / len(ratings)
