"""What the library shows and what other rooms ask it for: cards, what answers a question, who here tried what."""

from roost.grow.library.reads.cards import card_for, deck
from roost.grow.library.reads.indexes import DatabaseIndex
from roost.grow.library.reads.pages import (
    CardPage,
    ItemPage,
    LibraryPage,
    OwnPage,
    Wanted,
    card_page,
    item_page,
    library_card,
    library_page,
    own_page,
)
from roost.grow.library.reads.tries import TriedHere, tried_here

__all__ = [
    "CardPage",
    "DatabaseIndex",
    "ItemPage",
    "LibraryPage",
    "OwnPage",
    "TriedHere",
    "Wanted",
    "card_for",
    "card_page",
    "deck",
    "item_page",
    "library_card",
    "library_page",
    "own_page",
    "tried_here",
]
