"""What a person finds of their own reminders; there is nothing here for anybody else."""

from roost.see.nudges.reads.cards import (
    Reminder,
    answers_offered,
    grow_card,
    reminder_of,
    today_card,
    words_to_begin_with,
)
from roost.see.nudges.reads.meetings import Called, meetings_called, meetings_card
from roost.see.nudges.reads.plans import PlanLine, PlanPage, PlansPage, State, plan_page, plans_page
from roost.see.nudges.reads.words import ANSWERS, SPACINGS, spacing_in_words

__all__ = [
    "ANSWERS",
    "SPACINGS",
    "Called",
    "PlanLine",
    "PlanPage",
    "PlansPage",
    "Reminder",
    "State",
    "answers_offered",
    "grow_card",
    "meetings_called",
    "meetings_card",
    "plan_page",
    "plans_page",
    "reminder_of",
    "spacing_in_words",
    "today_card",
    "words_to_begin_with",
]
