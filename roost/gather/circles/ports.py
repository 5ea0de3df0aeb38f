"""Places on Gather that other rooms fill: the page itself, and each circle on it (its id, to who sits in it)."""

from __future__ import annotations

from roost.ground.people.models import Person
from roost.ground.ui.slots import Slot

GATHER: Slot[Person] = Slot("circles.gather")
CIRCLE: Slot[int] = Slot("circles.circle")
