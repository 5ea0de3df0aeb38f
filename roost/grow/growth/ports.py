"""Places on Grow that higher rooms fill."""

from __future__ import annotations

from roost.ground.people.models import Person
from roost.ground.ui.slots import Slot

GROW: Slot[Person] = Slot("growth.overview")
