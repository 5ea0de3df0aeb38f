"""Whom to remind of what, and when: spacing, streaks, moments and the limit, in plain Python."""

from roost.see.nudges.engine.meetings import fits, terms_of
from roost.see.nudges.engine.moments import Coming, Times, coming, moment_on, next_moment
from roost.see.nudges.engine.rhythm import LADDER, STARTS, Answer, Reason, Rhythm, after, reason_of, wait_of
from roost.see.nudges.engine.streaks import FREE_SKIPS_A_MONTH, streak_of
from roost.see.nudges.engine.turns import (
    LATEST,
    LOOK_BACK,
    MOST_A_WEEK,
    Due,
    Given,
    Turn,
    room_from,
    take_turns,
)

__all__ = [
    "FREE_SKIPS_A_MONTH",
    "LADDER",
    "LATEST",
    "LOOK_BACK",
    "MOST_A_WEEK",
    "STARTS",
    "Answer",
    "Coming",
    "Due",
    "Given",
    "Reason",
    "Rhythm",
    "Times",
    "Turn",
    "after",
    "coming",
    "fits",
    "moment_on",
    "next_moment",
    "reason_of",
    "room_from",
    "streak_of",
    "take_turns",
    "terms_of",
    "wait_of",
]
