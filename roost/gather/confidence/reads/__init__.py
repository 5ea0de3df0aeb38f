"""Whether a circle pauses, and what each of it finds."""

from roost.gather.confidence.reads.cards import circle_card, today_card, way_there
from roost.gather.confidence.reads.pages import ConfidencePage, confidence_page
from roost.gather.confidence.reads.pausing import TALK, is_over, is_paused, only_protocol

__all__ = [
    "TALK",
    "ConfidencePage",
    "circle_card",
    "confidence_page",
    "is_over",
    "is_paused",
    "only_protocol",
    "today_card",
    "way_there",
]
