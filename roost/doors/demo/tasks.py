"""What the worker does for the sample company."""

from __future__ import annotations

from django_tasks import task

from roost.doors.demo import actions


@task()
def gather_circles() -> None:
    """Form the sample company's circles."""
    actions.gather_circles()
