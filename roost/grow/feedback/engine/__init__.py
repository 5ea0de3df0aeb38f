"""What is told of a few answers, how sure that is, and when people are asked."""

from roost.grow.feedback.engine.telling import FEWEST, FEWEST_UNSIGNED, ITEMS, SCALE, Told, Verdict, tell
from roost.grow.feedback.engine.waves import CLOSES_AFTER, REMIND_AFTER, THANK_AFTER, WAVES, opens_at

__all__ = [
    "CLOSES_AFTER",
    "FEWEST",
    "FEWEST_UNSIGNED",
    "ITEMS",
    "REMIND_AFTER",
    "SCALE",
    "THANK_AFTER",
    "WAVES",
    "Told",
    "Verdict",
    "opens_at",
    "tell",
]
