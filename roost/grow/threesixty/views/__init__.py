"""Pages of who asks for a 360, who helps with it, and who answers."""

from roost.grow.threesixty.views.answering import answer, decline, open_link, send, sentences
from roost.grow.threesixty.views.asking import begin, drop, oneself, propose, raters, review, reviews, take_back
from roost.grow.threesixty.views.helping import approve, debrief
from roost.grow.threesixty.views.reading import begin_needle, choose, open_report, report

__all__ = [
    "answer",
    "approve",
    "begin",
    "begin_needle",
    "choose",
    "debrief",
    "decline",
    "drop",
    "oneself",
    "open_link",
    "open_report",
    "propose",
    "raters",
    "report",
    "review",
    "reviews",
    "send",
    "sentences",
    "take_back",
]
