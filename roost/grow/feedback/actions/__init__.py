"""Ask those who see one, answer by a link, and say what came of it."""

from roost.grow.feedback.actions.answering import Said, answer, decline, link_for
from roost.grow.feedback.actions.asking import begin_loop, end_loop, remind, say_what_one_tries
from roost.grow.feedback.actions.verbs import ASKED, TOLD
from roost.grow.feedback.actions.waves import close_due_waves, open_due_waves, send_thanks

__all__ = [
    "ASKED",
    "TOLD",
    "Said",
    "answer",
    "begin_loop",
    "close_due_waves",
    "decline",
    "end_loop",
    "link_for",
    "open_due_waves",
    "remind",
    "say_what_one_tries",
    "send_thanks",
]
