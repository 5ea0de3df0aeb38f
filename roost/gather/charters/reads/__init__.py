"""What people of a circle find of its charter, and what rooms above go by."""

from roost.gather.charters.reads.cards import circle_card, today_card
from roost.gather.charters.reads.charters import (
    Charter,
    CharterPage,
    agreed_rhythm,
    charter_in_force,
    charter_page,
    newest_version,
    words_then,
)
from roost.gather.charters.reads.sentences import ASKED, LABELS, Sentence, sentences
from roost.gather.charters.reads.writing import CHARTER_PLACE, GOALS_PLACE, charter_place

__all__ = [
    "ASKED",
    "CHARTER_PLACE",
    "GOALS_PLACE",
    "LABELS",
    "Charter",
    "CharterPage",
    "Sentence",
    "agreed_rhythm",
    "charter_in_force",
    "charter_page",
    "charter_place",
    "circle_card",
    "newest_version",
    "sentences",
    "today_card",
    "words_then",
]
