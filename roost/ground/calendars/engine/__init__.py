"""Which meetings a calendar holds, and calendars written. Plain Python; reads alone as `python -m` this package."""

from roost.ground.calendars.engine.lines import MOST_BYTES, MOST_PROBLEMS
from roost.ground.calendars.engine.reading import MOST_KEPT, Meeting, Reading, Window, read_calendar
from roost.ground.calendars.engine.writing import Event, Mailbox, Method, is_address, write_calendar
from roost.ground.calendars.engine.zones import Limit, TakesTooLong

__all__ = [
    "MOST_BYTES",
    "MOST_KEPT",
    "MOST_PROBLEMS",
    "Event",
    "Limit",
    "Mailbox",
    "Meeting",
    "Method",
    "Reading",
    "TakesTooLong",
    "Window",
    "is_address",
    "read_calendar",
    "write_calendar",
]
