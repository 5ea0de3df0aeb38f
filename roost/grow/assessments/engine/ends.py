"""Which of many results stand lowest and highest, where that can be said."""

from __future__ import annotations

from collections.abc import Mapping

NAMED = 2
MOST_NAMED = 3


def ends(means: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """Give those that stand lowest and highest: two of each, three where they are level, none where more are.

    None at either end, too, where both would name the same.
    """
    low, high = _end(means, 1), _end(means, -1)
    return ([], []) if set(low) & set(high) else (low, high)


def _end(means: Mapping[str, float], sign: int) -> list[str]:
    if len(means) <= NAMED:
        return []
    limit = sorted(sign * one for one in means.values())[NAMED - 1]
    found = [key for key, one in means.items() if sign * one <= limit]
    return found if len(found) <= MOST_NAMED else []
