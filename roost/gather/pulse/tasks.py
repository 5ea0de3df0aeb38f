"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.pulse import actions
from roost.ground.kit.schedule import every


@every(minutes=60)
@task()
def tell_and_remind() -> None:
    """Tell what came out of pulses whose time is over, remind who was asked, and tell leaders that it is their turn."""
    actions.close_due()
    actions.remind()
    actions.tell_leaders()
