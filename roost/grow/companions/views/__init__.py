"""Pages of companions."""

from roost.grow.companions.views.administering import counted, end_counted
from roost.grow.companions.views.asking import agree, ask, companions, end
from roost.grow.companions.views.meeting import call_off, drop, met, plan, point, session
from roost.grow.companions.views.walking import commit, end_commitment, end_goal, energy, goal, pair, show, write

__all__ = [
    "agree",
    "ask",
    "call_off",
    "commit",
    "companions",
    "counted",
    "drop",
    "end",
    "end_commitment",
    "end_counted",
    "end_goal",
    "energy",
    "goal",
    "met",
    "pair",
    "plan",
    "point",
    "session",
    "show",
    "write",
]
