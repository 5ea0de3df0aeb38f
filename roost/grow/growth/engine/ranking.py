"""Rank behaviours by what a person told, in whole numbers that anybody can add up by hand.

A behaviour's points are the sum, over the answers that speak for it, of strength x the question's weight. How sure
the ranking is follows from leaving answers out: a behaviour that stays among the first ones whichever two answers are
missing does not hang on any of them (a delete-two jackknife, counted and not sampled).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from roost.grow.growth.engine.tables import SPEAKS_FOR, STRENGTH, WEIGHTS

MOST = 3
ENOUGH = 4
"""With fewer answers that speak for something, nothing is ranked: leaving two of them out would leave hardly any."""


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
    """It stays in at least three of four cases."""
    OPEN = "open"


@dataclass(frozen=True)
class Line:
    """A behaviour with its points and reasons; it stays among the first ones in `kept` of `ways` of leaving two out."""

    behaviour: str
    points: int
    reasons: tuple[Reason, ...]
    kept: int
    ways: int

    @property
    def sure(self) -> Sure:
        if self.kept == self.ways:
            return Sure.STEADY
        return Sure.LIKELY if 4 * self.kept >= 3 * self.ways else Sure.OPEN


@dataclass(frozen=True)
class Ranking:
    """Up to `MOST` behaviours, and how many answers they rest on; no lines where these are fewer than `ENOUGH`."""

    lines: tuple[Line, ...]
    answers: int

    @property
    def is_enough(self) -> bool:
        return self.answers >= ENOUGH


def signals_of(told: Mapping[str, Collection[str]]) -> list[Signal]:
    """Give what answers speak for; `told` holds, by question, the chosen answers ("body-2" for a scale).

    The answers to "strengths" are behaviours themselves. Questions and answers that speak for nothing are passed over.
    """
    found = [Signal("strengths", behaviour, behaviour, STRENGTH) for behaviour in told.get("strengths", ())]
    for question, answers in SPEAKS_FOR.items():
        for answer in told.get(question, ()):
            spoken = answers.get(answer, {})
            found += [Signal(question, answer, behaviour, strength) for behaviour, strength in spoken.items()]
    return found


def rank(signals: Iterable[Signal], order: Sequence[str], *, weights: Mapping[str, int] = WEIGHTS) -> Ranking:
    """Rank the behaviours of `order` by their points, most first; equal ones stand in that order.

    Only behaviours with points above 0 are ranked. Signals for others than those of `order` do not count.
    """
    counting = [signal for signal in signals if signal.behaviour in order]
    reasons: dict[str, list[Reason]] = defaultdict(list)
    for signal in counting:
        weight = weights[signal.question]
        reasons[signal.behaviour].append(Reason(signal.question, signal.answer, signal.strength, weight))
    answers = sorted({(signal.question, signal.answer) for signal in counting})
    first = _first(reasons, order, set())
    if len(answers) < ENOUGH:
        return Ranking((), len(answers))
    without = [_first(reasons, order, set(pair)) for pair in combinations(answers, 2)]
    return Ranking(
        tuple(
            Line(
                behaviour,
                sum(reason.points for reason in reasons[behaviour]),
                tuple(sorted(reasons[behaviour], key=lambda one: (-one.points, one.question, one.answer))),
                kept=sum(behaviour in left for left in without),
                ways=len(without),
            )
            for behaviour in first
        ),
        len(answers),
    )


def _first(reasons: Mapping[str, list[Reason]], order: Sequence[str], left_out: set[tuple[str, str]]) -> list[str]:
    points = {
        behaviour: sum(one.points for one in reasons.get(behaviour, []) if (one.question, one.answer) not in left_out)
        for behaviour in order
    }
    ranked = sorted((behaviour for behaviour in order if points[behaviour] > 0), key=lambda one: -points[one])
    return ranked[:MOST]
