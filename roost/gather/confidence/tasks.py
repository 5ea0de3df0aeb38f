"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.confidence import actions
from roost.ground.kit.schedule import every


@every(minutes=60)
@task()
def let_go() -> None:
    """Forget what was told a month ago or to who has left, and pauses that are over."""
    actions.forget_reports()
    actions.end_pauses()
