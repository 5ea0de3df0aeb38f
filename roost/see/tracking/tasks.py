"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.see.tracking.actions import enter_delivery, forget_deliveries


@task()
def enter_file(delivery: int) -> None:
    """Enter a file of scores that was handed in."""
    enter_delivery(delivery)


@every(minutes=60)
@task()
def forget_old_deliveries() -> None:
    """Forget files of scores, and how they fared, when their time is over."""
    forget_deliveries()
