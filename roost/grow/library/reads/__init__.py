"""What the library shows and what other rooms ask it for: cards, what answers a question, who here tried what."""

from roost.grow.library.reads.cards import card_for, cards_in_order, deck
from roost.grow.library.reads.indexes import DatabaseIndex
from roost.grow.library.reads.pages import (
    CardPage,
    ItemPage,
    LibraryPage,
    Wanted,
    card_page,
    item_page,
    library_card,
    library_page,
    own_lines,
)
from roost.grow.library.reads.tries import TriedHere, tried_here

__all__ = [
    "CardPage",
    "DatabaseIndex",
    "ItemPage",
    "LibraryPage",
    "TriedHere",
    "Wanted",
    "card_for",
    "card_page",
    "cards_in_order",
    "deck",
    "item_page",
    "library_card",
    "library_page",
    "own_lines",
    "tried_here",
]
