"""Pages of meetings."""

from roost.gather.meetings.views.circles import begin, card, circle
from roost.gather.meetings.views.live import latest, meeting_stream
from roost.gather.meetings.views.meeting import come, end, meeting, part, press, rate, weigh

__all__ = [
    "begin",
    "card",
    "circle",
    "come",
    "end",
    "latest",
    "meeting",
    "meeting_stream",
    "part",
    "press",
    "rate",
    "weigh",
]
