"""Calculate boards, and what lies behind them, over a database connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha1
from itertools import accumulate, pairwise
from typing import Any, Protocol

from roost.ground.kit.errors import InputError
from roost.see.tracking.engine.calendar import Window
from roost.see.tracking.engine.chain import Source, Statement, Wanted
from roost.see.tracking.engine.dialects import SQLITE, Dialect
from roost.see.tracking.engine.rules import Rules
from roost.see.tracking.engine.statement import (
    board_statement,
    contributions_statement,
    unplaced_days_statement,
    unplaced_statement,
)

TOO_LARGE = "A result of this board does not fit a signed 64-bit integer; smaller values or weights are needed."


class Connection(Protocol):
    """Make cursors, as any DB-API connection does, and Django's."""

    def cursor(self) -> Any: ...


@dataclass(frozen=True)
class Standing:
    """Hold a team's line by ids: `members` in the window, those of them `active`, `points` in thousandths."""

    division: int | None
    team: int
    members: int
    active: int
    points: int
    rank: int


@dataclass(frozen=True)
class Contribution:
    """Hold what one person brought to one team for one metric in a window.

    `metric` is the metric's place in the rules, `total` the summed value, `before_cap` the points without the cap.
    The team received `points` (after the cap) and `bonus`; all four in thousandths.
    """

    team: int
    person: Any
    metric: int
    entries: int
    total: int
    before_cap: int
    points: int
    bonus: int


@dataclass(frozen=True)
class UnplacedDay:
    """Name a person's day without a team, and how many such entries come before those of this day in their list."""

    person: Any
    day: int
    before: int


@dataclass(frozen=True)
class Row:
    """Hold a team's line by names; points in thousandths."""

    division: str
    team: str
    members: int
    points: int
    rank: int


@dataclass(frozen=True)
class Board:
    """Hold a board: rows by division, rank and team, entries of the window without a team, and the rows' digest."""

    window: str
    rows: tuple[Row, ...]
    unplaced: int
    digest: str

    def of_division(self, name: str) -> Board:
        """Leave the rows of one division; ranks and `unplaced` stay, the digest is of those rows."""
        rows = tuple(row for row in self.rows if row.division == name)
        return replace(self, rows=rows, digest=digest(rows))


def digest(rows: Iterable[Row]) -> str:
    """Give the SHA-1 of the lines division, team, points, rank (tabs between), sorted by their UTF-8 bytes."""
    lines = (f"{row.division}\t{row.team}\t{row.points}\t{row.rank}\n".encode() for row in rows)
    return sha1(b"".join(sorted(lines)), usedforsecurity=False).hexdigest()


def compute_board(
    connection: Connection,
    rules: Rules,
    window: Window,
    source: Source,
    teams: Mapping[int, tuple[str, str]],
    *,
    dialect: Dialect = SQLITE,
) -> Board:
    """Calculate a window's board; `teams` gives the names of division and team for each team id.

    Two statements are run: call it in one transaction where rows may change meanwhile. Raises InputError where a
    result leaves 64-bit integers.
    """
    standings = compute_standings(connection, rules, window, source, dialect=dialect)
    return board_of(window, standings, compute_unplaced(connection, window, source, dialect=dialect), teams)


def board_of(
    window: Window, standings: Iterable[Standing], unplaced: int, teams: Mapping[int, tuple[str, str]]
) -> Board:
    """Put standings together as a board; `teams` gives the names of division and team for each team id."""
    rows = [Row(*teams[one.team], one.members, one.points, one.rank) for one in standings]
    # Texts are compared by code points, which is the order of their UTF-8 bytes.
    rows.sort(key=lambda row: (row.division, row.rank, row.team))
    return Board(window.name, tuple(rows), unplaced, digest(rows))


def compute_standings(
    connection: Connection,
    rules: Rules,
    window: Window,
    source: Source,
    *,
    dialect: Dialect = SQLITE,
    divisions: Wanted = None,
) -> list[Standing]:
    """Calculate the teams' lines by ids, of some divisions if asked; raise InputError where a result leaves 64 bits.

    Ranks are within a division, so a few divisions after the other give the same lines in less memory.
    """
    rows = _fetch(connection, dialect, lambda used: board_statement(rules, window, source, used, divisions=divisions))
    standings = []
    for in_division, team, members, active, points, place, fits in rows:
        if not fits:
            raise InputError(TOO_LARGE)
        standings.append(Standing(in_division, team, int(members), int(active), int(points), int(place)))
    return standings


def compute_contributions(
    connection: Connection,
    rules: Rules,
    window: Window,
    source: Source,
    *,
    dialect: Dialect = SQLITE,
    teams: Wanted = None,
) -> list[Contribution]:
    """Calculate what lies behind a board, of some teams if asked; raise InputError where a result leaves 64 bits."""
    exact = dialect.arithmetic
    ends = list(accumulate([5, exact.points_width, exact.sum_width, exact.points_width, exact.points_width]))
    contributions = []
    for row in _fetch(
        connection, dialect, lambda used: contributions_statement(rules, window, source, used, teams=teams)
    ):
        to_team, person, metric, entries, fits = row[:5]
        if not fits:
            raise InputError(TOO_LARGE)
        received, total, before_cap, bonus = (tuple(row[start:end]) for start, end in pairwise(ends))
        earned_as_bonus = exact.join_points(bonus)
        contributions.append(
            Contribution(
                to_team,
                person,
                metric,
                entries=int(entries),
                total=exact.join_sum(total),
                before_cap=exact.join_points(before_cap),
                points=exact.join_points(received) - earned_as_bonus,
                bonus=earned_as_bonus,
            )
        )
    return contributions


def compute_unplaced(connection: Connection, window: Window, source: Source, *, dialect: Dialect = SQLITE) -> int:
    """Count the window's entries, of whatever metric, whose person had no team on that day."""
    return int(_fetch(connection, dialect, lambda used: unplaced_statement(window, source, used))[0][0])


def compute_unplaced_days(
    connection: Connection, window: Window, source: Source, first: int, end: int, *, dialect: Dialect = SQLITE
) -> list[UnplacedDay]:
    """Give the days of the entries that `compute_unplaced` counts, the newest first.

    Counted from 0, the entries from `first` up to `end` lie on the days that are given.
    """
    rows = _fetch(connection, dialect, lambda used: unplaced_days_statement(window, source, used, first, end))
    return [UnplacedDay(person, int(day), int(before)) for person, day, before in rows]


def _fetch(connection: Connection, dialect: Dialect, write: Callable[[Dialect], Statement]) -> Sequence[Sequence[Any]]:
    statement = write(dialect)
    try:
        with closing(connection.cursor()) as cursor:
            cursor.execute(statement.sql, statement.params)
            rows: Sequence[Sequence[Any]] = cursor.fetchall()
    except OverflowError:
        if dialect.wider is None:
            raise InputError(TOO_LARGE) from None
        return _fetch(connection, dialect.wider, write)
    return rows
