"""What another room does when people have found each other.

class Circles: ...            # doors/site/ports.py, which knows the room of circles
CIRCLES.fill(Circles())
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Founding(Protocol):
    """Begin circles, and know where they are found."""

    def found(self, organisation: int, *, people: Sequence[int], by: int, name: str) -> int:
        """Begin a circle of these people, by plain ids, within the transaction; give its number."""
        ...

    def address(self, circle: int) -> str:
        """Give the address of the page on which its members find a circle."""
        ...


class Circles:
    """Know who begins circles."""

    def __init__(self) -> None:
        self._founding: Founding | None = None

    def fill(self, founding: Founding | None) -> Founding | None:
        """Let a room begin circles from now on, or none; gives who did before."""
        before, self._founding = self._founding, founding
        return before

    def found(self, organisation: int, *, people: Sequence[int], by: int, name: str) -> int | None:
        """Begin a circle and give its number; None where no room does."""
        return self._founding.found(organisation, people=people, by=by, name=name) if self._founding else None

    def address(self, circle: int | None) -> str:
        """Give the address of a circle's page; empty where there is none."""
        return self._founding.address(circle) if self._founding and circle is not None else ""


CIRCLES = Circles()
