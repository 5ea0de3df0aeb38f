"""Compare the cells with a rebuild from the ledger, by another engine and in another order than they were written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from roost.see.tracking.engine import Store, local_day, parse_rules
from roost.see.tracking.engine.columnar import duckdb_store
from roost.see.tracking.models import Cell, Entry, Metric, Program
from roost.see.tracking.reads.moments import one_moment

CHUNK = 10_000

_DIFFERENCES = """
    WITH counting AS (
        SELECT metric, person, day, value FROM ledger
        WHERE reverses IS NULL AND key NOT IN (SELECT reverses FROM ledger WHERE reverses IS NOT NULL)
    ), rebuilt AS (
        SELECT metric, person, day, SUM(value) AS total, COUNT(*) AS entries FROM counting GROUP BY ALL
    )
    SELECT metric, person, day, COALESCE(c.total, 0), COALESCE(r.total, 0),
        COALESCE(c.entries, 0), COALESCE(r.entries, 0)
    FROM cell c FULL JOIN rebuilt r USING (metric, person, day)
    WHERE COALESCE(c.total, 0) <> COALESCE(r.total, 0) OR COALESCE(c.entries, 0) <> COALESCE(r.entries, 0)
    ORDER BY metric, person, day
"""


@dataclass(frozen=True)
class Difference:
    """A cell that the ledger does not bear out: totals in thousandths, and how many entries count."""

    program: int
    metric: str
    person: int
    day: date
    cells: int
    ledger: int
    entries_in_cells: int
    entries_in_ledger: int


def audit(program: Program) -> list[Difference]:
    """Give every difference between a program's cells and what its ledger adds up to, by metric, person and day.

    Everything is read as of one moment, so entries that arrive meanwhile make no difference.
    """
    keys = dict(Metric.objects.filter(program=program).values_list("pk", "key"))
    with duckdb_store() as store:
        with one_moment():
            _load(store, program)
        found = store.cursor()
        found.execute(_DIFFERENCES)
        return [
            Difference(program.pk, keys[metric], person, date.fromordinal(day), *(int(number) for number in numbers))
            for metric, person, day, *numbers in found.fetchall()
        ]


def _load(store: Store, program: Program) -> None:
    rules = parse_rules(program.rules.latest("version").document)
    day_of = lru_cache(2**16)(partial(local_day, zone=rules.zone))
    store.create("ledger", "metric BIGINT, person BIGINT, day BIGINT, value BIGINT, key TEXT, reverses TEXT")
    store.create("cell", "metric BIGINT, person BIGINT, day BIGINT, total BIGINT, entries BIGINT")
    columns = ("metric", "person", "occurred", "value", "key", "reverses")
    entries = Entry.objects.filter(program=program).values_list(*columns).iterator(CHUNK)
    store.insert(
        "ledger",
        (
            (metric, person, None if reverses else day_of(occurred).toordinal(), value, key, reverses)
            for metric, person, occurred, value, key, reverses in entries
        ),
    )
    cells = Cell.objects.filter(metric__program=program)
    store.insert("cell", cells.values_list("metric", "person", "day", "total", "entries").iterator(CHUNK))
