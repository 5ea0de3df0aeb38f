"""What whose 360 it is, who looks over it, who reads it with them, and who is asked find."""

from roost.grow.threesixty.reads.cards import asked_card, grow_card, looking_card, own_card
from roost.grow.threesixty.reads.naming import box_of, instrument_of
from roost.grow.threesixty.reads.pages import (
    NAMES,
    AskedPage,
    ReviewPage,
    asked_page,
    groups_of,
    items_of,
    may_open,
    place_of,
    review_page,
)
from roost.grow.threesixty.reads.people import Around, around, categories_of, companions_of, how_often_asked
from roost.grow.threesixty.reads.reporting import Report, report

__all__ = [
    "NAMES",
    "Around",
    "AskedPage",
    "Report",
    "ReviewPage",
    "around",
    "asked_card",
    "asked_page",
    "box_of",
    "categories_of",
    "companions_of",
    "groups_of",
    "grow_card",
    "how_often_asked",
    "instrument_of",
    "items_of",
    "looking_card",
    "may_open",
    "own_card",
    "place_of",
    "report",
    "review_page",
]
