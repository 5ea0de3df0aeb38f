"""Calculate a board from plain files, without a server: load them into a database in memory and ask there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from roost.ground.kit.errors import InputError, Problem
from roost.see.tracking.engine.board import Board, compute_board
from roost.see.tracking.engine.calendar import parse_window
from roost.see.tracking.engine.chain import Source
from roost.see.tracking.engine.files import Entry, Membership, Path, Reversal, read_entries, read_people
from roost.see.tracking.engine.rules import Rules
from roost.see.tracking.engine.rules_document import parse_rules

T = TypeVar("T")

BATCH = 10_000
NOT_IN_RULES = -1

# Each entry is loaded as a cell of its own: the statement adds them up, over as many limbs as they need.
LOADED = Source(
    cells="SELECT metric, person, day, value AS total, 1 AS entries FROM entry",
    memberships="SELECT person, team, division, starts, ends FROM membership_row",
)

_TABLES = """
CREATE TABLE membership_row (person INTEGER, team INTEGER, division INTEGER, starts INTEGER, ends INTEGER);
CREATE TABLE entry (metric INTEGER, person INTEGER, day INTEGER, value INTEGER, id TEXT);
CREATE TABLE reversed (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""


def board_of_files(people: Path, entries: Path, rules: Path, window: str = "all") -> Board:
    """Calculate the board of people.csv, entries.csv and rules.json for a window such as `all` or `2024-W23`.

    Raises InputError that names file, row and column or key.
    """
    read = parse_rules(_text_of(rules), file=str(rules))
    asked = parse_window(window, read)
    memberships = read_people(people)
    with closing(sqlite3.connect(":memory:")) as connection:
        teams = load(connection, memberships, read_entries(entries, read), read)
        try:
            return compute_board(connection, read, asked, LOADED, teams)
        except InputError as error:
            raise InputError([replace(problem, file=str(entries)) for problem in error.problems]) from None


def load(
    connection: sqlite3.Connection,
    memberships: Iterable[Membership],
    entries: Iterable[Entry | Reversal],
    rules: Rules,
) -> dict[int, tuple[str, str]]:
    """Load memberships and entries into tables that `LOADED` reads; give division and team names by team id."""
    connection.executescript(_TABLES)
    persons, divisions = _Numbers[str](), _Numbers[str]()
    teams = _Numbers[tuple[str, str]]()
    connection.executemany(
        "INSERT INTO membership_row VALUES (?, ?, ?, ?, ?)",
        (
            (
                persons[membership.person],
                teams[membership.division, membership.team],
                divisions[membership.division],
                membership.first_day,
                membership.end_day,
            )
            for membership in memberships
        ),
    )
    metrics = rules.metric_index
    rows = iter(entries)
    while batch := list(islice(rows, BATCH)):
        connection.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
            (
                (metrics.get(row.metric, NOT_IN_RULES), persons[row.person], row.day, row.value, row.id or None)
                for row in batch
                if isinstance(row, Entry)
            ),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO reversed VALUES (?)",
            ((row.reverses,) for row in batch if isinstance(row, Reversal)),
        )
    # Only now is every reversal known, wherever it stood.
    connection.execute("DELETE FROM entry WHERE id IN (SELECT id FROM reversed)")
    return {number: names for names, number in teams.items()}


class _Numbers(dict[T, int]):
    """Number things in the order in which they are first asked for."""

    def __missing__(self, thing: T) -> int:
        self[thing] = number = len(self)
        return number


def _text_of(path: Path) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as error:
        raise InputError(Problem(f"This file cannot be read: {error.strerror or error}.", file=str(path))) from None
    except UnicodeDecodeError:
        raise InputError(Problem("This file is not text in UTF-8.", file=str(path))) from None
