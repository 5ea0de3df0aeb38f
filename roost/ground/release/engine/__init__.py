"""What may be shown of a group, decided from who is counted alone, so that nobody can plead for an exception."""

from roost.ground.release.engine.bands import (
    FLOOR,
    FLOOR_OF_DEVELOPMENT,
    Band,
    Quarter,
    is_told,
    last_quarter_over,
    quarter_of,
    taking_part,
    told_at_least,
)
from roost.ground.release.engine.cells import Cell
from roost.ground.release.engine.exposing import Exposure, exposures
from roost.ground.release.engine.planning import Plan, plan_release
from roost.ground.release.engine.spreading import Lying, LyingPlan
from roost.ground.release.engine.telling import Scale, Shown, Sum, tell_sums

__all__ = [
    "FLOOR",
    "FLOOR_OF_DEVELOPMENT",
    "Band",
    "Cell",
    "Exposure",
    "Lying",
    "LyingPlan",
    "Plan",
    "Quarter",
    "Scale",
    "Shown",
    "Sum",
    "exposures",
    "is_told",
    "last_quarter_over",
    "plan_release",
    "quarter_of",
    "taking_part",
    "tell_sums",
    "told_at_least",
]
