"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.grow.feedback import actions


@every(minutes=60)
@task()
def ask_tell_and_thank() -> None:
    """Tell what came out of waves whose time is over, ask again, remind once, and thank."""
    actions.close_due_waves()
    actions.open_due_waves()
    actions.remind()
    actions.send_thanks()
