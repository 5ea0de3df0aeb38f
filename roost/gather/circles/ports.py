"""What other rooms fill: places on Gather and on each circle there, and which circles have met."""

from __future__ import annotations

from collections.abc import Callable, Collection

from roost.ground.people.models import Person
from roost.ground.ui.slots import Slot

GATHER: Slot[Person] = Slot("circles.gather")
CIRCLE: Slot[int] = Slot("circles.circle")
"""A circle by its id, to who sits in it."""

Met = Callable[[Collection[int]], Collection[int]]


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
