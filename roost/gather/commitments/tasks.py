"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.commitments import actions
from roost.ground.kit.schedule import every


@every(minutes=30)
@task()
def keep_commitments() -> None:
    """Keep commitments as notes and circles stand, and remind of those for tomorrow."""
    actions.keep_commitments()
    actions.send_reminders()
