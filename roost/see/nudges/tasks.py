"""Reminders every minute; people who travel every hour; forgetting once a day."""

from __future__ import annotations

from django_tasks import task

from roost.ground.kit.schedule import every
from roost.see.nudges.actions import follow_zones, forget_slots, offer_mails, remind_before_meetings, remind_due


@every(minutes=1)
@task()
def remind() -> None:
    remind_before_meetings()
    remind_due()
    offer_mails()


@every(minutes=60)
@task()
def follow() -> None:
    follow_zones()


@every(minutes=24 * 60)
@task()
def forget() -> None:
    forget_slots()
