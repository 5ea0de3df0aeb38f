"""Asking others how one comes across, and answering."""

from roost.grow.feedback.views.answering import answer, decline, open_link
from roost.grow.feedback.views.asking import begin, end, loop, loops, say_tries

__all__ = ["answer", "begin", "decline", "end", "loop", "loops", "open_link", "say_tries"]
