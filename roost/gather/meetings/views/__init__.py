"""Pages of meetings."""

from roost.gather.meetings.views.circles import begin, card, circle
from roost.gather.meetings.views.live import latest, meeting_stream
from roost.gather.meetings.views.meeting import come, end, meeting, part, press, rate, weigh
from roost.gather.meetings.views.protocols import drop_protocol, new_protocol, own_protocol, protocol_file

__all__ = [
    "begin",
    "card",
    "circle",
    "come",
    "drop_protocol",
    "end",
    "latest",
    "meeting",
    "meeting_stream",
    "new_protocol",
    "own_protocol",
    "part",
    "press",
    "protocol_file",
    "rate",
    "weigh",
]
