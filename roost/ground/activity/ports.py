"""Verbs, the purposes they serve, and readers: declared by the rooms that act and the rooms that read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Purpose(StrEnum):
    """What a fact was recorded for; a reader sees only the purposes that it declares."""

    DEVELOPMENT = "development"
    WORK = "work"
    RECOGNITION = "recognition"
    EVIDENCE = "evidence"


_verbs: dict[str, Verb] = {}


@dataclass(frozen=True)
class Verb:
    """Name one kind of thing that happens, as `room.happened`.

    `names_people` says whether readers outside the room that declares it may learn who was involved.
    Raises ValueError when the name is taken or not of that form.
    """

    name: str
    purpose: Purpose
    meaning: str = field(compare=False)
    names_people: bool = field(default=True, compare=False)

    def __post_init__(self) -> None:
        room, _, happened = self.name.partition(".")
        if not room.isidentifier() or not happened.isidentifier():
            raise ValueError(f"A verb is named room.happened, not {self.name!r}.")
        if self.name in _verbs:
            raise ValueError(f"The verb {self.name} is declared twice.")
        _verbs[self.name] = self

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]


def verbs() -> tuple[Verb, ...]:
    """List every verb declared so far, by name."""
    return tuple(_verbs[name] for name in sorted(_verbs))


def verb_named(name: str) -> Verb:
    """Look up a verb that people chose at run time; raises KeyError for an unknown one."""
    return _verbs[name]


@dataclass(frozen=True)
class Reader:
    """Say who reads facts, for which purposes; `room` decides where names of people are visible."""

    room: str
    purposes: frozenset[Purpose]

    def may_read(self, verb: Verb) -> bool:
        return verb.purpose in self.purposes

    def may_name(self, verb: Verb) -> bool:
        """Development verbs name nobody outside their room; evidence alone is excepted, for who was selected."""
        if verb.room == self.room:
            return True
        return verb.names_people and verb.purpose is not Purpose.DEVELOPMENT
