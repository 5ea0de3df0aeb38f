"""What would matter most to a person now, with reasons and doubt; and how well guesses fit what came of them."""

from roost.grow.growth.engine.calibration import (
    TOO_FAR,
    Calibration,
    Change,
    Fit,
    Guess,
    calibrate,
    can_tell,
    how_many_come,
)
from roost.grow.growth.engine.ranking import (
    ENOUGH,
    MOST,
    Line,
    Ranking,
    Reason,
    Signal,
    Standing,
    Sure,
    rank,
    signals_of,
)
from roost.grow.growth.engine.tables import MANAGER, SPEAKS_FOR, STRENGTH, WEIGHTS

__all__ = [
    "ENOUGH",
    "MANAGER",
    "MOST",
    "SPEAKS_FOR",
    "STRENGTH",
    "TOO_FAR",
    "WEIGHTS",
    "Calibration",
    "Change",
    "Fit",
    "Guess",
    "Line",
    "Ranking",
    "Reason",
    "Signal",
    "Standing",
    "Sure",
    "calibrate",
    "can_tell",
    "how_many_come",
    "rank",
    "signals_of",
]
