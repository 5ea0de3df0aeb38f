"""What a person told, what it points to, and what pages of growth show."""

from roost.grow.growth.reads.answers import latest_answers, told_of
from roost.grow.growth.reads.needle import NeedlePage, needle_page
from roost.grow.growth.reads.numbers import numbers_of
from roost.grow.growth.reads.overview import Overview, overview_of, today_card
from roost.grow.growth.reads.weights import weights

__all__ = [
    "NeedlePage",
    "Overview",
    "latest_answers",
    "needle_page",
    "numbers_of",
    "overview_of",
    "today_card",
    "told_of",
    "weights",
]
