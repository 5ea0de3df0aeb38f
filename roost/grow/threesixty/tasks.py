"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.grow.threesixty import actions


@every(minutes=60)
@task()
def close_and_remind() -> None:
    """Tell what came out of 360s whose time is over, forget totals after a year, and remind who has not answered."""
    actions.close_due()
    actions.forget_forms()
    actions.remind()
