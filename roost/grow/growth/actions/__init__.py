"""Tell, choose what to move, and plan what to try."""

from roost.grow.growth.actions.choosing import MOST_NEEDLES, choose_needles, put_first
from roost.grow.growth.actions.closing import close_cycle
from roost.grow.growth.actions.mapping import forget_barrier, meet_barriers, meet_own_barrier, share_barrier
from roost.grow.growth.actions.planning import plan_experiment
from roost.grow.growth.actions.telling import Given, answer_questions
from roost.grow.growth.actions.trying import ask_to_watch, end_experiment, record_try, say_what_was_seen
from roost.grow.growth.actions.verbs import BEGAN, CHOSE, CLOSED, OBSERVED, PLANNED, TRIED
from roost.grow.growth.models import Audience, Moved, Outcome, Seen

__all__ = [
    "BEGAN",
    "CHOSE",
    "CLOSED",
    "MOST_NEEDLES",
    "OBSERVED",
    "PLANNED",
    "TRIED",
    "Audience",
    "Given",
    "Moved",
    "Outcome",
    "Seen",
    "answer_questions",
    "ask_to_watch",
    "choose_needles",
    "close_cycle",
    "end_experiment",
    "forget_barrier",
    "meet_barriers",
    "meet_own_barrier",
    "plan_experiment",
    "put_first",
    "record_try",
    "say_what_was_seen",
    "share_barrier",
]
