"""Databases within this process, empty at first: what a board is calculated in where there is no server."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import islice
from typing import Any, Protocol

from roost.see.tracking.engine.dialects import SQLITE, Dialect

BATCH = 10_000


class Store(Protocol):
    """A connection that can also take many rows at once."""

    @property
    def dialect(self) -> Dialect:
        """Give the spellings of this database."""

    def cursor(self) -> Any:
        """Make a cursor, as any DB-API connection does."""

    def create(self, table: str, columns: str) -> None:
        """Create a table of columns such as `person BIGINT, id TEXT`."""

    def insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Add rows to a table, in the order of its columns."""

    def run(self, sql: str) -> None:
        """Run a statement that answers nothing."""


Opening = Callable[[], AbstractContextManager[Store]]


@contextmanager
def sqlite_store() -> Iterator[Store]:
    """Open an empty SQLite database in memory; it is gone afterwards."""
    with closing(sqlite3.connect(":memory:")) as connection:
        yield SqliteStore(connection)


class SqliteStore:
    """SQLite in memory."""

    dialect = SQLITE

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def cursor(self) -> sqlite3.Cursor:
        return self._connection.cursor()

    def create(self, table: str, columns: str) -> None:
        self.run(f"CREATE TABLE {table} ({columns})")

    def insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        for batch in in_batches(rows):
            marks = ", ".join("?" * len(batch[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)

    def run(self, sql: str) -> None:
        self._connection.execute(sql)


def in_batches(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    """Give rows in lists of at most `BATCH`, none of them empty."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch
