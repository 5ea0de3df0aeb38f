"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.charters import actions
from roost.ground.kit.schedule import every


@every(minutes=24 * 60)
@task()
def settle_all_charters() -> None:
    """Let proposals hold whose last awaited member left the circle."""
    actions.settle_all_charters()
