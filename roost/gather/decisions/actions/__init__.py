"""What a circle decides about itself, and what follows by itself."""

from roost.gather.decisions.actions.answering import answer, settle, settle_all
from roost.gather.decisions.actions.ending import end_due_circles, forget_reseating, stop_ending
from roost.gather.decisions.actions.mailing import send_mails
from roost.gather.decisions.actions.misses import answer_about_misses, ask_about_misses, settle_misses
from roost.gather.decisions.actions.opening import ask, ask_quiet_circles
from roost.gather.decisions.actions.verbs import ASKED, DECIDED

__all__ = [
    "ASKED",
    "DECIDED",
    "answer",
    "answer_about_misses",
    "ask",
    "ask_about_misses",
    "ask_quiet_circles",
    "end_due_circles",
    "forget_reseating",
    "send_mails",
    "settle",
    "settle_all",
    "settle_misses",
    "stop_ending",
]
