"""From where somebody sees the person: above, beside, below, elsewhere; and which of them are told together."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Category(StrEnum):
    """Where a rater stands. Managers are attributed: they read so before they answer. Of the others, three at least."""

    MANAGER = "manager"
    PEER = "peer"
    REPORT = "report"
    OTHER = "other"


BESIDE = "peer-other"
"""Peers and others together, where either of them alone would be too few: said to both before they answer."""
LEAST = 3
LEAST_OF_WORDS = 5
"""Words without a name are told where so many answered."""
BANDS = (3, 5, 10, 20)
"""How many answered is told as three or four, five to nine, ten to nineteen, twenty or more."""


def told_as(category: Category, given: Collection[Category]) -> str | None:
    """Give the cell in which a category is told, by the categories of all who answered; None for managers.

    Peers and others are told together where there are some of both, and of either fewer than three.
    """
    if category is Category.MANAGER:
        return None
    beside = [sum(one is kind for one in given) for kind in (Category.PEER, Category.OTHER)]
    if category is not Category.REPORT and 0 < min(beside) < LEAST:
        return BESIDE
    return str(category)


def band_of(people: int) -> int:
    """Give the number with which a band of so many begins; raises ValueError below the first."""
    if people < BANDS[0]:
        raise ValueError(f"Nothing is told of {people}.")
    return max(one for one in BANDS if one <= people)
