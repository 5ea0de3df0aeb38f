"""Calculate a board from plain files, without a server: load them into a database of this process and ask there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from roost.ground.kit.errors import InputError, Problem
from roost.see.tracking.engine.board import Board, compute_board
from roost.see.tracking.engine.calendar import parse_window
from roost.see.tracking.engine.chain import Source
from roost.see.tracking.engine.files import Entry, Membership, Path, Reversal, Texts, read_entries, read_people
from roost.see.tracking.engine.rules import Rules
from roost.see.tracking.engine.rules_document import parse_rules
from roost.see.tracking.engine.stores import Opening, Store, sqlite_store

T = TypeVar("T")

NOT_IN_RULES = -1

# Each entry is loaded as a cell of its own: the statement adds them up, over as many limbs as they need.
LOADED = Source(
    cells="SELECT metric, person, day, value AS total, 1 AS entries FROM entry",
    memberships="SELECT person, team, division, starts, ends FROM membership_row",
)


def board_of_files(
    people: Path,
    entries: Path,
    rules: Path,
    window: str = "all",
    *,
    opening: Opening = sqlite_store,
    parquet: Texts | None = None,
) -> Board:
    """Calculate the board of people.csv, entries.csv and rules.json for a window such as `all` or `2024-W23`.

    `opening` makes the database that calculates; the answer is the same on each. `parquet` reads entries that
    come as a Parquet file. Raises InputError that names file, row and column or key.
    """
    read = parse_rules(_text_of(rules), file=str(rules))
    asked = parse_window(window, read)
    memberships = read_people(people)
    with opening() as store:
        teams = load(store, memberships, read_entries(entries, read, parquet=parquet), read)
        try:
            return compute_board(store, read, asked, LOADED, teams, dialect=store.dialect)
        except InputError as error:
            raise InputError([replace(problem, file=str(entries)) for problem in error.problems]) from None


def load(
    store: Store, memberships: Iterable[Membership], entries: Iterable[Entry | Reversal], rules: Rules
) -> dict[int, tuple[str, str]]:
    """Load memberships and entries into tables that `LOADED` reads; give division and team names by team id."""
    store.create("membership_row", "person BIGINT, team BIGINT, division BIGINT, starts BIGINT, ends BIGINT")
    store.create("entry", "metric BIGINT, person BIGINT, day BIGINT, value BIGINT, id TEXT")
    store.create("reversed", "id TEXT")
    persons, divisions = _Numbers[str](), _Numbers[str]()
    teams = _Numbers[tuple[str, str]]()
    store.insert(
        "membership_row",
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
    reversed_ids: set[str] = set()

    def counting() -> Iterator[tuple[object, ...]]:
        for row in entries:
            if isinstance(row, Reversal):
                reversed_ids.add(row.reverses)
            else:
                yield metrics.get(row.metric, NOT_IN_RULES), persons[row.person], row.day, row.value, row.id or None

    store.insert("entry", counting())
    store.insert("reversed", ((one,) for one in reversed_ids))
    # Only now is every reversal known, wherever it stood.
    store.run("DELETE FROM entry WHERE id IN (SELECT id FROM reversed)")
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
