"""Name circles as the engine does, by their numbers, and back."""

from __future__ import annotations


def name_of(number: int) -> str:
    """Give the engine's name of a circle."""
    return f"Circle {number}"


def number_of(name: str) -> int:
    """Give the number in a name that `name_of` or the engine gave."""
    return int(name.rpartition(" ")[2])
