"""Which files of scores were handed in lately."""

from __future__ import annotations

from roost.see.tracking.models import Delivery, Program

MOST_SHOWN = 5


def latest_deliveries(program: Program) -> list[Delivery]:
    """Give the files handed in last, the newest first; one query."""
    return list(Delivery.objects.filter(program=program).order_by("-pk")[:MOST_SHOWN])
