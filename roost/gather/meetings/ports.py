"""What rooms above offer to a circle's page and its meetings: cards, and who does what by a rota."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from roost.gather.circles.reads import SharedCircle
from roost.ground.ui.slots import Slot

CIRCLE_PAGE: Slot[SharedCircle] = Slot("meetings.circle")
"""A circle's own page, for who sits in it."""

Moderator = Callable[[int, datetime], int | None]
Roles = Callable[[int, datetime], Sequence[tuple[int, str]]]


class Rota:
    """Know who does what at a circle's meeting: who moderates at first, and all roles in words, by person."""

    def __init__(self) -> None:
        self._moderator: Moderator | None = None
        self._roles: Roles | None = None

    def fill(self, *, moderator: Moderator, roles: Roles) -> None:
        """Let a room say so from now on."""
        self._moderator, self._roles = moderator, roles

    def moderator(self, circle: int, moment: datetime) -> int | None:
        """Give who moderates at first, where a rota says so."""
        return self._moderator(circle, moment) if self._moderator else None

    def roles(self, circle: int, moment: datetime) -> Sequence[tuple[int, str]]:
        """Give who does what; nothing where there is no rota."""
        return self._roles(circle, moment) if self._roles else ()


ROTA = Rota()
