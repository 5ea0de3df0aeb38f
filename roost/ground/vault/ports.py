"""What a higher room offers about the groups that it started: what a group is called, and the way back to it.

def place_of_pair(viewer: int, group: UUID) -> GroupPlace | None: ...     # a higher room
PLACES.fill("companions.pair", place_of_pair)                             # doors/site/ports.py
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class GroupPlace:
    """Say what a viewer calls a group, and which page of the room above it belongs to."""

    title: str
    way_back: str = ""
    way_back_label: str = ""


class Placing(Protocol):
    """Give a group's place for a viewer, by plain ids; None where there is nothing to say."""

    def __call__(self, viewer: int, group: UUID) -> GroupPlace | None: ...


class Places:
    """Know which room speaks for which kind of group."""

    def __init__(self) -> None:
        self._by_kind: dict[str, Placing] = {}

    def fill(self, kind: str, placing: Placing) -> None:
        """Let a room speak for a kind; raises ValueError where another does already."""
        if kind in self._by_kind:
            raise ValueError(f"Somebody speaks for groups of the kind {kind} already.")
        self._by_kind[kind] = placing

    def place_of(self, kind: str, viewer: int, group: UUID) -> GroupPlace | None:
        """Ask the room that speaks for the kind; None where nobody does."""
        placing = self._by_kind.get(kind)
        return placing(viewer, group) if placing else None


PLACES = Places()
