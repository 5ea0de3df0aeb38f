"""What other rooms fill: a place on Gather, the way on from each circle there, and which circles have met."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from roost.ground.people.models import Person
from roost.ground.ui.slots import Slot

GATHER: Slot[Person] = Slot("circles.gather")

Met = Callable[[Collection[int]], Collection[int]]
Leading = Callable[[Person, Collection[int]], "Mapping[int, Way]"]


@dataclass(frozen=True)
class Way:
    """Where to go on from a circle, in which words; `is_now` where people of it are waiting there right now."""

    words: str
    address: str
    is_now: bool


class Ways:
    """Know who leads on from circles."""

    def __init__(self) -> None:
        self._leading: Leading | None = None

    def fill(self, leading: Leading | None) -> Leading | None:
        """Let a room lead on from circles from now on, or none; gives who did before."""
        before, self._leading = self._leading, leading
        return before

    def of(self, person: Person, circles: Collection[int]) -> Mapping[int, Way]:
        """Give the way on from each of these circles, in which a person sits; asked once for all of them."""
        return self._leading(person, circles) if self._leading and circles else {}


class Held:
    """Know who says which circles have met: what they keep of it would go with them."""

    def __init__(self) -> None:
        self._met: Met | None = None

    def fill(self, met: Met | None) -> Met | None:
        """Let a room say so from now on, or none; gives who did before."""
        before, self._met = self._met, met
        return before

    def among(self, circles: Collection[int]) -> Collection[int]:
        """Give which of these circles have met or are meeting; none where no room says so."""
        return self._met(circles) if self._met and circles else ()


HELD = Held()
WAYS = Ways()
