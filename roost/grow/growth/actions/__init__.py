"""Tell, choose what to move, plan and try it, be watched, look back, and let be counted."""

from roost.grow.growth.actions.choosing import MOST_NEEDLES, choose_needles, put_first
from roost.grow.growth.actions.closing import close_cycle
from roost.grow.growth.actions.expecting import answer_expectation, expect_no_longer, expect_of
from roost.grow.growth.actions.mapping import OwnBarrier, forget_barrier, meet_barriers, share_barrier
from roost.grow.growth.actions.opening import close_to_manager, open_to_manager
from roost.grow.growth.actions.planning import Plan, change_experiment, plan_experiment, planned
from roost.grow.growth.actions.publishing import publish_barriers, publish_numbers
from roost.grow.growth.actions.telling import Given, answer_questions, check_in, let_cycles_be_counted, show_needles
from roost.grow.growth.actions.trying import Told, correct_try, end_experiment, record_try, told_of_try
from roost.grow.growth.actions.verbs import (
    ASKED,
    BEGAN,
    CHOSE,
    CLOSED,
    EXPECTED,
    MAPPED,
    OBSERVED,
    OPENED,
    PLANNED,
    TOLD,
    TRIED,
)
from roost.grow.growth.actions.watching import ask_to_watch, decline_question, say_what_was_seen, withdraw_question
from roost.grow.growth.models import Audience, Clarity, Direction, Moved, Outcome, Reach, Seen

__all__ = [
    "ASKED",
    "BEGAN",
    "CHOSE",
    "CLOSED",
    "EXPECTED",
    "MAPPED",
    "MOST_NEEDLES",
    "OBSERVED",
    "OPENED",
    "PLANNED",
    "TOLD",
    "TRIED",
    "Audience",
    "Clarity",
    "Direction",
    "Given",
    "Moved",
    "Outcome",
    "OwnBarrier",
    "Plan",
    "Reach",
    "Seen",
    "Told",
    "answer_expectation",
    "answer_questions",
    "ask_to_watch",
    "change_experiment",
    "check_in",
    "choose_needles",
    "close_cycle",
    "close_to_manager",
    "correct_try",
    "decline_question",
    "end_experiment",
    "expect_no_longer",
    "expect_of",
    "forget_barrier",
    "let_cycles_be_counted",
    "meet_barriers",
    "open_to_manager",
    "plan_experiment",
    "planned",
    "publish_barriers",
    "publish_numbers",
    "put_first",
    "record_try",
    "say_what_was_seen",
    "share_barrier",
    "show_needles",
    "told_of_try",
    "withdraw_question",
]
