"""Ask the engine about a program as it stands in the server's own database."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Subquery

from roost.ground.activity.reads import last_position
from roost.see.tracking.engine import (
    Board,
    Contribution,
    Rules,
    Source,
    Standing,
    UnplacedDay,
    Window,
    board_of,
    compute_contributions,
    compute_standings,
    compute_unplaced,
    compute_unplaced_days,
    parse_rules,
)
from roost.see.tracking.models import Cell, Program
from roost.see.tracking.reads.source import dialect, source_for, team_names

T = TypeVar("T")

# Lines of boards, of about 230 bytes each.
MOST_REMEMBERED = 200_000


class Memory:
    """Boards that were read already, for as long as no action changes anything.

    Every action records a fact, so the newest fact's position is a version of all there is to read. What is read
    inside a transaction may never come to be, and must not be remembered. After a restore of the database a process
    has to start anew, because positions come again with other meanings.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def recall(self, position: int | None, asked: Hashable, make: Callable[[], T]) -> T:
        """Give what is remembered of a question as of a fact's position, or answer and remember it.

        The position has to be read before anything that the answer is made of. None remembers nothing.
        """
        if position is None:
            return make()
        with self._lock:
            if position > self._position:
                self._start_at(position)
            if position == self._position and asked in self._known:
                self._known.move_to_end(asked)
                answer: T = self._known[asked]
                return answer
        answer = make()
        with self._lock:
            if position == self._position and asked not in self._known:
                self._known[asked] = answer
                self._lines += _lines_in(answer)
                while self._lines > MOST_REMEMBERED:
                    self._lines -= _lines_in(self._known.popitem(last=False)[1])
        return answer

    def forget(self) -> None:
        """Start anew, as a test does with its own database."""
        with self._lock:
            self._start_at(-1)

    def _start_at(self, position: int) -> None:
        self._position = position
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._lines = 0


def _lines_in(answer: Any) -> int:
    return 1 + (len(answer) if isinstance(answer, list) else 0)


boards = Memory()


@dataclass(frozen=True)
class Version:
    """A version of a program's rules, as a document; periods that ended before `holds_from` are not counted by it."""

    number: int
    document: str
    holds_from: date | None

    @cached_property
    def rules(self) -> Rules:
        return parse_rules(self.document)


@dataclass(frozen=True)
class Reader:
    """A program with its rules, ready for several questions: four queries at most before the first, then one.

    A window is counted by the newest rules that held before it ended.

    What was asked before, and cannot have changed, is answered from memory; see `Memory`. Every answer raises
    InputError where points leave the range that stays exact.
    """

    program: Program
    person: int | None = None
    """With a person, only their scores are read: for lines of their own, never for a team's standing."""
    instead: Rules | None = None
    """Rules to be tried in place of those that hold, for every window."""

    @cached_property
    def _position(self) -> int | None:
        return None if connection.in_atomic_block else last_position()

    def _recall(self, asked: Hashable, make: Callable[[], T]) -> T:
        return boards.recall(self._position, (self.program.pk, asked), make)

    @cached_property
    def _versions(self) -> tuple[Version, ...]:
        return self._recall("rules", self._read_versions)

    def _read_versions(self) -> tuple[Version, ...]:
        rules = self.program.rules.order_by("-version").values_list("version", "document", "holds_from")
        for_all_days = self.program.rules.filter(holds_from=None).order_by("-version").values("version")[:1]
        return tuple(Version(*told) for told in rules.filter(version__gte=Subquery(for_all_days)))

    @property
    def version(self) -> Version:
        """Give the version of the rules in force."""
        return self._versions[0]

    @property
    def earlier(self) -> tuple[Version, ...]:
        """Give the versions by which periods are counted that ended before those in force held, the newest first."""
        found, later = [], self.version
        for one in self._versions[1:]:
            if one.holds_from != later.holds_from:
                found.append(one)
            later = one
        return tuple(found)

    def version_for(self, window: Window) -> Version:
        """Give the version of the rules by which a window is counted."""
        end = window.ends
        return next(one for one in self._versions if end is None or one.holds_from is None or one.holds_from < end)

    @property
    def rules(self) -> Rules:
        """Give the rules in force, or those that are tried `instead`."""
        return self.instead or self.version.rules

    def rules_for(self, window: Window) -> Rules:
        """Give the rules by which a window is counted: its metrics' places are those of contributions."""
        return self.instead or self.version_for(window).rules

    @cached_property
    def _sources(self) -> dict[Rules, Source]:
        return {}

    def _source(self, rules: Rules) -> Source:
        if rules not in self._sources:
            self._sources[rules] = source_for(self.program, rules, person=self.person)
        return self._sources[rules]

    def standings(self, window: Window, division: int | None = None) -> list[Standing]:
        """Give the line of every team that had a member in the window, by division and rank; or of one division."""
        rules = self.rules_for(window)
        found = self._recall(
            ("standings", self.person, self.instead, window, division),
            lambda: compute_standings(
                connection, rules, window, self._source(rules), dialect=dialect(), divisions=_only(division)
            ),
        )
        return list(found)

    def contributions(self, window: Window, team: int | None = None) -> list[Contribution]:
        """Give what each person brought to each team, or to one, by metric."""
        rules = self.rules_for(window)
        return compute_contributions(
            connection, rules, window, self._source(rules), dialect=dialect(), teams=_only(team)
        )

    def has_entries(self, window: Window) -> bool:
        """Say whether any entry counts for the window, of whatever metric."""
        cells = Cell.objects.filter(metric__program=self.program, entries__gt=0)
        inside = cells.filter(day__gte=window.first_day, day__lt=window.end_day)
        return self._recall(("any", window), inside.exists)

    def unplaced(self, window: Window) -> int:
        """Count the window's entries whose person was in no team on that day."""
        return self._recall(
            ("unplaced", self.person, window),
            lambda: compute_unplaced(connection, window, self._source(self.rules_for(window)), dialect=dialect()),
        )

    def unplaced_days(self, window: Window, first: int, end: int) -> list[UnplacedDay]:
        """Give the days, the newest first, of those entries that stand from place `first` up to `end` among them."""
        return compute_unplaced_days(
            connection, window, self._source(self.rules_for(window)), first, end, dialect=dialect()
        )

    def board(self, window: Window) -> Board:
        """Give the whole board by names, as files and the API know it; one query more for the names."""
        standings, unplaced = self.standings(window), self.unplaced(window)
        # Names are read last, so that no line is of a team that came in between.
        return board_of(window, standings, unplaced, team_names(self.program))


def _only(number: int | None) -> list[int] | None:
    return None if number is None else [number]
