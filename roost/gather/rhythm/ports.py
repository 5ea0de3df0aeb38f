"""What rooms above add to a circle's term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from roost.gather.circles.reads import SharedCircle
from roost.ground.ui.slots import Slot


@dataclass(frozen=True)
class Next:
    """The meeting that a circle holds next."""

    circle: SharedCircle
    starts_at: datetime

    @property
    def moment(self) -> str:
        """Give when it begins as a form sends it back."""
        return self.starts_at.isoformat()


NEXT: Slot[Next] = Slot("rhythm.next")
"""Beneath a circle's next meeting, wherever somebody who sits in it finds it."""
