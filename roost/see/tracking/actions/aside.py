"""Tables that only this connection sees, beside the ledger: filling and asking them keeps nobody waiting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from roost.ground.kit.errors import InputError
from roost.see.tracking.actions.cells import Place
from roost.see.tracking.models import Cell, Entry, Metric, Program

CHUNK = 10_000
# Sums are kept in two parts, because one of many large numbers would leave 64 bits before it could be refused.
LIMB = 10**9

_SUMS = """CREATE TEMPORARY TABLE {table} (
    metric BIGINT, person BIGINT, day BIGINT, high BIGINT, low BIGINT, entries BIGINT, PRIMARY KEY (metric, person, day)
){kind}"""
# In the order of cells, so that comparing the two goes through both from end to end.
_KIND = {"sqlite": " WITHOUT ROWID", "postgresql": ""}
_ADD = """
    INSERT INTO {table} VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (metric, person, day) DO UPDATE SET
        high = {table}.high + excluded.high, low = {table}.low + excluded.low,
        entries = {table}.entries + excluded.entries"""


def make_sums(table: str) -> None:
    """Make a table of sums and counts by metric, person and day."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(table=table, kind=_KIND[connection.vendor]))


def give_room() -> None:
    """Let SQLite keep more in memory; with 2 MB, its default, much to write takes up to twice as long."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA main.cache_size = -128000")
            cursor.execute("PRAGMA temp.cache_size = -64000")


def take_room_back() -> None:
    """Let SQLite keep as much of the ledger in memory as before.

    Temporary tables keep theirs until the connection ends: SQLite 3.40 takes them for damaged if it is made less.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA main.cache_size = -2000")


class Aside:
    """Statements about one program, in which names in braces stand for its tables and numbers, and for `values`."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def run(self, sql: str, **values: int) -> int:
        """Run a statement, and give how many rows it changed."""
        with connection.cursor() as cursor:
            cursor.execute(self.filled(sql, **values))
            return int(cursor.rowcount)

    def rows(self, sql: str, **values: int) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self.filled(sql, **values))
            return list(cursor.fetchall())

    def filled(self, sql: str, **values: int) -> str:
        tables = {
            name: connection.ops.quote_name(model._meta.db_table)
            for name, model in (("entry", Entry), ("cell", Cell), ("metric", Metric))
        }
        organisation, program = int(self.program.organisation_id), int(self.program.pk)
        return sql.format(**tables, organisation=organisation, program=program, limb=LIMB, chunk=CHUNK, **values)

    def insert(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run a statement for each of many rows."""
        with connection.cursor() as cursor:
            # A savepoint, not atomic(): that would lock the whole SQLite database for a table of our own.
            if connection.vendor == "sqlite":
                cursor.execute("SAVEPOINT tracking_added")
            cursor.executemany(sql, rows)
            if connection.vendor == "sqlite":
                cursor.execute("RELEASE tracking_added")

    def add_sums(
        self, table: str, scores: Iterable[tuple[int, int, int, str]], day_of: Callable[[str], date], sign: int
    ) -> None:
        """Add scores (metric, person, value and time) to a table of sums, or with the sign -1 take them from it.

        Raises InputError for a time whose day lies outside the years that can be counted.
        """
        changes: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
        for metric, person, value, occurred in scores:
            try:
                change = changes[metric, person, day_of(occurred).toordinal()]
            except ValueError as error:
                raise InputError(f"{occurred}: {error}") from error
            change[0] += sign * value
            change[1] += sign
        sums = [(*place, *divmod(total, LIMB), entries) for place, (total, entries) in sorted(changes.items())]
        self.insert(_ADD.format(table=table), sums)
