"""Scale scores: answers turned round where items are keyed the other way, and means of what was answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability.coefficients import Floats


def turned(answers: Floats, items: Sequence[str], reverse: Collection[str], ends: tuple[float, float]) -> Floats:
    """Give answers (N, I) with those to reversed items turned round on the scale from `ends[0]` to `ends[1]`.

    Raises InputError for a reversed item that is none of `items`, and for an answer beyond the scale.
    """
    unknown = sorted(set(reverse) - set(items))
    if unknown:
        raise InputError(f"{unknown[0]} is to be reversed and is none of the items.")
    low, high = ends
    if np.nanmin(answers) < low or np.nanmax(answers) > high:
        raise InputError(f"An answer lies beyond the scale from {low:g} to {high:g}.")
    return np.where([item in reverse for item in items], low + high - answers, answers)


def scores(answers: Floats, least: float = 0.5) -> Floats:
    """Give (N,) means of what each answered of (N, I); NaN for who answered less than this share of the items."""
    answered = np.isfinite(answers)
    many = answered.sum(axis=1)
    sums = np.where(answered, answers, 0.0).sum(axis=1)
    enough = many >= max(1, least * answers.shape[1])
    return np.asarray(np.where(enough, sums / np.maximum(many, 1), np.nan))
