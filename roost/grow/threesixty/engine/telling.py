"""What is told of the answers to a 360: means of categories, as exactly as leaves each answer two points.

Of each behaviour, what somebody answered to its items is one number, counted in half points; so many people's numbers
are told as `ground.release` lets them: which cells from who answered alone, and how exactly from what is told already.
Answers to different behaviours are different unknowns, so nothing is subtracted between them. Between one 360 and the
next the worst is assumed, that nobody's answer has changed: cells of earlier ones count as told of the same unknowns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from roost.ground.release.engine import Cell, Scale, Shown, Sum, plan_release, tell_sums
from roost.grow.threesixty.engine.categories import LEAST, Category, band_of, told_as
from roost.grow.threesixty.engine.strictness import Strictness

HALVES = 2
"""Answers to a behaviour are counted in half points."""
ROOM = 2
"""So many points lie between the least and the most that anybody can have answered."""


@dataclass(frozen=True)
class Given:
    """What one rater answered: by behaviour the points of its items, without those that were not observed."""

    rater: int
    category: Category
    points: Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Mean:
    """A mean as it is told, in points from `least` to `most`, of at least as many people as `band`."""

    least: float
    most: float
    band: int

    @property
    def middle(self) -> float:
        return (self.least + self.most) / 2


@dataclass(frozen=True)
class Behaviour:
    """What is told of one behaviour: by cell, of all whose cells are told, and of managers, who are attributed."""

    cells: Mapping[str, Mean]
    everybody: Mean | None
    manager: float | None


@dataclass(frozen=True)
class Kept:
    """Of one behaviour, who was in which cell that was told, and how; kept sealed, for the next 360 to be planned by.

    `squares` and `freedom` are the sum of squares around the means of cells, in points, and its degrees of freedom;
    strictness is taken out of them where it was learnt.
    """

    shown: Sequence[Shown] = ()
    squares: float = 0.0
    freedom: int = 0


@dataclass(frozen=True)
class Telling:
    """What is told of a 360, by behaviour, and what is kept of it."""

    behaviours: Mapping[str, Behaviour]
    kept: Mapping[str, Kept] = field(default_factory=dict)


def tell(
    given: Sequence[Given],
    *,
    least: int,
    most: int,
    before: Mapping[str, Sequence[Shown]] | None = None,
    strictness: Strictness | None = None,
) -> Telling:
    """Tell what raters answered on a scale from `least` to `most`; `before` is what was told in earlier ones.

    With `strictness`, means are told as raters as strict as everybody would have given them, and never as they were
    given; of managers, who are told by name, as they gave them. Cells of fewer than three are withheld and in no total.
    Equal input, equal output.
    Raises ValueError for answers beyond the scale.
    """
    scale = Scale(HALVES * least, HALVES * most, HALVES * ROOM)
    if any(not least <= point <= most for one in given for points in one.points.values() for point in points):
        raise ValueError(f"Answers lie between {least} and {most}.")
    behaviours, kept = {}, {}
    for behaviour in sorted({key for one in given for key in one.points}):
        earlier = (before or {}).get(behaviour, ())
        behaviours[behaviour], kept[behaviour] = _tell_one(behaviour, given, scale, earlier, strictness)
    return Telling(behaviours, kept)


def _tell_one(
    behaviour: str,
    given: Sequence[Given],
    scale: Scale,
    before: Sequence[Shown],
    strictness: Strictness | None,
) -> tuple[Behaviour, Kept]:
    categories = [one.category for one in given]
    halves = {one.rater: round(HALVES * fmean(one.points[behaviour])) for one in given if one.points.get(behaviour)}
    cells: dict[str, set[int]] = {}
    for one in given:
        cell = told_as(one.category, categories)
        if cell is not None and one.rater in halves:
            cells.setdefault(cell, set()).add(one.rater)
    plan = plan_release(
        [Cell(key, frozenset(people)) for key, people in cells.items()],
        least=LEAST,
        before=[one.people for one in before],
    )
    sums = [Sum(key, frozenset(cells[key]), sum(halves[who] for who in cells[key])) for key in sorted(plan.told)]
    shown = tell_sums(sums, scale=scale, before=before)
    managers = [
        one.points[behaviour] for one in given if one.category is Category.MANAGER and one.points.get(behaviour)
    ]
    told = Behaviour(
        cells={one.key: _mean(behaviour, [one], strictness) for one in shown},
        everybody=_mean(behaviour, shown, strictness) if shown else None,
        manager=round(fmean(fmean(points) for points in managers), 1) if managers else None,
    )
    return told, _kept(behaviour, shown, halves, strictness)


def _mean(behaviour: str, shown: Sequence[Shown], strictness: Strictness | None) -> Mean:
    people = sum(len(one.people) for one in shown)
    ends = [0.0, 0.0]
    for one in shown:
        for at, end in enumerate((one.low, one.high)):
            points = end / len(one.people) / HALVES
            if strictness:
                points = strictness.without(behaviour, points, strictness.of(one.people))
            ends[at] += points * len(one.people) / people
    return Mean(round(ends[0], 1), round(ends[1], 1), band_of(people))


def _kept(behaviour: str, shown: Sequence[Shown], halves: Mapping[int, int], strictness: Strictness | None) -> Kept:
    squares, freedom = 0.0, 0
    for one in shown:
        points = [halves[who] / HALVES for who in one.people]
        if strictness:
            each = zip(points, one.people, strict=True)
            points = [strictness.without(behaviour, point, strictness.of([who])) for point, who in each]
        squares += sum((point - fmean(points)) ** 2 for point in points)
        freedom += len(points) - 1
    return Kept(shown, squares, freedom)
