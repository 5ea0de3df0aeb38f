"""What two people who walk together change: goals, sessions with an agenda, commitments, and how they are."""

from roost.grow.companions.actions.aiming import leave_goal, reach_goal, set_goal
from roost.grow.companions.actions.committing import commit_to, drop_commitment, keep_commitment
from roost.grow.companions.actions.meeting import (
    call_off_session,
    drop_point,
    move_session,
    plan_session,
    raise_point,
    say_that_they_met,
)
from roost.grow.companions.actions.verbs import AIMED, COMMITTED, MET, PLANNED
from roost.grow.companions.actions.writing import close_notes, open_notes

__all__ = [
    "AIMED",
    "COMMITTED",
    "MET",
    "PLANNED",
    "call_off_session",
    "close_notes",
    "commit_to",
    "drop_commitment",
    "drop_point",
    "keep_commitment",
    "leave_goal",
    "move_session",
    "open_notes",
    "plan_session",
    "raise_point",
    "reach_goal",
    "say_that_they_met",
    "set_goal",
]
