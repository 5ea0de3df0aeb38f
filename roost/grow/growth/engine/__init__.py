"""What would matter most to a person now: behaviours ranked from what the person told, with reasons and doubt."""

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
    "MOST",
    "SPEAKS_FOR",
    "STRENGTH",
    "WEIGHTS",
    "Line",
    "Ranking",
    "Reason",
    "Signal",
    "Sure",
    "rank",
    "signals_of",
]
