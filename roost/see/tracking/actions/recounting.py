"""Add up a program's days by another zone, beside the ledger, and exchange its cells for what that gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

from django.db import connection

from roost.ground.kit.errors import InputError
from roost.see.tracking.actions.cells import TOO_LARGE, Place, add_sums_to_cells
from roost.see.tracking.engine import Rules, local_day
from roost.see.tracking.models import LIMIT, Cell, Entry, Metric, Program

CHUNK = 10_000
# As in staging: sums are kept in two parts, because one alone would leave 64 bits before it could be refused.
LIMB = 10**9

_TABLE = """CREATE TEMPORARY TABLE tracking_recount (
    metric BIGINT, person BIGINT, day BIGINT, high BIGINT, low BIGINT, entries BIGINT, PRIMARY KEY (metric, person, day)
){kind}"""
# In the order of cells, so that comparing the two goes through both from end to end.
_KIND = {"sqlite": " WITHOUT ROWID", "postgresql": ""}
_SCORES = """
    SELECT e.id, e.metric_id, e.person_id, e.value, e.occurred,
        EXISTS (SELECT 1 FROM {entry} r WHERE r.program_id = {program} AND r.reverses = e.key AND r.id <= {upto})
    FROM {entry} e
    WHERE e.program_id = {program} AND e.reverses IS NULL AND e.id > {after} AND e.id <= {upto}
    ORDER BY e.id LIMIT {chunk}"""
# The sign keeps SQLite from going through all reversals of the program by an index.
_TAKEN_BACK = """
    SELECT e.metric_id, e.person_id, e.value, e.occurred FROM {entry} e
    WHERE e.program_id = {program} AND e.reverses IS NULL AND e.id <= {after}
      AND e.key IN (
        SELECT r.reverses FROM {entry} r
        WHERE r.id > {after} AND r.id <= {upto} AND +r.program_id = {program} AND r.reverses IS NOT NULL)
      AND NOT EXISTS (
        SELECT 1 FROM {entry} r WHERE r.program_id = {program} AND r.reverses = e.key AND r.id <= {after})"""
_ADD = """
    INSERT INTO tracking_recount VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (metric, person, day) DO UPDATE SET
        high = tracking_recount.high + excluded.high, low = tracking_recount.low + excluded.low,
        entries = tracking_recount.entries + excluded.entries"""
# Most days stay as they are, and are not written again while others wait.
_DELETE_OTHERS = """
    DELETE FROM {cell} WHERE metric_id IN (SELECT m.id FROM {metric} m WHERE m.program_id = {program}) AND NOT EXISTS (
        SELECT 1 FROM tracking_recount n
        WHERE n.metric = {cell}.metric_id AND n.person = {cell}.person_id AND n.day = {cell}.day
          AND n.high * {limb} + n.low = {cell}.total AND n.entries = {cell}.entries)"""
_MISSING = """
    SELECT n.metric, n.person, n.day, n.high * {limb} + n.low AS total, n.entries FROM tracking_recount n
    WHERE NOT EXISTS (
        SELECT 1 FROM {cell} c WHERE c.metric_id = n.metric AND c.person_id = n.person AND c.day = n.day)"""


@contextmanager
def recounting(program: Program, rules: Rules) -> Iterator[Recount]:
    """Make a table that only this connection sees, and drop it afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLE.format(kind=_KIND[connection.vendor]))
    _give_room(main=128, temp=64)
    try:
        yield Recount(program, rules)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS tracking_recount")
        _give_room(main=2, temp=2)


def _give_room(*, main: int, temp: int) -> None:
    """Let SQLite keep that many megabytes in memory; with 2, its default, exchanging a million takes twice as long."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA main.cache_size = -{main * 1000}")
            cursor.execute(f"PRAGMA temp.cache_size = -{temp * 1000}")


class Recount:
    """The days of a program by the zone of `rules`, as of the ledger's entry `upto`.

    Call `take_in` as often as entries come, which keeps nobody waiting, and at last, under the program's lock, once
    more and then `exchange`.
    """

    def __init__(self, program: Program, rules: Rules) -> None:
        self.program = program
        self.upto = 0
        self._day_of = lru_cache(2**16)(partial(local_day, zone=rules.zone))

    def take_in(self, upto: int, came_to: Callable[[int], None] | None = None) -> None:
        """Take in the entries that follow, to the one of that id; `came_to` hears how many scores were read.

        All entries to that id must be committed, as they are to `Program.last_entry`.
        Raises InputError where the zone puts a score outside the years that can be counted.
        """
        after, read = self.upto, 0
        while rows := self._rows(_SCORES, after=after, upto=upto):
            self._add((row[1:5] for row in rows if not row[5]), 1)
            after, read = rows[-1][0], read + len(rows)
            if came_to is not None:
                came_to(read)
        if self.upto:
            self._add(self._rows(_TAKEN_BACK, after=self.upto, upto=upto), -1)
        self.upto = upto
        if connection.vendor == "postgresql":
            self._run("ANALYZE tracking_recount")

    def exchange(self) -> None:
        """Make the program's cells what was added up; raises InputError where a total would not stay exact."""
        if self._rows("SELECT 1 FROM tracking_recount WHERE ABS(high) > {most} LIMIT 1", most=LIMIT // LIMB):
            raise InputError(str(TOO_LARGE))
        self._run(_DELETE_OTHERS)
        add_sums_to_cells(self.program, self._filled(_MISSING))

    def _add(self, scores: Iterable[tuple[int, int, int, str]], sign: int) -> None:
        changes: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
        for metric, person, value, occurred in scores:
            try:
                change = changes[metric, person, self._day_of(occurred).toordinal()]
            except ValueError as error:
                raise InputError(f"{occurred}: {error}") from error
            change[0] += sign * value
            change[1] += sign
        rows = [(*place, *divmod(total, LIMB), entries) for place, (total, entries) in sorted(changes.items())]
        with connection.cursor() as cursor:
            # A savepoint, not atomic(): that would lock the whole SQLite database for a table of our own.
            if connection.vendor == "sqlite":
                cursor.execute("SAVEPOINT tracking_added")
            cursor.executemany(_ADD, rows)
            if connection.vendor == "sqlite":
                cursor.execute("RELEASE tracking_added")

    def _run(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self._filled(sql))

    def _rows(self, sql: str, **values: int) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self._filled(sql, **values))
            return list(cursor.fetchall())

    def _filled(self, sql: str, **values: int) -> str:
        tables = {
            name: connection.ops.quote_name(model._meta.db_table)
            for name, model in (("entry", Entry), ("cell", Cell), ("metric", Metric))
        }
        return sql.format(**tables, program=int(self.program.pk), limb=LIMB, chunk=CHUNK, **values)
