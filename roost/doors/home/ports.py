"""Places on the joining pages that rooms fill."""

from __future__ import annotations

from roost.ground.people.models import Person
from roost.ground.ui.slots import Slot

TODAY: Slot[Person] = Slot("home.today")
WELCOME: Slot[None] = Slot("home.welcome")
