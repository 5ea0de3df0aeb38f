"""What rooms above say of how misses are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

Begun = Callable[[int], Mapping[int, datetime]]


class CountsAnew:
    """Know since when misses are counted of whom, where a circle decided that a count begins anew."""

    def __init__(self) -> None:
        self._read: Begun | None = None

    def fill(self, read: Begun) -> None:
        """Let a room say so from now on."""
        self._read = read

    def of(self, circle: int) -> Mapping[int, datetime]:
        """Give since when for each person whose count began anew."""
        return self._read(circle) if self._read else {}


COUNTS_ANEW = CountsAnew()
