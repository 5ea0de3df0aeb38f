"""What another room does when people have found each other.

class Circles: ...            # doors/site/ports.py, which knows the room of circles
CIRCLES.fill(Circles())
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from roost.ground.people.models import Person


class Founding(Protocol):
    """Begin circles, and know where they are found."""

    def found(self, organisation: int, *, people: Sequence[int], by: int | None) -> int:
        """Begin a circle of these people, by plain ids, within the transaction; give its number.

        `by` is None where it follows from something that nobody of them did now.
        """
        ...

    def sits_in(self, person: Person, circles: Collection[int]) -> Collection[int]:
        """Give in which of these circles somebody sits now: circles end, and people leave them. One query for all."""
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

    def found(self, organisation: int, *, people: Sequence[int], by: int | None) -> int | None:
        """Begin a circle and give its number; None where no room does."""
        return self._founding.found(organisation, people=people, by=by) if self._founding else None

    def sits_in(self, person: Person, circles: Collection[int]) -> Collection[int]:
        """Give in which of these circles somebody sits now; no query where there are none to ask about."""
        return self._founding.sits_in(person, circles) if self._founding and circles else ()

    def address(self, circle: int | None) -> str:
        """Give the address of a circle's page; empty where there is none."""
        return self._founding.address(circle) if self._founding and circle is not None else ""


CIRCLES = Circles()
