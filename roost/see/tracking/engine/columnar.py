"""DuckDB as the database of a board: it works by columns, on all cores, and on disk where memory ends.

It is imported only by what asks for it, because it is large.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import duckdb

from roost.see.tracking.engine.dialects import DUCKDB
from roost.see.tracking.engine.stores import in_batches

# What it may take of a machine that serves people meanwhile.
MEMORY = "1500MB"
THREADS = 2


@contextmanager
def duckdb_store() -> Iterator[DuckStore]:
    """Open an empty DuckDB database in memory, which works in a folder of its own beyond; both are gone afterwards."""
    with connected() as connection:
        yield DuckStore(connection)


@contextmanager
def connected(*, in_order: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the connection behind `duckdb_store`; `in_order` keeps rows in the order in which they were read."""
    with tempfile.TemporaryDirectory(prefix="roost-") as folder, closing(duckdb.connect()) as connection:
        for setting, value in {
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": folder.replace("'", "''"),
            "preserve_insertion_order": in_order,
            "autoinstall_known_extensions": False,
        }.items():
            connection.execute(f"SET {setting} = '{value}'")
        yield connection


class DuckStore:
    """DuckDB in memory, which works by columns and on all cores."""

    dialect = DUCKDB

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._columns: dict[str, str] = {}

    def cursor(self) -> DuckCursor:
        return DuckCursor(self._connection)

    def create(self, table: str, columns: str) -> None:
        self.run(f"CREATE TABLE {table} ({columns})")
        kinds = [column.split()[1] for column in columns.split(", ")]
        self._columns[table] = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)

    def insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        for batch in in_batches(rows):
            columns = [list(column) for column in zip(*batch, strict=True)]
            self._connection.execute(f"INSERT INTO {table} SELECT {self._columns[table]}", columns)

    def run(self, sql: str) -> None:
        self._connection.execute(sql)


class DuckCursor:
    """Ask DuckDB over the store's own connection; a number that does not fit raises OverflowError."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def execute(self, sql: str, params: Sequence[object] = ()) -> None:
        with _overflow():
            self._connection.execute(sql, params)

    def fetchall(self) -> list[tuple[Any, ...]]:
        with _overflow():
            return self._connection.fetchall()

    def close(self) -> None:
        """Leave the connection open: it belongs to the store."""


@contextmanager
def _overflow() -> Iterator[None]:
    try:
        yield
    except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
        raise OverflowError(str(error)) from None
