"""What would matter most to a person now, with reasons and doubt; and how well guesses fit what came of them."""

from roost.grow.growth.engine.calibration import FEWEST, Calibration, Fit, Guess, brier, calibrate, how_many_come
from roost.grow.growth.engine.ranking import (
    ENOUGH,
    MOST,
    Line,
    Ranking,
    Reason,
    Signal,
    Sure,
    rank,
    signals_of,
)
from roost.grow.growth.engine.tables import SPEAKS_FOR, STRENGTH, WEIGHTS

__all__ = [
    "ENOUGH",
    "FEWEST",
    "MOST",
    "SPEAKS_FOR",
    "STRENGTH",
    "WEIGHTS",
    "Calibration",
    "Fit",
    "Guess",
    "Line",
    "Ranking",
    "Reason",
    "Signal",
    "Sure",
    "brier",
    "calibrate",
    "how_many_come",
    "rank",
    "signals_of",
]
