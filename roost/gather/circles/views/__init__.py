"""Pages of circles."""

from roost.gather.circles.views.forming import form, forming, stop
from roost.gather.circles.views.planning import lock, move, plan, undo
from roost.gather.circles.views.publishing import end, file, publish
from roost.gather.circles.views.starting import gather, new, wishes

__all__ = [
    "end",
    "file",
    "form",
    "forming",
    "gather",
    "lock",
    "move",
    "new",
    "plan",
    "publish",
    "stop",
    "undo",
    "wishes",
]
