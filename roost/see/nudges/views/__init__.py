"""Pages of nudges."""

from roost.see.nudges.views.answering import answer
from roost.see.nudges.views.planning import change, delete, end, new, plan, reminders, rest, settings, wake
from roost.see.nudges.views.replying import reply, stop

__all__ = [
    "answer",
    "change",
    "delete",
    "end",
    "new",
    "plan",
    "reminders",
    "reply",
    "rest",
    "settings",
    "stop",
    "wake",
]
