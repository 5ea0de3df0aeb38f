"""What people and the worker change: plans, answers, wishes, and reminders given."""

from roost.see.nudges.actions.answering import answer_occasion
from roost.see.nudges.actions.mailing import offer_mails
from roost.see.nudges.actions.meeting_ahead import remind_before_meetings
from roost.see.nudges.actions.planning import (
    MOST_PLANS,
    Intent,
    change_plan,
    delete_plan,
    end_plan,
    forget_slots,
    intent_of,
    plan_reminder,
    rest_plan,
    wake_plan,
)
from roost.see.nudges.actions.reminding import follow_zones, remind_due
from roost.see.nudges.actions.verbs import ANSWERED, PLANNED
from roost.see.nudges.actions.wishing import Chosen, choose_wishes, stop_mail

__all__ = [
    "ANSWERED",
    "MOST_PLANS",
    "PLANNED",
    "Chosen",
    "Intent",
    "answer_occasion",
    "change_plan",
    "choose_wishes",
    "delete_plan",
    "end_plan",
    "follow_zones",
    "forget_slots",
    "intent_of",
    "offer_mails",
    "plan_reminder",
    "remind_before_meetings",
    "remind_due",
    "rest_plan",
    "stop_mail",
    "wake_plan",
]
