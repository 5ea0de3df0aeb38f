"""What browsers send, made of letters, in tests: keys, records of who reads, sealed notes. Nothing here opens."""

from __future__ import annotations

from collections.abc import Callable, Collection
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from roost.ground.people.models import Person
from roost.ground.vault.actions import Keys, Sealed, add_epoch
from roost.ground.vault.engine import canonical, digest, readers_in
from roost.ground.vault.models import Epoch, Group
from roost.ground.vault.ports import PADS
from roost.ground.vault.reads import latest_epoch, people_in, readers_of

MakePerson = Callable[..., Person]
CIRCLE = "circle of tests"


class OpenPlaces:
    """Stand for the room above: say which places are open, whether they take text, and to whom they are shut."""

    def __init__(self) -> None:
        self.open: dict[str, bool] = {}
        self.shut_to: set[int] = set()

    def __call__(self, group: UUID, person: int, places: Collection[str]) -> dict[str, bool]:
        return {} if person in self.shut_to else {place: self.open[place] for place in places if place in self.open}


OPEN = OpenPlaces()
PADS.fill(CIRCLE, OPEN)


def letters(seed: object, count: int = 43) -> str:
    """Give letters that look like a key."""
    return (sha256(str(seed).encode()).hexdigest() * 3)[:count]


def keys_of(person: Person, turn: int = 1) -> Keys:
    return Keys(letters((person.pk, turn)), letters((person.pk, turn, "sign")), "a.b.c", "d.e.f")


def record_of(group: Group, by: Person, other: dict[str, Any] | None = None) -> str:
    """Write the record that is next for today's readers; `other` replaces parts of it."""
    latest = latest_epoch(group)
    told = {
        "by": by.pk,
        "commitment": letters("commitment"),
        "group": str(group.pk),
        "n": latest.number + 1 if latest else 1,
        "organisation": group.organisation_id,
        "previous": digest(latest.record) if latest else "",
        "roster": [
            {"person": one.person, "box": one.box, "sign": one.sign, "key": letters("wrapped", 107)}
            for one in readers_of(people_in(group))
        ],
    }
    return canonical(told | (other or {}))


def roster_of(group: Group, *, let_in: Collection[int] = ()) -> list[dict[str, Any]]:
    """Write the roster of those of today who read before with the same keys, and of those who are let in now."""
    latest = latest_epoch(group)
    before = readers_in(latest.record) if latest else set()
    return [
        {"person": one.person, "box": one.box, "sign": one.sign, "key": letters("wrapped", 107)}
        for one in readers_of(people_in(group))
        if one in before or one.person in let_in
    ]


def next_epoch(group: Group, by: Person) -> Epoch:
    return add_epoch(group, by=by, told=record_of(group, by), signature="s")


def epoch_of(group: Group, by: Person, *let_in: Person) -> Epoch:
    """Begin the next epoch for who read before, and for who is let in."""
    roster = roster_of(group, let_in=[person.pk for person in let_in])
    return add_epoch(group, by=by, told=record_of(group, by, {"roster": roster}), signature="s")


def sealed(group: Group, note: UUID | None = None, version: int = 1, words: str = "x", place: str = "") -> Sealed:
    latest = latest_epoch(group)
    return Sealed(note or uuid4(), version, latest.number if latest else 1, letters(words, 32), words, place)
