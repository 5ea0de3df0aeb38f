"""What may be shown of a group, decided from counts alone, so that nobody can plead for an exception."""

from __future__ import annotations

from enum import StrEnum

FLOOR = 5


class Band(StrEnum):
    """How many of a group took part, told without telling who did not."""

    HIDDEN = "hidden"
    FEW = "few"
    HALF = "half"
    MOST = "most"


def told_count(people: int, *, floor: int = FLOOR) -> int | None:
    """Give how many people there are, or None below the floor. Raises ValueError for a negative count."""
    if people < 0:
        raise ValueError(f"{people} people cannot be counted.")
    return people if people >= floor else None


def taking_part(active: int, of: int, *, floor: int = FLOOR) -> Band:
    """Band the share of a group that took part.

    Groups below the floor stay hidden. "Few" covers nobody as well as up to a third, and "most" everybody as well as
    more than two thirds, so that neither silence nor unanimity can be read from a band.
    Raises ValueError when counts are negative or more took part than there are.
    """
    if not 0 <= active <= of:
        raise ValueError(f"{active} of {of} cannot have taken part.")
    if of < floor:
        return Band.HIDDEN
    if 3 * active <= of:
        return Band.FEW
    return Band.HALF if 3 * active <= 2 * of else Band.MOST
