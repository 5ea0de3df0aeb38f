"""What another room does when two have found each other.

def found_for(organisation, people, by, name): ...     # doors/site/ports.py, which knows the room of circles
CIRCLES.fill(found_for)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Founding(Protocol):
    """Begin a circle of these people, by plain ids, within the transaction; give the address of its page."""

    def __call__(self, organisation: int, *, people: Sequence[int], by: int, name: str) -> str: ...


class Circles:
    """Know who begins circles."""

    def __init__(self) -> None:
        self._founding: Founding | None = None

    def fill(self, founding: Founding) -> Founding | None:
        """Let a room begin circles from now on; gives who did before."""
        before, self._founding = self._founding, founding
        return before

    def empty(self, before: Founding | None) -> None:
        """Let things be as they were before `fill`."""
        self._founding = before

    def found(self, organisation: int, *, people: Sequence[int], by: int, name: str) -> str:
        """Begin a circle and give the address of its page; none where no room does."""
        return self._founding(organisation, people=people, by=by, name=name) if self._founding else ""


CIRCLES = Circles()
