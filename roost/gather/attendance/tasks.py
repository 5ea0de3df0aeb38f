"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.attendance import actions
from roost.ground.kit.schedule import every


@every(minutes=24 * 60)
@task()
def forget_who_left() -> None:
    """Let go what is kept of people who left a circle."""
    actions.forget_who_left()
