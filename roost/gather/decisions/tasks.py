"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.gather.decisions import actions
from roost.ground.kit.schedule import every


@every(minutes=24 * 60)
@task()
def ask_quiet_circles() -> None:
    """Ask circles that do not meet any more how they go on, and others about who misses too much."""
    actions.ask_quiet_circles()
    actions.ask_about_misses()


@every(minutes=60)
@task()
def decide_and_end() -> None:
    """Say what came out, end circles on their day, and tell those whom it concerns."""
    actions.settle_all()
    actions.settle_misses()
    actions.end_due_circles()
    actions.send_mails()
