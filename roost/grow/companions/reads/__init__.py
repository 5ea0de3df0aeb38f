"""What two people who walk together find, and what the organisation sees of it: states and counts."""

from roost.grow.companions.reads.counted import PairCounted, PairsCounted, pairs_counted
from roost.grow.companions.reads.pairs import (
    CompanionsPage,
    PairPage,
    SessionPage,
    companions_card,
    companions_page,
    pair_page,
    places_of_notes,
    session_page,
    today_card,
)
from roost.grow.companions.reads.planned import planned_sessions

__all__ = [
    "CompanionsPage",
    "PairCounted",
    "PairPage",
    "PairsCounted",
    "SessionPage",
    "companions_card",
    "companions_page",
    "pair_page",
    "pairs_counted",
    "places_of_notes",
    "planned_sessions",
    "session_page",
    "today_card",
]
