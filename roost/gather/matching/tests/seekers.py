"""Whom tests let look for a peer, and a room that remembers which circles it was asked to begin."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from roost.gather.matching.access import visible_sides
from roost.gather.matching.actions import Sought
from roost.gather.matching.models import Side
from roost.ground.people.models import Organisation, Person

SOUGHT = Sought("conflict", "middle", "same", "A canary of hope", by_mail=True)
Seek = Callable[..., Person]


@dataclass
class Founder:
    """Begins circles, remembers of whom, and knows of some that nobody sits in any more."""

    founded: list[tuple[int, tuple[int, ...], int | None]] = field(default_factory=list)
    over: set[int] = field(default_factory=set)

    def found(self, organisation: int, *, people: Sequence[int], by: int | None) -> int:
        self.founded.append((organisation, tuple(people), by))
        return len(self.founded)

    def sits_in(self, person: Person, circles: Collection[int]) -> set[int]:
        return set(circles) - self.over

    def address(self, circle: int) -> str:
        return f"/circle/{circle}/"


def form_for(organisation: Organisation, **changed: str) -> dict[str, str]:
    """Give the form of a wish as its page sends it, new unless a version says otherwise."""
    said = {"topic": "conflict", "stage": "middle", "seeks": "same", "words": "A canary of hope", "version": "0"}
    return said | {"organisation": str(organisation.pk)} | changed


def side_of(person: Person) -> Side:
    """Give a person's side of what is open with them."""
    return visible_sides(person).filter(proposal__paired_at=None).get()


def is_asked(person: Person) -> bool:
    """Say whether somebody is proposed to a person at the moment."""
    return visible_sides(person).filter(proposal__paired_at=None).exists()
