"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.ground.people.actions import forget_uploads, part_whose_day_came


@every(minutes=60)
@task()
def forget_old_uploads() -> None:
    """Forget files of people that nobody applied within a day."""
    forget_uploads()


@every(minutes=60)
@task()
def part_who_left() -> None:
    """End the companionships of those whose last day has come."""
    part_whose_day_came()
