"""Where a meeting stands, as plain values that are kept and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class State:
    """Where a meeting stands; people are ids, moments seconds since 1970.

    `people` are present, in the order of coming. `turn` speaks, `waiting` follow, `had` spoke or passed in this round.
    `deadline` is when the time of the turn or step is over, `left` the seconds that remain while it is paused. The plan
    is in `seconds`, empty before the meeting begins. `move` counts what moves the meeting on: whoever pressed a button
    that they saw at another count did not mean this moment. `given` is that count at which `turn` was given to speak.
    `away` presents and had to go: they present again once they are back. `before` is where it stood before the last
    move of who moderates.
    """

    moderator: int | None
    minutes: int
    people: tuple[int, ...] = ()
    step: int = 0
    move: int = 0
    turn: int | None = None
    given: int = 0
    waiting: tuple[int, ...] = ()
    had: tuple[int, ...] = ()
    deadline: int | None = None
    left: int | None = None
    presenter: int | None = None
    away: int | None = None
    bringers: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    before: State | None = None

    def seconds_left(self, at: int) -> int | None:
        """Give the seconds that remain, never below 0; None where nothing is timed."""
        if self.deadline is not None:
            return max(self.deadline - at, 0)
        return self.left

    def seconds_over(self, at: int) -> int:
        """Give for how many seconds the time has been over."""
        return max(at - self.deadline, 0) if self.deadline is not None else 0


def to_document(state: State) -> dict[str, Any]:
    """Write a state as plain values for JSON."""
    return asdict(state)


def from_document(document: Mapping[str, Any]) -> State:
    """Read what `to_document` wrote; what an earlier Roost did not write yet is as it is at first."""
    told = {one.name: document[one.name] for one in fields(State) if one.name in document}
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list | tuple)}
    before = from_document(told["before"]) if told["before"] is not None else None
    return State(**told | lists | {"before": before})
