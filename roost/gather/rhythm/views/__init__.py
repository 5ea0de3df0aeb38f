"""Pages of a circle's rhythm."""

from roost.gather.rhythm.views.dates import add, drop, meeting, reading, role
from roost.gather.rhythm.views.hours import forget, hours, times
from roost.gather.rhythm.views.terms import plan, term

__all__ = ["add", "drop", "forget", "hours", "meeting", "plan", "reading", "role", "term", "times"]
