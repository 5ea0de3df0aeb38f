"""What a circle is asked, what came out, and when it is asked by itself."""

from roost.gather.decisions.reads.cards import asking_card, circle_card, convener_card, today_card
from roost.gather.decisions.reads.misses import (
    MissesPage,
    counts_begun,
    misses_card,
    misses_page,
    misses_today,
    parted_today,
)
from roost.gather.decisions.reads.standing import (
    Choice,
    Standing,
    closes_unanswered,
    rests_until,
    standing_of,
    went_on_since,
)
from roost.gather.decisions.reads.waking import why_of

__all__ = [
    "Choice",
    "MissesPage",
    "Standing",
    "asking_card",
    "circle_card",
    "closes_unanswered",
    "convener_card",
    "counts_begun",
    "misses_card",
    "misses_page",
    "misses_today",
    "parted_today",
    "rests_until",
    "standing_of",
    "today_card",
    "went_on_since",
    "why_of",
]
