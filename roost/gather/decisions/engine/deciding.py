"""What a circle is asked about itself: what can be answered, when that is decided, and what comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

OPEN_FOR = timedelta(days=14)
ENDS_AFTER = timedelta(days=21)
RESTS_FOR = timedelta(days=28)


class Option(StrEnum):
    """How a circle can go on."""

    ON = "on"
    ANEW = "anew"
    CLOSE = "close"


class Outcome(StrEnum):
    """What came out: one of the options, a second question between two of them, or that nothing is decided."""

    ON = "on"
    ANEW = "anew"
    CLOSE = "close"
    SECOND = "second"
    TALK = "talk"

    @property
    def ends(self) -> bool:
        """Say whether the circle ends by it."""
        return self in (Outcome.ANEW, Outcome.CLOSE)


@dataclass(frozen=True)
class Result:
    """What came out, and `between` which options the second question is, in the order in which they are offered."""

    outcome: Outcome
    between: tuple[Option, ...] = ()


def is_ripe(people: frozenset[int], answered: frozenset[int], *, closes_at: datetime, now: datetime) -> bool:
    """Say whether a question is decided: each who sits in the circle today answered, or its time is over."""
    return now >= closes_at or (bool(people) and people <= answered)


def come_out(answers: Sequence[Option], *, offered: Sequence[Option], closes_unanswered: bool = True) -> Result:
    """Say what comes out of answers: what more than half of them name. Nobody answering means closing, if it may.

    Otherwise, where it is clear which two of three were named most and somebody named the third, a second question is
    between these two; and else nothing is decided. What was there before does not win a tie.
    """
    if not answers:
        return Result(Outcome.CLOSE if closes_unanswered else Outcome.TALK)
    named = Counter(answers)
    ranked = sorted(offered, key=lambda one: -named[one])
    if 2 * named[ranked[0]] > len(answers):
        return Result(Outcome(ranked[0].value))
    if len(ranked) > 2 and named[ranked[1]] > named[ranked[2]] > 0:
        return Result(Outcome.SECOND, tuple(one for one in offered if one in ranked[:2]))
    return Result(Outcome.TALK)
