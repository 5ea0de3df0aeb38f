"""Agreement of members within groups: whether a mean may speak for a group, and how far groups differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from roost.ground.kit.errors import InputError
from roost.grow.assessments.engine.reliability.coefficients import Coefficient, Floats
from roost.grow.assessments.engine.reliability.scales import scores


def members(groups: Sequence[str], answers: Floats) -> Sequence[Floats]:
    """Give the answers (n_g, I) of each group that has a name, without members who answered nothing."""
    names = np.asarray(groups, dtype=str)
    has = np.isfinite(answers).any(axis=1)
    found = [answers[(names == one) & has] for one in np.unique(names[names != ""])]
    return [one for one in found if len(one)]


def agreement(groups: Sequence[Floats], items: Sequence[str], ends: tuple[float, float]) -> Sequence[Coefficient]:
    """Give means over groups (n_g, I) of two and more: r_wg of each item, r_wg(j) of all, AD and a_wg.

    r_wg compares with answers spread evenly over the scale from `ends[0]` to `ends[1]`; it is zero for a group that
    agrees less than that (James, Demaree and Wolf 1984, J. Applied Psychology 69). AD is the average deviation from the
    mean (Burke, Finkelstein and Dusig 1999), a_wg compares with the most disagreement at the same mean (Brown and
    Hauenstein 2005, Organizational Research Methods 8). Raises InputError where no group has two, or for a scale
    without steps.
    """
    some = [one for one in groups if len(one) > 1]
    if not some:
        raise InputError("No group has two members who answered.")
    steps = ends[1] - ends[0] + 1
    even = (steps**2 - 1) / 12
    if even <= 0:
        raise InputError("A scale has at least two steps.")
    spreads = np.array([_over(one, lambda answers: answers.var(ddof=1)) for one in some])
    found = [
        _mean("rwg", None if len(items) == 1 else item, np.maximum(1 - spreads[:, at] / even, 0.0))
        for at, item in enumerate(items)
    ]
    if len(items) > 1:
        found.append(_mean("rwg_j", None, _of_many(np.array([_meaned(one) for one in spreads]), len(items), even)))
    deviations = [_meaned(_over(one, lambda answers: np.abs(answers - answers.mean()).mean())) for one in some]
    found.append(_mean("ad", None, np.array(deviations)))
    found.append(_mean("awg", None, np.array([_meaned(_over(one, lambda at: _awg(at, *ends))) for one in some])))
    return [one for one in found if np.isfinite(one.value)]


def between(groups: Sequence[Floats]) -> Sequence[Coefficient]:
    """Give ICC(1) and ICC(2) of groups' members' scale scores (n_g, I), by analysis of variance (Bliese 2000).

    The size of groups is their mean N / J. Raises InputError for fewer than two groups, none of two members, or where
    all answered alike.
    """
    found = [told[np.isfinite(told)] for one in groups if len(told := scores(one)) and np.isfinite(told).any()]
    people, many = sum(map(len, found)), len(found)
    if many < 2 or people <= many:
        raise InputError("Groups are compared where there are two of them, and one has two members.")
    grand = np.concatenate(found).mean()
    above = sum(len(one) * (one.mean() - grand) ** 2 for one in found) / (many - 1)
    within = sum(((one - one.mean()) ** 2).sum() for one in found) / (people - many)
    if above <= 0:
        raise InputError("Every group has the same mean: nothing tells groups apart.")
    size = people / many
    first = (above - within) / (above + (size - 1) * within)
    return [Coefficient("icc1", None, float(first)), Coefficient("icc2", None, float((above - within) / above))]


def _over(answers: Floats, statistic: object) -> Floats:
    """Give a statistic of each item (I,) over who answered it; NaN where fewer than two did."""
    assert callable(statistic)
    columns = [column[np.isfinite(column)] for column in answers.T]
    return np.array([statistic(column) if len(column) > 1 else np.nan for column in columns])


def _of_many(spread: Floats, items: int, even: float) -> Floats:
    agreed = np.maximum(items * (1 - spread / even), 0.0)
    whole = agreed + spread / even
    return np.asarray(agreed / np.where(whole > 0, whole, 1.0))


def _awg(answers: Floats, low: float, high: float) -> float:
    mean, many = answers.mean(), len(answers)
    most = ((high + low) * mean - mean**2 - high * low) * many / (many - 1)
    if most <= 0:
        return 1.0
    return float(1 - 2 * answers.var(ddof=1) / most)


def _meaned(values: Floats) -> float:
    told = values[np.isfinite(values)]
    return float(told.mean()) if len(told) else np.nan


def _mean(name: str, form: str | None, values: Floats) -> Coefficient:
    return Coefficient(name, form, _meaned(values))
