"""Find the right thing to read from a worry in own words, and say why. Plain Python, usable from a notebook."""

from roost.grow.library.engine.asking import LONGEST_QUESTION, Question, Term, ask, mark
from roost.grow.library.engine.cards import SHIPPED, Card, Deck, Found, parse_card, read_cards
from roost.grow.library.engine.language import Language, language
from roost.grow.library.engine.ranking import (
    FIELDS,
    Collection,
    Document,
    Hit,
    Reason,
    counted_in,
    document_of,
    rank,
    written_down,
)
from roost.grow.library.engine.searching import MOST_CANDIDATES, Index, Shelf, search

__all__ = [
    "FIELDS",
    "LONGEST_QUESTION",
    "MOST_CANDIDATES",
    "SHIPPED",
    "Card",
    "Collection",
    "Deck",
    "Document",
    "Found",
    "Hit",
    "Index",
    "Language",
    "Question",
    "Reason",
    "Shelf",
    "Term",
    "ask",
    "counted_in",
    "document_of",
    "language",
    "mark",
    "parse_card",
    "rank",
    "read_cards",
    "search",
    "written_down",
]
