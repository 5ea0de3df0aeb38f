"""Hold scores in tables that only this connection sees, and work out there what they do to the ledger.

Filling and asking them keeps nobody waiting, and however many scores there are, memory holds a batch of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain

from django.db import connection
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, Problem
from roost.ground.people.models import Person, TeamMembership
from roost.see.tracking.actions.aside import CHUNK, LIMB, Aside, give_room, make_sums, take_room_back
from roost.see.tracking.actions.cells import TOO_LARGE, add_sums_to_cells
from roost.see.tracking.actions.readying import Ready
from roost.see.tracking.engine import Rules, local_day
from roost.see.tracking.models import AGAIN, LIMIT, LONGEST_KEY, WITHDRAWAL, Closing, Program
from roost.see.tracking.reads.source import ORDINAL

# So few are found without an index sooner than one is made.
FEW = 50
MOST_REPEATED = 1_000

# Rows are numbered in the order in which they came.
_PLACE = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "BIGINT GENERATED ALWAYS AS IDENTITY"}
_SCORES = """CREATE TEMPORARY TABLE tracking_staged (
    place {place}, row_number BIGINT, key TEXT, content TEXT, reverses TEXT,
    metric BIGINT, person BIGINT, value BIGINT, occurred TEXT, day BIGINT
)"""
_COLUMNS = "row_number, key, content, reverses, metric, person, value, occurred, day"

_OTHERS_IN_DELIVERY = """
    SELECT s.row_number, s.key FROM tracking_staged s
    WHERE s.content <> (SELECT f.content FROM tracking_staged f WHERE f.key = s.key ORDER BY f.place LIMIT 1)
    ORDER BY s.place LIMIT {most}"""
_REPEATS_IN_DELIVERY = """
    DELETE FROM tracking_staged AS s
    WHERE s.place > (SELECT MIN(f.place) FROM tracking_staged f WHERE f.key = s.key)"""
# An id is free again where its row was taken back with its whole file.
_IS_FREE = f"""EXISTS (
    SELECT 1 FROM {{entry}} r
    WHERE r.program_id = {{program}} AND r.reverses = tracking_staged.%s AND r.source = '{WITHDRAWAL}')"""
_USE_AGAIN = f"UPDATE tracking_staged SET key = key || '{AGAIN}' WHERE {_IS_FREE % 'key'}"
# What reverses such a score is meant for the one that has its id now.
_REVERSE_NEXT = f"UPDATE tracking_staged SET reverses = reverses || '{AGAIN}' WHERE {_IS_FREE % 'reverses'}"
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
# Only scores have a value. Asked for `reverses`, SQLite would go through all scores of the program by an index.
_TAKEN_BACK = """
    SELECT e.metric_id, e.person_id, e.value, e.occurred FROM {entry} e
    WHERE e.program_id = {program} AND e.value IS NOT NULL
      AND e.key IN (SELECT r.reverses FROM tracking_fresh r WHERE r.reverses IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM {entry} r WHERE r.program_id = {program} AND r.reverses = e.key)"""
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
_KNOWN_AND_TAKEN_BACK = """
    SELECT COUNT(*) FROM tracking_staged s
    WHERE s.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM tracking_fresh f WHERE f.key = s.key)
      AND EXISTS (SELECT 1 FROM {entry} r WHERE r.program_id = {program} AND r.reverses = s.key)"""
_WITHOUT_EFFECT = """
    SELECT COUNT(*) - COUNT(m.id), COUNT(CASE WHEN {late_days} THEN 1 END),
        COUNT(CASE WHEN f.metric NOT IN ({counted}) THEN 1 END)
    FROM tracking_fresh f
    LEFT JOIN {membership} m ON m.organisation_id = {organisation} AND m.person_id = f.person
        AND {starts_on} <= f.day AND (m.ends_on IS NULL OR {ends_on} > f.day)
    WHERE f.reverses IS NULL
      AND f.key NOT IN (SELECT r.reverses FROM tracking_fresh r WHERE r.reverses IS NOT NULL)"""
_CHANGED = "SELECT metric, person, day, high * {limb} + low AS total, entries FROM tracking_change"


@contextmanager
def staging(program: Program, rules: Rules, *, exact: bool = False) -> Iterator[Staging]:
    """Make the tables and drop them afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(_SCORES.format(place=_PLACE[connection.vendor]))
    make_sums("tracking_change")
    staged = Staging(program, rules, exact)
    try:
        yield staged
    finally:
        staged.close()


class Staging(Aside):
    """Scores of one delivery. Call `add` as often as needed, then `arrange` once, `compare`, and `write`."""

    def __init__(self, program: Program, rules: Rules, exact: bool) -> None:
        super().__init__(program)
        self.rules = rules
        self.exact = exact
        self.before = self.last_entry = 0
        self.given = 0
        self.repeated: list[Problem] = []
        self.scores = self.reversals = 0
        self.people: set[int] = set()

    def add(self, rows: Sequence[Ready]) -> None:
        """Take further rows."""
        self.given += len(rows)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor, cursor.copy(f"COPY tracking_staged ({_COLUMNS}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(Ready._fields))
            self.insert(f"INSERT INTO tracking_staged ({_COLUMNS}) VALUES ({marks})", rows)

    def arrange(self) -> None:
        """Leave each key once, and note in `repeated` those that were used for different things."""
        if self.given > CHUNK:
            give_room()
        if self.given > FEW:
            self.run("CREATE INDEX tracking_staged_key ON tracking_staged (key)")
            if connection.vendor == "postgresql":
                self.run("ANALYZE tracking_staged")
        if self.given > 1 and self.rows("SELECT 1 FROM tracking_staged GROUP BY key HAVING COUNT(*) > 1 LIMIT 1"):
            self._note_repeated(_OTHERS_IN_DELIVERY)
            self.run(_REPEATS_IN_DELIVERY)

    def compare(self) -> None:
        """Tell what is new to the ledger, and work out what it does to cells; may be done again later.

        `scores`, `reversals` and `people` say how many are new, and whose the scores are.
        Raises InputError when a day's total leaves the range that stays exact.
        """
        if not self.exact:
            self._use_again()
        self.run("DROP TABLE IF EXISTS tracking_fresh")
        self.run(_FRESH)
        ((fresh, self.reversals, here),) = self.rows(
            "SELECT COUNT(*), COUNT(reverses), (SELECT COUNT(*) FROM tracking_staged) FROM tracking_fresh"
        )
        self.scores = fresh - self.reversals
        if fresh < here:
            self._note_repeated(_OTHERS_IN_LEDGER)
        people = self.rows("SELECT DISTINCT person FROM tracking_fresh WHERE reverses IS NULL")
        self.people = {person for (person,) in people}
        self.run("DELETE FROM tracking_change")
        self.run(_SUMS)
        if self.reversals:
            self._take_back()
        if self.rows("SELECT 1 FROM tracking_change WHERE ABS(high) > {limit} LIMIT 1", limit=LIMIT // LIMB):
            raise InputError(str(TOO_LARGE))

    def taken_back(self) -> int:
        """Count what is here already and was taken back: handing it in again does not bring it back."""
        self.run("CREATE INDEX IF NOT EXISTS tracking_fresh_key ON tracking_fresh (key)")
        return int(self.rows(_KNOWN_AND_TAKEN_BACK)[0][0])

    def without_effect(self) -> tuple[int, int, int]:
        """Count the new scores of days without a team, those in a closed period, and those of metrics left out."""
        closed = Closing.objects.filter(program=self.program).values_list("starts_on", "ends_on")
        days = [f"(f.day >= {first.toordinal()} AND f.day < {after.toordinal()})" for first, after in closed]
        ordinal = ORDINAL[connection.vendor]
        counted = [metric.key for metric in self.rules.metrics]
        numbers = self.program.metrics.filter(key__in=counted).values_list("pk", flat=True)
        sql = _WITHOUT_EFFECT.replace("{late_days}", " OR ".join(days) or "1 = 0")
        sql = sql.replace("{counted}", ", ".join(map(str, numbers)) or "NULL")
        sql = sql.replace("{membership}", connection.ops.quote_name(TeamMembership._meta.db_table))
        for column in ("starts_on", "ends_on"):
            sql = sql.replace(f"{{{column}}}", ordinal.format(day=f"m.{column}"))
        teamless, late, uncounted = self.rows(sql)[0]
        return int(teamless), int(late), int(uncounted)

    def is_touched_since(self, last_entry: int) -> bool:
        """Say whether entries with larger ids than this one change what `compare` found."""
        return bool(self.rows(_TOUCHED, last_entry=last_entry))

    def write(self, *, by: Person, source: str) -> None:
        """Write what is new to the ledger and its cells: entries with ids above `before` and up to `last_entry`."""
        ((self.before,),) = self.rows("SELECT COALESCE(MAX(id), 0) FROM {entry}")
        moment = connection.ops.adapt_datetimefield_value(clock.now())
        with connection.cursor() as cursor:
            cursor.execute(self.filled(_WRITE), [by.pk, moment, source])
        add_sums_to_cells(self.program, self.filled(_CHANGED))
        ((self.last_entry,),) = self.rows("SELECT MAX(id) FROM {entry}")

    def close(self) -> None:
        """Drop the tables."""
        for table in ("tracking_staged", "tracking_fresh", "tracking_change"):
            self.run(f"DROP TABLE IF EXISTS {table}")
        if self.given > CHUNK:
            take_room_back()

    def _use_again(self) -> None:
        """Give each row the key under which the ledger would keep its id now."""
        if Program.objects.filter(pk=self.program.pk, withdrawals__gt=0).exists():
            for sql in (_USE_AGAIN, _REVERSE_NEXT):
                while self.run(sql):
                    pass
            if self.rows(f"SELECT 1 FROM tracking_staged WHERE LENGTH(key) > {LONGEST_KEY} LIMIT 1"):
                raise InputError(_("An id was taken back with its file too often to be used again. Give it another."))

    def _take_back(self) -> None:
        """Take scores of the ledger from their cells: their days follow from the zone, which SQL does not know."""
        with connection.cursor() as cursor:
            cursor.execute(self.filled(_TAKEN_BACK))
            scores = chain.from_iterable(iter(partial(cursor.fetchmany, CHUNK), []))
            self.add_sums("tracking_change", scores, partial(local_day, zone=self.rules.zone), -1)

    def _note_repeated(self, sql: str) -> None:
        words = _(
            "This id was used before, for something else. Take the file back with which it came, or give the new entry "
            "an id of its own."
        )
        found = self.rows(sql, most=MOST_REPEATED)
        self.repeated += [Problem(words, row, "id", key.rstrip(AGAIN)) for row, key in found]
