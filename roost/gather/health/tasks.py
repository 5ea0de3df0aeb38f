"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.health import actions
from roost.ground.kit.schedule import every


@every(minutes=60)
@task()
def keep_checks() -> None:
    """Close checks that are over, and ask circles that were not asked for a quarter."""
    actions.keep_checks()
