"""Who has which role at which meeting, so that each has each about equally often, and nobody two at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from roost.gather.rhythm.engine.assigning import assign


class Role(StrEnum):
    """What somebody does for a meeting; where fewer come, the first ones are what is needed most."""

    MODERATOR = "moderator"
    PRESENTER = "presenter"
    TIMEKEEPER = "timekeeper"
    SCRIBE = "scribe"


ROLES = tuple(Role)
# One more turn at the same outweighs any sum of small preferences.
_TURN = 1000
_FIXED = 10**9


@dataclass(frozen=True)
class Sitting:
    """A meeting of a term: what is `fixed`, because it is past or somebody chose it, and what was proposed `before`."""

    fixed: Mapping[Role, int] = field(default_factory=dict)
    before: Mapping[Role, int] = field(default_factory=dict)
    is_past: bool = False


def propose(sittings: Sequence[Sitting], people: Sequence[int]) -> list[dict[Role, int]]:
    """Give each meeting's roles, in the order of meetings; the same for the same values.

    Being free is shared out like a role: then people and roles make a square, in which, whatever turns were taken,
    everybody can be given something they did no more often than anybody else (Konig 1916), so that turns of a role
    differ by one at most where nothing is fixed. Who comes later begins with what the others did on average, so that
    they need not catch up. What is past stays as it was, with people who left.
    """
    turns = [[0] * len(people) for _person in people]
    place = {person: number for number, person in enumerate(people)}
    given: list[dict[Role, int]] = []
    met: set[int] = set()
    for sitting in sittings:
        if sitting.is_past:
            met |= {place[one] for one in sitting.fixed.values() if one in place}
        else:
            _begin_fairly(turns, met)
            met = set(range(len(people)))
        chosen = _assigned(turns, sitting, place)
        for row, column in enumerate(chosen):
            turns[row][column] += 1
        roles = {role: people[column] for role, column in zip(ROLES, chosen, strict=False)}
        given.append(dict(sitting.fixed) if sitting.is_past else roles)
    return given


def _assigned(turns: Sequence[Sequence[int]], sitting: Sitting, place: Mapping[int, int]) -> list[int]:
    """Give who (columns) has which role, or is free (rows after the roles)."""
    size = len(turns)
    # A convex price, so that one more turn of what somebody did more often is never chosen; then a fixed order.
    cost = [
        [_TURN * many * many + (column - row) % size for column, many in enumerate(of)] for row, of in enumerate(turns)
    ]
    for row, role in enumerate(ROLES[:size]):
        before, fixed = place.get(sitting.before.get(role, -1)), place.get(sitting.fixed.get(role, -1))
        if before is not None:
            cost[row][before] -= 2 * size
        if fixed is not None:
            cost[row][fixed] -= _FIXED
    return assign(cost)


def _begin_fairly(turns: Sequence[list[int]], met: set[int]) -> None:
    """Give newcomers the turns that the others had on average, rounded down."""
    for of in turns:
        for new in range(len(of)):
            if met and new not in met:
                of[new] = sum(of[one] for one in met) // len(met)
