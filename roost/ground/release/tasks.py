"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.ground.release import actions


@every(minutes=24 * 60)
@task()
def destroy_forgotten_boxes() -> None:
    """Destroy answers that nobody came for."""
    actions.destroy_forgotten()
