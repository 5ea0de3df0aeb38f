"""What rooms above offer to a circle's page and its meetings: cards, places that a circle keeps, and a rota."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.utils.functional import Promise

from roost.gather.circles.reads import SharedCircle
from roost.ground.ui.slots import Slot

CIRCLE_NOW: Slot[SharedCircle] = Slot("meetings.circle_now")
"""On a circle's own page, for who sits in it: what is asked or due, before what was."""
CIRCLE_PAGE: Slot[SharedCircle] = Slot("meetings.circle")
"""On a circle's own page, for who sits in it: what holds for long."""


@dataclass(frozen=True)
class Conducted:
    """A meeting under way in which people write; `first_round` is the number of its step, None where there is none."""

    circle: SharedCircle
    first_round: int | None


BESIDE_STAGE: Slot[Conducted] = Slot("meetings.beside_stage")
"""Above what is written in a meeting, for who promised confidentiality in it.

A card that draws texts by itself, here or on a circle's page, names their place as `data-kept`, and hears of them by
the event `writing:changed` of the document, whose `detail` is the pad.
"""


@dataclass(frozen=True)
class KeptPlace:
    """A place that stays with a circle beside its topics; `name` is what follows `circle:<id>:`.

    With a title it is drawn beside the topics, for who promised confidentiality, each writing one text. Without one it
    is for whoever sits in the circle, or where it `is_confided` for who promised as well; the room above draws it.
    """

    name: str
    title: str | Promise = ""
    words: str | Promise = ""
    is_confided: bool = False

    @property
    def needs_promise(self) -> bool:
        return bool(self.title) or self.is_confided


class Kept:
    """Know which further places circles keep."""

    def __init__(self) -> None:
        self._places: dict[str, KeptPlace] = {}

    def fill(self, place: KeptPlace) -> None:
        """Add a place to every circle; raises ValueError where one of the name is there."""
        if place.name in self._places:
            raise ValueError(f"A circle keeps {place.name} already.")
        self._places[place.name] = place

    @staticmethod
    def place_of(circle: int, name: str) -> str:
        """Name a circle's place."""
        return f"circle:{circle}:{name}"

    def places_of(self, circle: int) -> Mapping[str, KeptPlace]:
        """Give a circle's places, by what they are called in the vault."""
        return {self.place_of(circle, name): place for name, place in self._places.items()}

    def beside(self, circle: int) -> Sequence[tuple[str, KeptPlace]]:
        """Give those that are drawn beside the topics."""
        return [(name, place) for name, place in self.places_of(circle).items() if place.title]

    def open_in(self, circle: int, *, beside: bool) -> dict[str, bool]:
        """Give those open to somebody who sits in a circle, and the others where they promised and may write."""
        return {name: True for name, place in self.places_of(circle).items() if beside or not place.needs_promise}


KEPT = Kept()

Moderator = Callable[[int, datetime], int | None]
Roles = Callable[[int, datetime], Sequence[tuple[int, str]]]


@dataclass(frozen=True)
class Coming:
    """The meeting that a circle planned next, and who does what then: person and role in words."""

    starts_at: datetime
    roles: Sequence[tuple[int, str]]


class Rota:
    """Know who does what at a circle's meetings: who moderates at first, all roles in words, and which one is next."""

    def __init__(self) -> None:
        self._moderator: Moderator | None = None
        self._roles: Roles | None = None
        self._coming: Callable[[int], Coming | None] | None = None

    def fill(self, *, moderator: Moderator, roles: Roles, coming: Callable[[int], Coming | None]) -> None:
        """Let a room say so from now on."""
        self._moderator, self._roles, self._coming = moderator, roles, coming

    def moderator(self, circle: int, moment: datetime) -> int | None:
        """Give who moderates at first, where a rota says so."""
        return self._moderator(circle, moment) if self._moderator else None

    def roles(self, circle: int, moment: datetime) -> Sequence[tuple[int, str]]:
        """Give who does what; nothing where there is no rota."""
        return self._roles(circle, moment) if self._roles else ()

    def coming(self, circle: int) -> Coming | None:
        """Give the meeting that a circle planned next; None where none is planned."""
        return self._coming(circle) if self._coming else None


ROTA = Rota()


@dataclass(frozen=True)
class Agreed:
    """What a circle agreed on about its rhythm: `weeks` from one meeting to the next, `minutes` of one."""

    weeks: int
    minutes: int


T = TypeVar("T")


class OfCircle(Generic[T]):
    """What a room above says of a circle by its number; None where it says nothing."""

    def __init__(self) -> None:
        self._read: Callable[[int], T | None] | None = None

    def fill(self, read: Callable[[int], T | None]) -> None:
        """Let a room say so from now on."""
        self._read = read

    def of(self, circle: int) -> T | None:
        """Give what is said of a circle."""
        return self._read(circle) if self._read else None


AGREEMENT: OfCircle[Agreed] = OfCircle()
"""What a circle agreed on about its rhythm; None before it did."""
ONLY: OfCircle[str] = OfCircle()
"""The key of the one protocol by which a circle may meet while something stands between its people; else None."""
