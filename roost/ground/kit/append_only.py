"""Tables whose rows are never changed: what was wrong is answered by a further row."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(RuntimeError):
    """Say that code tried to change a row that stands for good."""


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise AppendOnlyError("This table only grows: record a reversing row instead of changing one.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Read and add, never change."""

    update = _refuse
    bulk_update = _refuse
    update_or_create = _refuse
    delete = _refuse


class AppendOnly(models.Model):
    """Be a row that is written once. Erasing a whole organisation goes through the database, not through here."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    delete = _refuse
