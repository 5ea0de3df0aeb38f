"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.meetings import actions
from roost.ground.kit.schedule import every


@every(minutes=30)
@task()
def end_forgotten_meetings() -> None:
    """End meetings that nobody ended."""
    actions.end_forgotten_meetings()


@every(minutes=24 * 60)
@task()
def keep_all_readers() -> None:
    """Let out of circles' groups who left the circle."""
    actions.keep_all_readers()
