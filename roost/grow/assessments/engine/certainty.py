"""How sure a result is, and reliable change (Jacobson and Truax, 1991), from a published alpha or not at all."""

from __future__ import annotations

from enum import StrEnum
from math import sqrt

from roost.ground.instruments.engine import Scale, Subscale

SPREAD = 0.25
"""The standard deviation of people's means, as a share of the scale: taken wider than published ones, on purpose."""
SURE = 1.96


class Change(StrEnum):
    """What a difference between two results comes to."""

    MORE = "more"
    LESS = "less"
    NOISE = "noise"
    UNKNOWN = "unknown"


def error_of(part: Subscale, scale: Scale) -> float | None:
    """Give the standard error of a mean in steps of the scale; None where no reliability was published."""
    if part.reliability is None:
        return None
    return SPREAD * (scale.most - scale.least) * sqrt(1 - part.reliability.alpha)


def change_between(before: float, after: float, error: float | None) -> Change:
    """Say what a difference comes to: noise up to 1.96 times the error of a difference, unknown without an error."""
    if error is None:
        return Change.UNKNOWN
    if abs(after - before) <= SURE * sqrt(2) * error:
        return Change.NOISE
    return Change.MORE if after > before else Change.LESS
