"""Pages of circles."""

from roost.gather.circles.views.forming import best, form, forming, stop
from roost.gather.circles.views.growing import agree, propose, respond, take_back
from roost.gather.circles.views.inviting import (
    answer,
    answers,
    back,
    close,
    invite,
    lot,
    note,
    prolong,
    stop_waiting,
)
from roost.gather.circles.views.joining import drop, leave, people
from roost.gather.circles.views.naming import name
from roost.gather.circles.views.planning import lock, move, plan, undo
from roost.gather.circles.views.publishing import end, file, publish
from roost.gather.circles.views.starting import gather, new, wishes

__all__ = [
    "agree",
    "answer",
    "answers",
    "back",
    "best",
    "close",
    "drop",
    "end",
    "file",
    "form",
    "forming",
    "gather",
    "invite",
    "leave",
    "lock",
    "lot",
    "move",
    "name",
    "new",
    "note",
    "people",
    "plan",
    "prolong",
    "propose",
    "publish",
    "respond",
    "stop",
    "stop_waiting",
    "take_back",
    "undo",
    "wishes",
]
