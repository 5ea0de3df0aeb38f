"""Ask for a 360, answer one, tell it, and read it together."""

from roost.grow.threesixty.actions.answering import (
    Said,
    answer_oneself,
    decline,
    link_for,
    put_in,
    said_so_far,
    send_in,
)
from roost.grow.threesixty.actions.asking import remind
from roost.grow.threesixty.actions.beginning import (
    approve,
    begin_review,
    drop,
    nominate,
    propose,
    send_back,
    take_back,
)
from roost.grow.threesixty.actions.closing import close_due
from roost.grow.threesixty.actions.forms import forget_forms
from roost.grow.threesixty.actions.reading import begin_needle, choose, open_report
from roost.grow.threesixty.actions.verbs import ASKED, CLOSED, OPENED

__all__ = [
    "ASKED",
    "CLOSED",
    "OPENED",
    "Said",
    "answer_oneself",
    "approve",
    "begin_needle",
    "begin_review",
    "choose",
    "close_due",
    "decline",
    "drop",
    "forget_forms",
    "link_for",
    "nominate",
    "open_report",
    "propose",
    "put_in",
    "remind",
    "said_so_far",
    "send_back",
    "send_in",
    "take_back",
]
