"""Pages of growth. Everything here is the person's own; nobody else has an address for it."""

from roost.grow.growth.views.closing import past, review
from roost.grow.growth.views.telling import first, needle, numbers, overview, reckoning, section
from roost.grow.growth.views.trying import end, experiment, plan, watch, watching
from roost.grow.growth.views.work import barriers, forget, share, work

__all__ = [
    "barriers",
    "end",
    "experiment",
    "first",
    "forget",
    "needle",
    "numbers",
    "overview",
    "past",
    "plan",
    "reckoning",
    "review",
    "section",
    "share",
    "watch",
    "watching",
    "work",
]
