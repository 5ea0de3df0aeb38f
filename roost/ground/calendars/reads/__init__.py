"""What somebody's calendars hold, and what Roost plans with them."""

from roost.ground.calendars.reads.added import (
    CalendarsPage,
    Day,
    Planned,
    beginning_between,
    calendars_page,
    meetings_between,
)
from roost.ground.calendars.reads.planned import PlannedPart, Written, planned_calendar, planned_part

__all__ = [
    "CalendarsPage",
    "Day",
    "Planned",
    "PlannedPart",
    "Written",
    "beginning_between",
    "calendars_page",
    "meetings_between",
    "planned_calendar",
    "planned_part",
]
