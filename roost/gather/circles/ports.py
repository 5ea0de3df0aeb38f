"""Places on Gather that other rooms fill."""

from __future__ import annotations

from roost.ground.people.models import Person
from roost.ground.ui.slots import Slot

GATHER: Slot[Person] = Slot("circles.gather")
