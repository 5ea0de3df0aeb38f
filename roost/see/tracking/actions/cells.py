"""Keep cells equal to the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy

from roost.ground.kit.errors import InputError
from roost.see.tracking.engine import Rules, local_day
from roost.see.tracking.models import LIMIT, Cell, Entry, Program

TOO_LARGE = gettext_lazy("A day's total would grow too large to be counted exactly.")
Place = tuple[int, int, int]
"""Metric id, person id, day."""

_COLUMNS = "organisation_id, metric_id, person_id, day, total, entries"


def add_to_cells(program: Program, changes: Mapping[Place, tuple[int, int]]) -> None:
    """Add (thousandths, entries) to cells, making those that are missing; all in one statement's repetition.

    Raises InputError when a day's total leaves the range that stays exact.
    """
    if any(abs(total) > LIMIT for total, _entries in changes.values()):
        raise InputError(str(TOO_LARGE))
    rows = [
        (program.organisation_id, *place, total, entries)
        for place, (total, entries) in sorted(changes.items())
        if total or entries
    ]
    with _refusing_too_large(), connection.cursor() as cursor:
        cursor.executemany(_added("VALUES (%s, %s, %s, %s, %s, %s)"), rows)


def add_sums_to_cells(program: Program, sums: str) -> None:
    """Add to cells what a query of metric, person, day, total and entries gives, each place once.

    Raises InputError when a day's total leaves the range that stays exact.
    """
    with _refusing_too_large(), connection.cursor() as cursor:
        cursor.execute(
            # SQLite would take ON CONFLICT for a join's condition if no WHERE stood before it.
            _added(
                f"SELECT {int(program.organisation_id)}, metric, person, day, total, entries FROM ({sums}) added "
                "WHERE total <> 0 OR entries <> 0"
            )
        )


def _added(rows: str) -> str:
    table = connection.ops.quote_name(Cell._meta.db_table)
    return (
        f"INSERT INTO {table} ({_COLUMNS}) {rows} ON CONFLICT (metric_id, person_id, day) DO UPDATE SET "
        f"total = {table}.total + excluded.total, entries = {table}.entries + excluded.entries"
    )


@contextmanager
def _refusing_too_large() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise InputError(str(TOO_LARGE)) from error


def rebuild_cells(program: Program, rules: Rules) -> None:
    """Throw a program's cells away and add them up again from the ledger, by the local days of its zone."""
    Cell.objects.filter(metric__program=program).delete()
    reversed_keys = Entry.objects.filter(program=program).exclude(reverses=None).values("reverses")
    counting = Entry.objects.filter(program=program, reverses=None).exclude(key__in=reversed_keys)
    changes: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
    day_of = lru_cache(2**16)(partial(local_day, zone=rules.zone))
    for metric, person, value, occurred in counting.values_list("metric", "person", "value", "occurred").iterator():
        change = changes[metric, person, day_of(occurred).toordinal()]
        change[0] += value or 0
        change[1] += 1
    add_to_cells(program, {place: (total, entries) for place, (total, entries) in changes.items()})
