"""Whom tests let look for a peer, and a room that remembers which circles it was asked to begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from roost.gather.matching.access import visible_sides
from roost.gather.matching.actions import Sought
from roost.gather.matching.models import Side
from roost.ground.people.models import Person

SOUGHT = Sought("conflict", "middle", "same", "A canary of hope", by_mail=True)
Seek = Callable[..., Person]


@dataclass
class Founder:
    """Begins circles, and remembers of whom and how they are called."""

    founded: list[tuple[int, tuple[int, ...], int, str]] = field(default_factory=list)

    def found(self, organisation: int, *, people: Sequence[int], by: int, name: str) -> int:
        self.founded.append((organisation, tuple(people), by, name))
        return len(self.founded)

    def address(self, circle: int) -> str:
        return f"/circle/{circle}/"


def side_of(person: Person) -> Side:
    """Give a person's side of what is open with them."""
    return visible_sides(person).filter(proposal__paired_at=None).get()


def is_asked(person: Person) -> bool:
    """Say whether somebody is proposed to a person at the moment."""
    return visible_sides(person).filter(proposal__paired_at=None).exists()
