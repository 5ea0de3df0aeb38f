"""What is told of a team's answers: of each sentence a mean and how many agree, as ranges; and what changed.

How exactly each is told, `ground.release` decides; everything else follows from that and tells no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, sqrt

from roost.ground.instruments.engine import ENOUGH, Instrument, Item
from roost.ground.release.engine import FLOOR, Lying, LyingPlan, Scale

LEAST = FLOOR
"""Of fewer answers nothing is told."""
BANDS = (5, 10, 20, 50, 100)
"""How many answered is told as five to nine, ten to nineteen, and so on."""
NOISE = 0.15
"""Standard deviation of what one person answers now and then where nothing has changed, as a share of the scale.

Taken as known until an instrument's own is published.
"""
CERTAIN = 1.645
"""For a change that is said wrongly once in ten times where there is none."""
MANY, SOME = 2 / 3, 1 / 3

Span = tuple[float, float]
"""From the first number to the second."""


@dataclass(frozen=True)
class Given:
    """What one person answered, by sentence, without those that they could not say."""

    person: int
    points: Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """What is told of a sentence: its mean in points, and the shares who agree and who disagree; None if withheld."""

    mean: Span
    agree: Span | None
    disagree: Span | None
    band: int


def tell(
    given: Sequence[Given], instrument: Instrument, *, before: Mapping[str, Sequence[Lying]]
) -> tuple[dict[str, Line | None], dict[str, Lying]]:
    """Tell of each sentence how the answers lie, None where that is withheld; and give what later tellings go by.

    `before` is what was told of the same sentences to whom these people belonged.
    """
    least, steps = instrument.scale.least, instrument.scale.most - instrument.scale.least + 1
    plans: dict[tuple[frozenset[int], tuple[Lying, ...]], LyingPlan] = {}
    told: dict[str, Line | None] = {}
    kept: dict[str, Lying] = {}
    for item in instrument.items:
        answers = {one.person: one.points[item.key] - least + 1 for one in given if item.key in one.points}
        people, earlier = frozenset(answers), tuple(before.get(item.key, ()))
        if (people, earlier) not in plans:
            plans[people, earlier] = LyingPlan(people, scale=Scale(1, steps), before=earlier, least=LEAST)
        lying = plans[people, earlier].tell(answers)
        told[item.key] = _line(lying, least) if lying else None
        # That something was withheld is kept as well, for it may say more than nothing.
        if lying:
            kept[item.key] = lying
    return told, kept


def _line(lying: Lying, least: int) -> Line | None:
    if lying.total is None:
        return None
    many = len(lying.people)
    low, high = (total / many + least - 1 for total in lying.total)
    return Line(
        mean=(floor(10 * low + 1e-9) / 10, ceil(10 * high - 1e-9) / 10),
        agree=_share(lying.above, many),
        disagree=_share(lying.below, many),
        band=max(one for one in BANDS if one <= many),
    )


def _share(count: tuple[int, int] | None, many: int) -> Span | None:
    return (round(count[0] / many, 2), round(count[1] / many, 2)) if count else None


def headline(told: Mapping[str, Line | None], instrument: Instrument, subscale: str) -> Span | None:
    """Give the mean of a subscale's sentences, turned round where they are worded against it.

    None where fewer than three quarters of them are told.
    """
    items = instrument.items_of(subscale)
    spans = [_keyed(line.mean, item, instrument) for item in items if (line := told.get(item.key))]
    if not spans or len(spans) < ENOUGH * len(items):
        return None
    low, high = (sum(ends) / len(spans) for ends in zip(*spans, strict=True))
    return round(low, 1), round(high, 1)


def _keyed(span: Span, item: Item, instrument: Instrument) -> Span:
    if not item.reversed:
        return span
    ends = instrument.scale.least + instrument.scale.most
    return round(ends - span[1], 1), round(ends - span[0], 1)


class Stands(StrEnum):
    """How a team stands to a sentence."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    SPLIT = "split"
    BETWEEN = "between"


def stands(line: Line) -> Stands | None:
    """Say how a team stands to a sentence; None where how far apart it is was withheld.

    Split where a third and more agree and a third and more disagree, by the middle of what is told.
    """
    if line.agree is None or line.disagree is None:
        return None
    agree, disagree = sum(line.agree) / 2, sum(line.disagree) / 2
    if agree >= SOME and disagree >= SOME:
        return Stands.SPLIT
    if agree > MANY:
        return Stands.AGREES
    return Stands.DISAGREES if disagree > MANY else Stands.BETWEEN


class Change(StrEnum):
    """What can be said of two pulses."""

    MORE = "more"
    LESS = "less"
    EARLY = "early"


def change_between(then: Span, now: Span, *, bands: tuple[int, int], least: int, most: int) -> Change:
    """Say whether a mean has changed, counting how coarsely it is told and that people answer otherwise on other days.

    `bands` are how many answered at least, then and now.
    """
    coarse = sum((high - low) ** 2 / 12 for low, high in (then, now))
    noise = (NOISE * (most - least)) ** 2 * sum(1 / one for one in bands)
    moved = sum(now) / 2 - sum(then) / 2
    if abs(moved) <= CERTAIN * sqrt(coarse + noise):
        return Change.EARLY
    return Change.MORE if moved > 0 else Change.LESS
