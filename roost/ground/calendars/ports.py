"""What rooms above plan with people, so that it stands in those people's own calendars.

def planned(person: int, since: datetime, until: datetime) -> Sequence[Event]: ...     # a higher room
PLANNED.fill("rhythm", planned)                                                        # doors/site/ports.py
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from roost.ground.calendars.engine import Event


class Planning(Protocol):
    """Give what is planned with a person that begins from `since` up to but not including `until`.

    It is asked within the scope of the person's organisations, often, and without anybody signed in. What was called
    off is given as cancelled for as long as the room knows of it; the feed shows it for 30 days. Titles say no
    confidences: programs show them to whoever looks at the screen.
    """

    def __call__(self, person: int, since: datetime, until: datetime) -> Sequence[Event]: ...


class Plans:
    """Know which rooms plan something with people."""

    def __init__(self) -> None:
        self._by_room: dict[str, Planning] = {}

    def fill(self, room: str, planning: Planning | None) -> Planning | None:
        """Let a room say what it plans from now on, or nothing; gives who said so for it before."""
        before = self._by_room.pop(room, None)
        if planning is not None:
            self._by_room[room] = planning
        return before

    def of(self, person: int, since: datetime, until: datetime) -> list[Event]:
        """Give what all rooms plan with a person in that time, by time."""
        found = [one for room in sorted(self._by_room) for one in self._by_room[room](person, since, until)]
        within = (one for one in found if since <= one.starts_at < until)
        return sorted(within, key=lambda one: (one.starts_at, one.uid))


PLANNED = Plans()


def uid_of(what: str, number: int) -> str:
    """Give the name under which calendars everywhere know something planned here, such as `what` a room's "circle"."""
    return f"{what}-{number}@{urlsplit(settings.PUBLIC_URL).hostname}"
