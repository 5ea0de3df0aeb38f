"""What people of a circle promised each other, and for when."""

from roost.gather.commitments.reads.cards import Board, Line, board_of, circle_card, meeting_card, today_card
from roost.gather.commitments.reads.notes import (
    OUTCOMES_PLACE,
    notes_of,
    place_of_outcomes,
    those_there,
    usual_day_of,
    written_in,
)

__all__ = [
    "OUTCOMES_PLACE",
    "Board",
    "Line",
    "board_of",
    "circle_card",
    "meeting_card",
    "notes_of",
    "place_of_outcomes",
    "those_there",
    "today_card",
    "usual_day_of",
    "written_in",
]
