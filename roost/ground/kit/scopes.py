"""Which organisations the running request, command or task may touch: a query without that answer raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django_scopes import ScopedManager, scope, scopes_disabled

__all__ = ["everywhere", "organisation_manager", "touching"]


def organisation_manager(queryset: type[models.QuerySet[Any]] = models.QuerySet) -> Any:
    """Make the manager of a model with an `organisation`; it sees only the organisations being touched."""
    return ScopedManager(models.Manager.from_queryset(queryset), organisation="organisation")


@contextmanager
def touching(*organisations: int) -> Iterator[None]:
    """Limit all scoped queries inside to these organisations' ids; none at all means no rows."""
    with scope(organisation=list(organisations)):
        yield


@contextmanager
def everywhere() -> Iterator[None]:
    """Lift the limit, for work that Roost does for the whole installation: migrations, purges, export of a person."""
    with scopes_disabled():
        yield
