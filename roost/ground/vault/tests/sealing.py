"""What browsers send, made of letters, in tests: keys, records of who reads, sealed notes. Nothing here opens."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from roost.ground.people.models import Person
from roost.ground.vault.actions import Keys, Sealed, add_epoch
from roost.ground.vault.engine import canonical, digest
from roost.ground.vault.models import Epoch, Group
from roost.ground.vault.reads import latest_epoch, people_in, readers_of

MakePerson = Callable[..., Person]


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


def next_epoch(group: Group, by: Person) -> Epoch:
    return add_epoch(group, by=by, told=record_of(group, by), signature="s")


def sealed(group: Group, note: UUID | None = None, version: int = 1, words: str = "x") -> Sealed:
    latest = latest_epoch(group)
    return Sealed(note or uuid4(), version, latest.number if latest else 1, letters(words, 32), words)
