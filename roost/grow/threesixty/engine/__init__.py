"""What is told of a 360, how sure that is, and whom it can be asked of."""

from roost.grow.threesixty.engine.categories import BESIDE, LEAST, LEAST_OF_WORDS, Category, band_of, told_as
from roost.grow.threesixty.engine.judging import Estimate, Verdict, estimate, has_changed, judge, spread_of
from roost.grow.threesixty.engine.strictness import Filled, Form, Strictness, learn
from roost.grow.threesixty.engine.telling import Behaviour, Given, Kept, Mean, Telling, tell

__all__ = [
    "BESIDE",
    "LEAST",
    "LEAST_OF_WORDS",
    "Behaviour",
    "Category",
    "Estimate",
    "Filled",
    "Form",
    "Given",
    "Kept",
    "Mean",
    "Strictness",
    "Telling",
    "Verdict",
    "band_of",
    "estimate",
    "has_changed",
    "judge",
    "learn",
    "spread_of",
    "tell",
    "told_as",
]
