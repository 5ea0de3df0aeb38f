"""Hold scores in tables that only this connection sees, and work out there what they do to the ledger.

Filling and asking them keeps nobody waiting, and however many scores there are, memory holds a batch of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, Problem
from roost.ground.people.models import Person
from roost.see.tracking.actions.cells import TOO_LARGE, Place, add_sums_to_cells
from roost.see.tracking.actions.readying import Ready
from roost.see.tracking.engine import Rules, local_day
from roost.see.tracking.models import LIMIT, Entry, Program

CHUNK = 10_000
# So few are found without an index sooner than one is made.
FEW = 50
MOST_REPEATED = 1_000
# Sums are kept in two parts, because one of many large numbers would leave 64 bits before it could be refused.
LIMB = 10**9

# Rows are numbered in the order in which they came.
_PLACE = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY"}
_SCORES = """CREATE TEMPORARY TABLE tracking_staged (
    place {place}, row_number BIGINT, key TEXT, content TEXT, reverses TEXT,
    metric BIGINT, person BIGINT, value BIGINT, occurred TEXT, day BIGINT
)"""
_CHANGES = """CREATE TEMPORARY TABLE tracking_change (
    metric BIGINT, person BIGINT, day BIGINT, high BIGINT, low BIGINT, entries BIGINT, PRIMARY KEY (metric, person, day)
)"""
_COLUMNS = "row_number, key, content, reverses, metric, person, value, occurred, day"

_OTHERS_IN_DELIVERY = """
    SELECT s.row_number, s.key FROM tracking_staged s
    WHERE s.content <> (SELECT f.content FROM tracking_staged f WHERE f.key = s.key ORDER BY f.place LIMIT 1)
    ORDER BY s.place LIMIT {most}"""
_REPEATS_IN_DELIVERY = """
    DELETE FROM tracking_staged AS s
    WHERE s.place > (SELECT MIN(f.place) FROM tracking_staged f WHERE f.key = s.key)"""
# CROSS JOIN tells SQLite which table to go through: the ledger may be the larger one by far.
_OTHERS_IN_LEDGER = """
    SELECT s.row_number, s.key FROM tracking_staged s CROSS JOIN {entry} e
    WHERE e.program_id = {program} AND e.key = s.key AND e.content <> s.content
    ORDER BY s.place LIMIT {most}"""
# In the order of keys, because their index is the one whose pages would otherwise be visited at random.
_FRESH = """
    CREATE TEMPORARY TABLE tracking_fresh AS SELECT s.* FROM tracking_staged s
    WHERE NOT EXISTS (SELECT 1 FROM {entry} e WHERE e.program_id = {program} AND e.key = s.key)
    ORDER BY s.key"""
_SUMS = """
    INSERT INTO tracking_change
    SELECT s.metric, s.person, s.day, SUM(s.value / {limb}), SUM(s.value % {limb}), COUNT(*) FROM tracking_fresh s
    WHERE s.reverses IS NULL
      AND s.key NOT IN (SELECT r.reverses FROM tracking_fresh r WHERE r.reverses IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM {entry} r WHERE r.program_id = {program} AND r.reverses = s.key)
    GROUP BY s.metric, s.person, s.day"""
_TAKEN_BACK = """
    SELECT e.metric_id, e.person_id, e.value, e.occurred FROM {entry} e
    WHERE e.program_id = {program} AND e.reverses IS NULL
      AND e.key IN (SELECT r.reverses FROM tracking_fresh r WHERE r.reverses IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM {entry} r WHERE r.program_id = {program} AND r.reverses = e.key)"""
_TAKE_BACK = """
    INSERT INTO tracking_change VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (metric, person, day) DO UPDATE SET
        high = tracking_change.high + excluded.high, low = tracking_change.low + excluded.low,
        entries = tracking_change.entries + excluded.entries"""
# The sign keeps SQLite from going through all entries of the program by an index.
_TOUCHED = """
    SELECT 1 FROM {entry} e
    WHERE e.id > {last_entry} AND +e.program_id = {program} AND (
        EXISTS (SELECT 1 FROM tracking_staged s WHERE s.key = e.key OR s.key = e.reverses)
        OR e.key IN (SELECT r.reverses FROM tracking_fresh r WHERE r.reverses IS NOT NULL)
        OR e.reverses IN (SELECT r.reverses FROM tracking_fresh r WHERE r.reverses IS NOT NULL)
    ) LIMIT 1"""
_WRITE = """
    INSERT INTO {entry} (organisation_id, program_id, key, content, metric_id, person_id, value, occurred, reverses,
        recorded_by_id, recorded_at, source)
    SELECT {organisation}, {program}, key, content, metric, person, value, occurred, reverses, %s, %s, %s
    FROM tracking_fresh"""
_CHANGED = "SELECT metric, person, day, high * {limb} + low AS total, entries FROM tracking_change"


@contextmanager
def staging(program: Program, rules: Rules) -> Iterator[Staging]:
    """Make the tables and drop them afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(_SCORES.format(place=_PLACE[connection.vendor]))
        cursor.execute(_CHANGES)
    staged = Staging(program, rules)
    try:
        yield staged
    finally:
        staged.close()


class Staging:
    """Scores of one delivery. Call `add` as often as needed, then `arrange` once, `compare`, and `write`."""

    def __init__(self, program: Program, rules: Rules) -> None:
        self.program, self.rules = program, rules
        self.given = 0
        self.repeated: list[Problem] = []
        self.scores = self.reversals = 0
        self.people: set[int] = set()

    def add(self, rows: Sequence[Ready]) -> None:
        """Take further rows."""
        self.given += len(rows)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY tracking_staged ({_COLUMNS}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                # A savepoint, not atomic(): that would lock the whole database for a table of our own.
                cursor.execute("SAVEPOINT tracking_added")
                marks = ", ".join(["%s"] * len(Ready._fields))
                cursor.executemany(f"INSERT INTO tracking_staged ({_COLUMNS}) VALUES ({marks})", rows)
                cursor.execute("RELEASE tracking_added")

    def arrange(self) -> None:
        """Leave each key once, and note in `repeated` those that were used for different things."""
        if connection.vendor == "sqlite" and self.given > CHUNK:
            self._give_room(128, 64)
        if self.given > FEW:
            self._run("CREATE INDEX tracking_staged_key ON tracking_staged (key)")
            if connection.vendor == "postgresql":
                self._run("ANALYZE tracking_staged")
        if self.given > 1 and self._rows("SELECT 1 FROM tracking_staged GROUP BY key HAVING COUNT(*) > 1 LIMIT 1"):
            self._note_repeated(_OTHERS_IN_DELIVERY)
            self._run(_REPEATS_IN_DELIVERY)

    def compare(self) -> None:
        """Tell what is new to the ledger, and work out what it does to cells; may be done again later.

        `scores`, `reversals` and `people` say how many are new, and whose the scores are.
        Raises InputError when a day's total leaves the range that stays exact.
        """
        self._run("DROP TABLE IF EXISTS tracking_fresh")
        self._run(_FRESH)
        ((fresh, self.reversals, here),) = self._rows(
            "SELECT COUNT(*), COUNT(reverses), (SELECT COUNT(*) FROM tracking_staged) FROM tracking_fresh"
        )
        self.scores = fresh - self.reversals
        if fresh < here:
            self._note_repeated(_OTHERS_IN_LEDGER)
        people = self._rows("SELECT DISTINCT person FROM tracking_fresh WHERE reverses IS NULL")
        self.people = {person for (person,) in people}
        self._run("DELETE FROM tracking_change")
        self._run(_SUMS)
        if self.reversals:
            self._take_back()
        if self._rows("SELECT 1 FROM tracking_change WHERE ABS(high) > {limit} LIMIT 1", limit=LIMIT // LIMB):
            raise InputError(str(TOO_LARGE))

    def is_touched_since(self, last_entry: int) -> bool:
        """Say whether entries with larger ids than this one change what `compare` found."""
        return bool(self._rows(_TOUCHED, last_entry=last_entry))

    def write(self, *, by: Person, source: str) -> int:
        """Write what is new to the ledger and its cells; give the largest id of any entry."""
        moment = connection.ops.adapt_datetimefield_value(clock.now())
        with connection.cursor() as cursor:
            cursor.execute(self._filled(_WRITE), [by.pk, moment, source])
        add_sums_to_cells(self.program, self._filled(_CHANGED))
        ((last_entry,),) = self._rows("SELECT MAX(id) FROM {entry}")
        return int(last_entry)

    def close(self) -> None:
        """Drop the tables."""
        for table in ("tracking_staged", "tracking_fresh", "tracking_change"):
            self._run(f"DROP TABLE IF EXISTS {table}")
        if connection.vendor == "sqlite" and self.given > CHUNK:
            self._give_room(2, 2)

    def _give_room(self, main: int, temp: int) -> None:
        """Let SQLite keep that many megabytes in memory; with 2, its default, writing takes half as long again."""
        self._run(f"PRAGMA main.cache_size = -{main * 1000}")
        self._run(f"PRAGMA temp.cache_size = -{temp * 1000}")

    def _take_back(self) -> None:
        """Take scores of the ledger from their cells: their days follow from the zone, which SQL does not know."""
        changes: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
        with connection.cursor() as cursor:
            cursor.execute(self._filled(_TAKEN_BACK))
            while rows := cursor.fetchmany(CHUNK):
                for metric, person, value, occurred in rows:
                    change = changes[metric, person, local_day(occurred, self.rules.zone).toordinal()]
                    change[0] -= value
                    change[1] -= 1
            rows = [(*place, *divmod(total, LIMB), entries) for place, (total, entries) in changes.items()]
            cursor.executemany(_TAKE_BACK, rows)

    def _note_repeated(self, sql: str) -> None:
        words = _("This id was used before, for something else. Give the new entry an id of its own.")
        found = self._rows(sql, most=MOST_REPEATED)
        self.repeated += [Problem(words, row, "id", key) for row, key in found]

    def _run(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self._filled(sql))

    def _rows(self, sql: str, **values: int) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self._filled(sql, **values))
            return list(cursor.fetchall())

    def _filled(self, sql: str, **values: int) -> str:
        entry = connection.ops.quote_name(Entry._meta.db_table)
        organisation, program = int(self.program.organisation_id), int(self.program.pk)
        return sql.format(entry=entry, organisation=organisation, program=program, limb=LIMB, **values)
