"""What the worker does while people watch: enter files of scores, and add up days by another time zone."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Q

from roost.ground.kit import clock
from roost.see.tracking.models import Delivery, Rezoning

W = TypeVar("W", Delivery, Rezoning)

SECONDS_BETWEEN_TELLING = 1.0
LOST_AFTER = timedelta(days=1)
KEPT_FOR = timedelta(days=30)
NOTHING = Q(pk__in=[])


def change(work: Delivery | Rezoning, **values: Any) -> bool:
    """Write down how far it is, unless it is over; say whether it was under way."""
    # What is over stays as it is, even where a worker that was taken for lost comes back.
    return type(work).objects.filter(pk=work.pk, finished_at=None).update(**values) == 1


class Telling:
    """Write down how far something is, once a second at most."""

    def __init__(self, work: Delivery | Rezoning) -> None:
        self._work = work
        self._next = 0.0

    def tell(self, **values: Any) -> bool:
        """Write it down if it is time; give False where it is over meanwhile."""
        if time.monotonic() < self._next:
            return True
        told = change(self._work, **values)
        self._next = time.monotonic() + SECONDS_BETWEEN_TELLING
        return told


def forget_old(work: type[W], give_up: Callable[[W], object], keep: Q = NOTHING) -> None:
    """Give up what was not finished within a day, and forget after a month what is over, but for what is to `keep`.

    Call it in the scope of all organisations.
    """
    now = clock.now()
    for lost in work.objects.filter(finished_at=None, asked_at__lt=now - LOST_AFTER):
        give_up(lost)
    work.objects.filter(~keep, finished_at__lt=now - KEPT_FOR).delete()
