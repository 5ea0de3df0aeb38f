"""Rank behaviours by what a person told, in whole numbers that anybody can add up by hand.

A behaviour's points are the sum, over the answers that speak for or against it, of strength x the question's weight.
How sure a place is follows from leaving answers out (a jackknife over single answers and over pairs, counted and not
sampled): a place that one answer alone can take away is open, however many answers there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from roost.grow.growth.engine.tables import MANAGER, SPEAKS_FOR, STRENGTH, WEIGHTS

MOST = 3
ENOUGH = 4
"""With fewer answers that speak for something, nothing is ranked: leaving two of them out would leave hardly any."""

Told = tuple[str, str]
"""A question and the answer to it."""


@dataclass(frozen=True)
class Signal:
    """One answer that speaks for (or, below 0, against) a behaviour."""

    question: str
    answer: str
    behaviour: str
    strength: int


@dataclass(frozen=True)
class Reason:
    """What one answer adds to a behaviour: strength x weight = points."""

    question: str
    answer: str
    strength: int
    weight: int

    @property
    def points(self) -> int:
        return self.strength * self.weight


class Sure(StrEnum):
    """How little a place hangs on single answers."""

    STEADY = "steady"
    """It stays among the first ones whichever two answers are left out."""
    LIKELY = "likely"
    """It stays whichever one answer is left out, but not whichever two."""
    OPEN = "open"
    """Leaving out one answer alone takes it away."""


@dataclass(frozen=True)
class Standing:
    """Where a behaviour stands: `place` counts from 1, and `equals` have as many points and the same place."""

    behaviour: str
    points: int
    reasons: tuple[Reason, ...]
    place: int
    equals: tuple[str, ...]


@dataclass(frozen=True)
class Line(Standing):
    """One of the first behaviours, and how sure its place is.

    Each of `hangs_on` alone takes its place away when it is left out; it stays in `kept` of `ways` of leaving two out.
    """

    hangs_on: tuple[Told, ...]
    kept: int
    ways: int

    @property
    def sure(self) -> Sure:
        if self.hangs_on:
            return Sure.OPEN
        return Sure.STEADY if self.kept == self.ways else Sure.LIKELY


@dataclass(frozen=True)
class Ranking:
    """Up to `MOST` behaviours and the standing of all `others`; empty unless at least `ENOUGH` `answers` speak for one.

    An answer that only speaks against something is not among `answers`.
    """

    lines: tuple[Line, ...]
    others: tuple[Standing, ...]
    answers: int

    @property
    def is_enough(self) -> bool:
        return self.answers >= ENOUGH


def signals_of(told: Mapping[str, Collection[str]]) -> list[Signal]:
    """Give what answers speak for; `told` holds, by question, the chosen answers ("body-2" for a scale).

    The answers to "strengths" and "manager" are behaviours themselves. Questions and answers that speak for nothing are
    passed over.
    """
    found = [Signal("strengths", behaviour, behaviour, STRENGTH) for behaviour in told.get("strengths", ())]
    found += [Signal("manager", behaviour, behaviour, MANAGER) for behaviour in told.get("manager", ())]
    for question, answers in SPEAKS_FOR.items():
        for answer in told.get(question, ()):
            spoken = answers.get(answer, {})
            found += [Signal(question, answer, behaviour, strength) for behaviour, strength in spoken.items()]
    return found


def rank(signals: Iterable[Signal], order: Sequence[str], *, weights: Mapping[str, int] = WEIGHTS) -> Ranking:
    """Rank the behaviours of `order` by their points, most first; equal ones stand in that order.

    Only behaviours with points above 0 are among the first. Signals for others than those of `order` do not count.
    """
    reasons: dict[str, list[Reason]] = defaultdict(list)
    adds: dict[Told, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    speaking = set()
    for signal in signals:
        if signal.behaviour not in order:
            continue
        told = (signal.question, signal.answer)
        reason = Reason(*told, signal.strength, weights[signal.question])
        reasons[signal.behaviour].append(reason)
        adds[told][signal.behaviour] += reason.points
        if reason.points > 0:
            speaking.add(told)
    if len(speaking) < ENOUGH:
        return Ranking((), (), len(speaking))
    points = {behaviour: sum(one.points for one in reasons[behaviour]) for behaviour in order}
    standing = _standing(points, reasons)
    first = _first(points)
    return Ranking(
        _lines([standing[behaviour] for behaviour in first], points, adds),
        tuple(one for one in standing.values() if one.behaviour not in first),
        len(speaking),
    )


def _standing(points: Mapping[str, int], reasons: Mapping[str, Sequence[Reason]]) -> dict[str, Standing]:
    return {
        behaviour: Standing(
            behaviour,
            own,
            tuple(sorted(reasons[behaviour], key=lambda one: (-one.points, one.question, one.answer))),
            place=1 + sum(other > own for other in points.values()),
            equals=tuple(other for other in points if points[other] == own and other != behaviour),
        )
        for behaviour, own in points.items()
    }


def _lines(
    first: Sequence[Standing], points: Mapping[str, int], adds: Mapping[Told, Mapping[str, int]]
) -> tuple[Line, ...]:
    told = sorted(adds)
    without_one = {one: _first(_without(points, [adds[one]])) for one in told}
    without_two = [_first(_without(points, [adds[one], adds[other]])) for one, other in combinations(told, 2)]
    return tuple(
        Line(
            one.behaviour,
            one.points,
            one.reasons,
            one.place,
            one.equals,
            hangs_on=tuple(answer for answer, left in without_one.items() if one.behaviour not in left),
            kept=sum(one.behaviour in left for left in without_two),
            ways=len(without_two),
        )
        for one in first
    )


def _without(points: Mapping[str, int], left_out: Iterable[Mapping[str, int]]) -> dict[str, int]:
    left = dict(points)
    for adds in left_out:
        for behaviour, added in adds.items():
            left[behaviour] -= added
    return left


def _first(points: Mapping[str, int]) -> list[str]:
    return sorted((behaviour for behaviour in points if points[behaviour] > 0), key=lambda one: -points[one])[:MOST]
