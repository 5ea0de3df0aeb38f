"""What a higher room offers about the groups that it started: what a group is called, and the way back to it.

def places_of_notes(viewer: int, groups: Collection[UUID]) -> dict[UUID, GroupPlace]: ...     # a higher room
PLACES.fill("companionship", places_of_notes)                                                 # doors/site/ports.py

And, for groups of many that write on that room's own pages, which places of those pages are open.

def places_open(group: UUID, person: int, places: Collection[str]) -> dict[str, bool]: ...    # a higher room
PADS.fill("circle", places_open)                                                              # doors/site/ports.py
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update

WATCH = "vault/watch.js"
"""The script that forgets an opened key in time; every page of the house loads it."""

with_sodium = csp_update({"script-src": [SELF, "'wasm-unsafe-eval'"]})
"""Let a view's page run libsodium, which is WebAssembly. Only for pages on which keys or texts are opened."""


@dataclass(frozen=True)
class GroupPlace:
    """Say what a viewer calls a group, and which page of the room above it belongs to.

    `another` is an address that, posted to, begins another group where this one cannot go on; empty if nothing does.
    """

    title: str
    way_back: str = ""
    way_back_label: str = ""
    another: str = ""


class Placing(Protocol):
    """Give groups' places for a viewer, by plain ids, in as many queries as for one; nothing where it is unknown."""

    def __call__(self, viewer: int, groups: Collection[UUID]) -> Mapping[UUID, GroupPlace]: ...


class Places:
    """Know which room speaks for which kind of group."""

    def __init__(self) -> None:
        self._by_kind: dict[str, Placing] = {}

    def fill(self, kind: str, placing: Placing) -> None:
        """Let a room speak for a kind; raises ValueError where another does already."""
        if kind in self._by_kind:
            raise ValueError(f"Somebody speaks for groups of the kind {kind} already.")
        self._by_kind[kind] = placing

    def speaks_for(self, kind: str) -> bool:
        """Say whether a room speaks for the kind."""
        return kind in self._by_kind

    def places_of(self, kind: str, viewer: int, groups: Collection[UUID]) -> Mapping[UUID, GroupPlace]:
        """Ask the room that speaks for the kind; nothing where nobody does."""
        placing = self._by_kind.get(kind)
        return placing(viewer, groups) if placing else {}


PLACES = Places()


class Opening(Protocol):
    """Give those of the places that a person may read in now, and whether each takes text; by plain ids.

    It is asked in the transaction that writes, after the group's turn was taken. A room that closes a place and calls
    `actions.forget_places` in one transaction is thus sure that nothing is written there later.
    """

    def __call__(self, group: UUID, person: int, places: Collection[str]) -> Mapping[str, bool]: ...


Staying = Callable[[UUID, int], bool]
"""Say whether somebody still belongs to a group, by plain ids: asked whenever the group is held."""


class Pads:
    """Know which kinds of groups are of many and write on pages of the room above."""

    def __init__(self) -> None:
        self._by_kind: dict[str, Opening] = {}
        self._staying: dict[str, Staying] = {}

    def fill(self, kind: str, opening: Opening, staying: Staying | None = None) -> None:
        """Let a room open places to a kind, and say who stays; raises ValueError where another does already.

        With `staying`, whoever the room no longer counts in is refused at once, before they are let out.
        """
        if kind in self._by_kind:
            raise ValueError(f"Somebody opens places to groups of the kind {kind} already.")
        self._by_kind[kind] = opening
        if staying is not None:
            self._staying[kind] = staying

    def keeps(self, kind: str, group: UUID, person: int) -> bool:
        """Ask the room whether somebody still belongs to a group; those of whom no room speaks do."""
        staying = self._staying.get(kind)
        return staying is None or staying(group, person)

    def are_for(self, kind: str) -> bool:
        """Say whether groups of the kind are of many: the others write on while somebody waits to be let in."""
        return kind in self._by_kind

    def openings(self, kind: str, group: UUID, person: int, places: Collection[str]) -> Mapping[str, bool]:
        """Ask the room that opens places to the kind; none are open where nobody does."""
        opening = self._by_kind.get(kind)
        return opening(group, person, places) if opening else {}


PADS = Pads()
