"""What somebody finds who asks, and who is asked."""

from roost.grow.feedback.reads.cards import asked_card, grow_card, told_card
from roost.grow.feedback.reads.naming import box_of
from roost.grow.feedback.reads.pages import (
    AskedPage,
    BeginPage,
    LoopPage,
    asked_page,
    begin_page,
    loop_lines,
    loop_page,
)
from roost.grow.feedback.reads.people import how_often_asked

__all__ = [
    "AskedPage",
    "BeginPage",
    "LoopPage",
    "asked_card",
    "asked_page",
    "begin_page",
    "box_of",
    "grow_card",
    "how_often_asked",
    "loop_lines",
    "loop_page",
    "told_card",
]
