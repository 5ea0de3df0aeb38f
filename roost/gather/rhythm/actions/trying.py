"""Do the worker's rounds so that one row for which something is wrong keeps no other from its turn."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)


def each(rows: Iterable[Row], act: Callable[[Row], None]) -> None:
    """Act on each row in a transaction of its own; what goes wrong with one is logged, and tried in the next round."""
    for row in rows:
        try:
            with transaction.atomic():
                act(row)
        except Exception:
            logger.exception("The %s %s could not be told.", row._meta.verbose_name, row.pk)
