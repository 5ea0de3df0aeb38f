"""Share a meeting's minutes out over its steps, so that it fits, and say so where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roost.gather.meetings.engine.protocols import Kind, Protocol, Step
from roost.ground.kit.errors import Words as _

LENGTHS = (45, 60, 90, 120, 180)
FEWEST, MOST = 2, 12
# Seconds below which a step, or a turn of it, is not worth having.
LEAST = {
    Kind.AFFIRM: 60,
    Kind.ROUND: 90,
    Kind.CHOOSE: 240,
    Kind.PRESENT: 300,
    Kind.CLARIFY: 300,
    Kind.SHARE: 90,
    Kind.PLAY_BACK: 120,
    Kind.COMMIT: 30,
    Kind.CLOSE: 15,
}
# More than so many times what the protocol says is empty time.
MOST_TIMES = 2.0


@dataclass(frozen=True)
class PlannedStep:
    """A step with its seconds; `seconds` are one turn's where people speak in turn, and `turns` how many there are."""

    step: Step
    seconds: int
    turns: int

    @property
    def whole(self) -> int:
        """Give the seconds of all turns together."""
        return self.seconds * self.turns

    @property
    def each(self) -> str:
        """Write one turn's time as a clock does."""
        return in_minutes(self.seconds)

    @property
    def together(self) -> str:
        """Write the time of all turns as a clock does."""
        return in_minutes(self.whole)


@dataclass(frozen=True)
class Plan:
    """What each step gets; `warning` says what is wrong with it, empty where the meeting fits."""

    minutes: int
    people: int
    steps: tuple[PlannedStep, ...]
    warning: str = ""

    @property
    def seconds(self) -> tuple[int, ...]:
        return tuple(one.seconds for one in self.steps)

    @property
    def spare(self) -> int:
        """Give the whole minutes that are left for getting from one step to the next."""
        return (self.minutes * 60 - sum(one.whole for one in self.steps)) // 60


def plan_meeting(protocol: Protocol, *, people: int, minutes: int) -> Plan:
    """Plan a meeting of so many people in so many minutes; it is never planned for longer.

    All steps grow and shrink together, none below what it needs and none beyond twice what the protocol says. Where
    even the least is too much, all shrink further and the plan carries a warning that names a length that fits.
    """
    total = minutes * 60
    turns = [turns_of(one.kind, people) for one in protocol.steps]
    natural = [one.minutes * 60 * many for one, many in zip(protocol.steps, turns, strict=True)]
    # Where a protocol itself asks for less than the least, that is enough.
    least = [min(LEAST[one.kind] * many, most) for one, many, most in zip(protocol.steps, turns, natural, strict=True)]
    fits = sum(least) <= total
    lengths = _between(natural, least, total) if fits else [one * total / sum(least) for one in least]
    planned = [
        PlannedStep(step, _neat(length / many, step.kind), many) if many else PlannedStep(step, 0, 0)
        for step, length, many in zip(protocol.steps, lengths, turns, strict=True)
    ]
    warning = "" if fits else _warning(protocol, planned, people, minutes)
    return Plan(minutes, people, tuple(planned), warning)


def usual_minutes(protocol: Protocol, people: int) -> int:
    """Give how long a meeting takes as its protocol says, with so many people, in minutes up to the next five."""
    whole = sum(one.minutes * turns_of(one.kind, people) for one in protocol.steps)
    return -int(-whole // 5) * 5


def turns_of(kind: Kind, people: int) -> int:
    """Give how many turns a step has: one for each, and for all but the presenter where experience is shared."""
    return max(people - (kind is Kind.SHARE), 0) if kind.is_in_turn else 1


def _between(natural: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """Stretch all lengths by one factor, none below its least, so that they fill `total` as far as they may."""

    def at(factor: float) -> list[float]:
        return [max(low, factor * one) for one, low in zip(natural, least, strict=True)]

    low, high = 0.0, MOST_TIMES
    if sum(at(high)) <= total:
        return at(high)
    for _round in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(at(middle)) <= total else (low, middle)
    return at(low)


def _neat(seconds: float, kind: Kind) -> int:
    """Round down to what people would say: whole minutes for a step, less coarse for a short turn."""
    # What was halved fifty times is a hair below the whole number that it means.
    whole = int(seconds + 1e-6)
    grain = 60 if not kind.is_in_turn and whole >= 60 else 30 if whole >= 180 else 10 if whole >= 60 else 5
    return max(whole - whole % grain, 5)


def _warning(protocol: Protocol, planned: Sequence[PlannedStep], people: int, minutes: int) -> str:
    each = min((one.seconds for one in planned if one.step.kind in (Kind.ROUND, Kind.SHARE)), default=0)
    told = {"people": people, "minutes": minutes, "seconds": each}
    longer = next((one for one in LENGTHS if one > minutes and _fits(protocol, people, one)), None)
    if longer is None:
        return _("With %(people)s people in %(minutes)s minutes each has %(seconds)s seconds: too little.", **told)
    return _(
        "With %(people)s people in %(minutes)s minutes each has %(seconds)s seconds. Take %(longer)s minutes.",
        **told,
        longer=longer,
    )


def _fits(protocol: Protocol, people: int, minutes: int) -> bool:
    needed = sum(min(LEAST[one.kind], one.minutes * 60) * turns_of(one.kind, people) for one in protocol.steps)
    return needed <= minutes * 60


def in_minutes(seconds: int) -> str:
    """Write seconds as a clock does: 90 is "1:30"."""
    return f"{seconds // 60}:{seconds % 60:02d}"
