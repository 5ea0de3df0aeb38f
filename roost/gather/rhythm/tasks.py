"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.rhythm import actions
from roost.ground.kit.schedule import every
from roost.ground.kit.scopes import everywhere


@every(minutes=5)
@task()
def keep_calendars() -> None:
    """Tell each one what changed of what is planned with them, and send agendas."""
    actions.keep_calendars()
    actions.send_agendas()


@every(minutes=24 * 60)
@task()
def forget_hours() -> None:
    """Delete the hours of who left."""
    with everywhere():
        actions.forget_hours()
