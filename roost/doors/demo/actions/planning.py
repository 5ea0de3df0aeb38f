"""Let the director of the sample company have added a calendar, so that there is something to see in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from roost.doors.demo.engine import ZONE
from roost.doors.demo.engine.planner import leaders_calendar
from roost.ground.calendars.actions import add_file, read_waiting
from roost.ground.kit import clock
from roost.ground.people.models import Person


def let_add_calendar(leader: Person, *, now: datetime) -> None:
    """Add a file of the leader's meetings around now, and read it."""
    today: date = now.astimezone(ZoneInfo(ZONE)).date()
    content = leaders_calendar(today - timedelta(days=today.weekday()), zone=ZONE, owner=leader.email or "")
    with clock.at(now):
        calendar = add_file(leader, by=leader, name="Outlook", chunks=[content])
        read_waiting(calendar.pk)
