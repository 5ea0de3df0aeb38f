"""What the worker does for this room."""

from __future__ import annotations

from django_tasks import task

from roost.ground.calendars.actions import forget_past_meetings, give_up_lost, read_due_feeds, read_waiting
from roost.ground.kit.schedule import every


# What people wait for, such as mail, goes first.
@task(priority=-10)
def read_calendar(calendar: int) -> None:
    """Read a calendar that waits."""
    read_waiting(calendar)


@every(minutes=10)
@task()
def ask_feeds_again() -> None:
    """Let feeds be read whose time has come."""
    read_due_feeds()


@every(minutes=60)
@task()
def tidy_up_calendars() -> None:
    """Give up what was lost, and delete meetings that are over."""
    give_up_lost()
    forget_past_meetings()
