"""Entries as a Parquet file: the columns of entries.csv, and for tools of analysis the local `day`.

Read as texts, so that the rules and refusals of entries.csv hold for it. It is imported only by what asks for it,
because DuckDB is large.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Sequence
from glob import escape
from os.path import abspath

import duckdb

from roost.ground.kit.errors import InputError, Problem
from roost.see.tracking.engine.columnar import DuckStore, connected
from roost.see.tracking.engine.stores import BATCH

COLUMNS = ("person", "metric", "value", "occurred_at", "id", "reverses")
# It follows from `occurred_at` and the program's zone, so nobody needs to read it.
DAY = "day"
# How each is kept; a value has at most 13 digits before the point and three behind it.
KINDS = {"value": "DECIMAL(18,3)", DAY: "DATE"}
# What writing may take of a machine that serves people meanwhile; what is more waits on the disk.
MEMORY = "256MB"
WHOLE = "TINYINT SMALLINT INTEGER BIGINT UTINYINT USMALLINT UINTEGER UBIGINT".split()
READABLE = ("VARCHAR", "DECIMAL", "FLOAT", "DOUBLE", "DATE", "TIMESTAMP", *WHOLE)
# Lists are no cells, and moments would be shown in the zone of whoever reads them.
UNREADABLE = ("]", "TIMESTAMP WITH TIME ZONE")


def read_texts(path: str) -> Iterator[list[str]]:
    """Read a file as texts in the order of its rows, the names of its columns first; what is missing is empty.

    Numbers and days are written as `entries.csv` knows them. Raises InputError naming the file, and the column that
    can be no text.
    """
    # A path may hold signs that DuckDB takes for a pattern, and names of folders that it takes for columns.
    source = "read_parquet(?, hive_partitioning = false)"
    with connected(in_order=True) as connection:
        try:
            found = connection.execute(f"DESCRIBE SELECT * FROM {source}", [escape(abspath(path))]).fetchall()
            kinds = {name: kind for name, kind, *_ in found if name != DAY}
            yield list(kinds)
            for name, kind in kinds.items():
                if not kind.startswith(READABLE) or kind.endswith(UNREADABLE):
                    message = (
                        f"This column holds {kind}; text is needed, or numbers or days that can be written as such."
                    )
                    raise InputError(Problem(message, row=1, column=name, file=path))
            texts = ", ".join(f"COALESCE(CAST({_quoted(name)} AS VARCHAR), '')" for name in kinds)
            connection.execute(f"SELECT {texts} FROM {source}", [escape(abspath(path))])
            while rows := connection.fetchmany(BATCH):
                yield from map(list, rows)
        except duckdb.Error as error:
            message = f"This Parquet file cannot be read: {_first_line(error)}."
            raise InputError(Problem(message, file=path)) from None


def write_entries(path: str, rows: Iterable[Sequence[str]]) -> int:
    """Write texts of `COLUMNS` and the day as a new file, in their order; give how many rows there were.

    Memory holds `MEMORY` of them at most. Raises OSError where the file cannot be written.
    """
    columns = (*COLUMNS, DAY)
    kept = ", ".join(f"CAST(NULLIF({name}, '') AS {KINDS.get(name, 'VARCHAR')}) AS {name}" for name in columns)
    with connected(in_order=True) as connection:
        store = DuckStore(connection)
        store.run(f"SET memory_limit = '{MEMORY}'")
        store.create("ledger", ", ".join(f"{name} TEXT" for name in columns))
        try:
            store.insert("ledger", rows)
            place = abspath(path).replace("'", "''")
            written = connection.execute(f"COPY (SELECT {kept} FROM ledger) TO '{place}' (FORMAT parquet)").fetchall()
        except duckdb.Error as error:
            raise OSError(errno.EIO, _first_line(error)) from None
    return int(written[0][0])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
