"""Tell, choose what to move, and plan what to try."""

from roost.grow.growth.actions.choosing import MOST_NEEDLES, choose_needles, put_first
from roost.grow.growth.actions.mapping import forget_barrier, meet_barriers, meet_own_barrier, share_barrier
from roost.grow.growth.actions.planning import plan_experiment
from roost.grow.growth.actions.telling import Given, answer_questions
from roost.grow.growth.actions.verbs import BEGAN, CHOSE, PLANNED

__all__ = [
    "BEGAN",
    "CHOSE",
    "MOST_NEEDLES",
    "PLANNED",
    "Given",
    "answer_questions",
    "choose_needles",
    "forget_barrier",
    "meet_barriers",
    "meet_own_barrier",
    "plan_experiment",
    "put_first",
    "share_barrier",
]
