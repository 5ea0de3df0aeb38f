"""What is told of a team, how sure a change is, and when things happen."""

from roost.gather.pulse.engine.dates import (
    CLOSES_AFTER,
    REMIND_AFTER,
    REPLY_WITHIN,
    RESTS,
    TEAM_FIRST,
    URGE_AFTER,
)
from roost.gather.pulse.engine.telling import (
    LEAST,
    Change,
    Given,
    Line,
    Span,
    Stands,
    change_between,
    headline,
    stands,
    tell,
)

__all__ = [
    "CLOSES_AFTER",
    "LEAST",
    "REMIND_AFTER",
    "REPLY_WITHIN",
    "RESTS",
    "TEAM_FIRST",
    "URGE_AFTER",
    "Change",
    "Given",
    "Line",
    "Span",
    "Stands",
    "change_between",
    "headline",
    "stands",
    "tell",
]
