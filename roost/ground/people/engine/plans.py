"""What an import of people would do, person by person, as values that a page can show and an action can apply."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from roost.ground.kit.errors import Problem


class TeamName(NamedTuple):
    """Name a team by its pair: one name in two divisions is two teams.

    People of whom only the division is known are in a team of the division's name.
    """

    division: str
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({self.division})" if self.division and self.division != self.name else self.name


class Kind(StrEnum):
    """What an import does to a person; of leaving, moving and changing the first that fits.

    Moving is what keeps history: another team or another manager. Changing overwrites a plain field.
    """

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    UNCHANGED = "unchanged"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Entry:
    """What Roost keeps of a person in an organisation.

    `manager` is the number of a person, or minus the row of somebody whom the same import adds.
    """

    employee_id: str | None = None
    email: str | None = None
    name: str = ""
    title: str = ""
    team: TeamName | None = None
    manager: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def belongs_on(self, day: date) -> bool:
        return self.ends_on is None or day < self.ends_on

    @property
    def label(self) -> str:
        """Name the entry as its own file would: employee id before e-mail."""
        return self.employee_id or self.email or self.name

    @property
    def digest(self) -> str:
        """Give the SHA-256 of all that is kept: equal digests mean that nothing has changed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """A person who belongs, or belonged, to the organisation.

    `shared`: belongs to another organisation too, so name and e-mail are not this one's to change.
    `stays`: holds a role here, so absence from a file is no reason to leave.
    """

    person: int
    entry: Entry
    shared: bool = False
    stays: bool = False


@dataclass(frozen=True)
class Snapshot:
    """Everybody of an organisation, and the addresses of a file with which somebody else signs in here already."""

    people: tuple[Known, ...] = ()
    elsewhere: frozenset[str] = frozenset()


class Change(NamedTuple):
    """One field that an import would write."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Step:
    """What an import does to one person.

    `row` is None for those who leave by absence, `person` and `before` for those who are new.
    """

    kind: Kind
    row: int | None
    person: int | None
    before: Entry | None
    after: Entry

    @property
    def who(self) -> int:
        """Give the person's number, or minus the row of somebody new: what `Entry.manager` refers to."""
        return self.person if self.person is not None else -(self.row or 0)

    def changes(self) -> Iterator[Change]:
        before = self.before or Entry()
        for one in fields(Entry):
            was, becomes = getattr(before, one.name), getattr(self.after, one.name)
            if was != becomes:
                yield Change(one.name, was, becomes)


@dataclass(frozen=True)
class Plan:
    """What an import would do, in the order of the file; with a problem it may not be done."""

    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    unused: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> dict[str, int]:
        counted = Counter(step.kind for step in self.steps)
        return {kind.value: counted[kind] for kind in Kind}

    @cached_property
    def digest(self) -> str:
        """Give the SHA-256 of all that would be written: equal digests mean the same import of the same people."""
        told = hashlib.sha256()
        for step in self.steps:
            told.update(repr((step.kind, step.row, step.person, step.before, step.after)).encode())
        return told.hexdigest()

    def as_dict(self) -> dict[str, object]:
        """Give the counts and the problems, as `roost people import --json` answers them."""
        return {**self.counts, "problems": [problem.as_dict() for problem in self.problems]}
