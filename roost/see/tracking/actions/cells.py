"""Keep cells equal to the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy

from roost.ground.kit.errors import InputError
from roost.see.tracking.models import Cell, Program

TOO_LARGE = gettext_lazy("A day's total would grow too large to be counted exactly.")
Place = tuple[int, int, int]
"""Metric id, person id, day."""

_COLUMNS = "organisation_id, metric_id, person_id, day, total, entries"


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
