"""Pages of growth: everybody's own; who was asked to watch has one for that question alone."""

from roost.grow.growth.views.choosing import first, needle, reckoning
from roost.grow.growth.views.closing import past, review
from roost.grow.growth.views.managing import answer, close, end_expectation, manager, open_up, report, reports
from roost.grow.growth.views.planning import change, plan
from roost.grow.growth.views.telling import count_cycles, numbers, overview, section
from roost.grow.growth.views.trying import correct, end, experiment
from roost.grow.growth.views.watching import asked, decline, watch, watching, withdraw
from roost.grow.growth.views.work import barriers, forget, share, work

__all__ = [
    "answer",
    "asked",
    "barriers",
    "change",
    "close",
    "correct",
    "count_cycles",
    "decline",
    "end",
    "end_expectation",
    "experiment",
    "first",
    "forget",
    "manager",
    "needle",
    "numbers",
    "open_up",
    "overview",
    "past",
    "plan",
    "reckoning",
    "report",
    "reports",
    "review",
    "section",
    "share",
    "watch",
    "watching",
    "withdraw",
    "work",
]
