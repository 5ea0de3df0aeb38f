"""What Roost holds about a person: each room declares its columns, and export and erasure follow from that.

A column that points at a person and is not declared fails the suite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise

from roost.ground.kit.scopes import everywhere


class Erasure(StrEnum):
    """What happens to a row when the person in a column is erased."""

    DELETE = "delete"
    UNLINK = "unlink"
    KEEP = "keep"
    """The row stays and points at a login that no longer says who it was."""
    EMPTY = "empty"
    """The row stays with what its holding says in `emptied`."""


@dataclass(frozen=True)
class Holding:
    """One table that holds something about people.

    `columns` maps each column that names a person to what erasure does with it. Rows that a column of `mentions`
    names somebody in are about somebody else, so they are not exported; `secret` columns never are. `emptied` says
    what remains in a row that stays as an empty shell. Rows about a person that `deleted` selects go, whatever their
    columns say: what nobody else could see would stay for nobody.
    """

    model: type[models.Model]
    title: str | Promise
    purpose: str | Promise
    columns: Mapping[str, Erasure]
    secret: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    emptied: Mapping[str, Any] = field(default_factory=dict)
    deleted: models.Q | None = None

    def rows_of(self, person: int) -> models.QuerySet[Any]:
        about = models.Q()
        for column in self.columns.keys() - self.mentions:
            about |= models.Q(**{column: person})
        return self.model._default_manager.filter(about).order_by("pk")


_holdings: dict[type[models.Model], Holding] = {}


def hold(holding: Holding) -> None:
    """Declare a table; called in a room's privacy.py. Raises ValueError when it is declared twice."""
    if holding.model in _holdings:
        raise ValueError(f"{holding.model._meta.label} is declared twice.")
    _holdings[holding.model] = holding


def holdings() -> tuple[Holding, ...]:
    """List what is declared, by table."""
    return tuple(_holdings[model] for model in sorted(_holdings, key=lambda model: model._meta.label))


@dataclass(frozen=True)
class Held:
    """How much of one kind is held about a person, and what for."""

    title: str | Promise
    purpose: str | Promise
    rows: int


def held_about(person: int) -> list[Held]:
    """Count what is held about a person, kind by kind; one query a kind."""
    with everywhere():
        counted = [(holding, holding.rows_of(person).count()) for holding in holdings()]
    return [Held(holding.title, holding.purpose, rows) for holding, rows in counted if rows]


def export_person(person: int) -> dict[str, list[dict[str, Any]]]:
    """Give every row about a person, table by table, as plain values ready for JSON."""
    with everywhere():
        return {
            holding.model._meta.label: [_plain(holding, row) for row in holding.rows_of(person)]
            for holding in holdings()
        }


def _plain(holding: Holding, row: models.Model) -> dict[str, Any]:
    shown = [field for field in row._meta.concrete_fields if field.name not in holding.secret]
    return {
        field.name: field.value_to_string(row) if field.value_from_object(row) is not None else None for field in shown
    }


@transaction.atomic
def erase_person(person: int) -> dict[str, int]:
    """Delete and unlink what rooms declared so, and say how many rows of each table that touched."""
    touched: dict[str, int] = {}
    with everywhere():
        for holding in holdings():
            if holding.deleted is not None:
                gone = holding.rows_of(person).filter(holding.deleted).delete()[0]
                if gone:
                    touched[holding.model._meta.label] = gone
            for column, erasure in holding.columns.items():
                rows = holding.model._default_manager.filter(**{column: person})
                count = 0
                if erasure is Erasure.DELETE:
                    count = rows.delete()[0]
                elif erasure is Erasure.UNLINK:
                    count = rows.update(**{column: None})
                elif erasure is Erasure.EMPTY:
                    count = rows.update(**holding.emptied)
                if count:
                    touched[holding.model._meta.label] = touched.get(holding.model._meta.label, 0) + count
    return touched
