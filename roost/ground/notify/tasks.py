"""Delivery every minute, and at once for what somebody waits for; forgetting once a day."""

from __future__ import annotations

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.ground.notify.actions import deliver_due, forget_old_messages


@every(minutes=1)
@task()
def deliver() -> None:
    deliver_due()


@every(minutes=24 * 60)
@task()
def forget() -> None:
    forget_old_messages()
