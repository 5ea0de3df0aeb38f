"""Let circles of the sample company plan: one is in the middle of its term, one begins, others have no date."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.rhythm.actions import plan_term, say_hours
from roost.gather.rhythm.engine.dates import lay_out
from roost.gather.rhythm.reads import planned_meetings
from roost.ground.kit import clock
from roost.ground.people.models import Person

OFFICE = [day * 24 + hour for day in range(5) for hour in range(9, 17)]
THURSDAY = 3
# How many weeks ago each circle planned, the oldest first, and when in the day they meet.
STAGES = ((9, time(14)), (1, time(15)))


def let_circles_plan(member: Person, *, now: datetime) -> None:
    """Let a member's circles plan a term, the oldest first; what is planned already stays."""
    sitting = [one for one in visible_memberships(member) if one.circle.round_id is not None][::-1]
    for seat, (weeks, at) in zip(sitting, STAGES, strict=False):
        circle = shared_circle(circle_for(member, seat.circle_id))
        if not planned_meetings(circle.number):
            _plan(circle, member, now - timedelta(weeks=weeks), at)


def past_dates(circle: int, now: datetime) -> list[datetime]:
    """Give when a circle was to meet by now."""
    return [one.starts_at for one in planned_meetings(circle) if one.starts_at < now]


def _plan(circle: SharedCircle, member: Person, moment: datetime, at: time) -> None:
    tomorrow = (moment + timedelta(days=1)).date()
    first = tomorrow + timedelta(days=(THURSDAY - tomorrow.weekday()) % 7)
    starts = lay_out(first, at, every=3, count=8, zone=member.time_zone)
    with clock.at(moment):
        plan_term(circle, by=member, version=0, starts=starts, every=3, minutes=90, zone=member.time_zone)
        for person in Person.objects.filter(pk__in=circle.people):
            say_hours(circle.number, by=person, hours=OFFICE, uses_calendar=False)
