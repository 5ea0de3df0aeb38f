"""What went well in a period, told from the boards of several: never what went badly, and never of a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["rising", "best", "climbed", "first"]

RISING, KNOWN, CLIMBED = 3, 3, 2
"""How many periods in a row have to rise, how many have to be known for the best, how many places make a climb."""
KINDS: tuple[Kind, ...] = ("rising", "best", "climbed", "first")


@dataclass(frozen=True)
class Told:
    """A team's rank and points, in thousandths, in one period."""

    rank: int
    points: int


@dataclass(frozen=True)
class Story:
    """What went well for a team; `number` is how many periods rose in a row, or how many places it climbed, or 0."""

    kind: Kind
    team: int
    number: int = 0


def stories_of(now: Mapping[int, Told], before: Sequence[Mapping[int, Told]], *, most: int = 6) -> list[Story]:
    """Give one story a team at most, by its id, after the periods before this one, the oldest first.

    The strongest of a team counts: it rose three times in a row or more; it has more points than in any of at least
    three periods; it climbed two places or more; it is there for the first time. Without a period before there is none.
    """
    if not before:
        return []
    found = [story for team, told in now.items() if (story := _story(team, told, before))]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), -one.number, one.team))[:most]


def _story(team: int, now: Told, before: Sequence[Mapping[int, Told]]) -> Story | None:
    known = [period[team] for period in before if team in period]
    if not known:
        return Story("first", team)
    rises = _rises([period.get(team) for period in before], now)
    if rises >= RISING:
        return Story("rising", team, rises)
    if len(known) >= KNOWN and now.points > max(one.points for one in known):
        return Story("best", team)
    last = before[-1].get(team)
    if last and last.rank - now.rank >= CLIMBED:
        return Story("climbed", team, last.rank - now.rank)
    return None


def _rises(before: Sequence[Told | None], now: Told) -> int:
    rises, later = 0, now
    for one in reversed(before):
        if one is None or one.points >= later.points:
            break
        rises, later = rises + 1, one
    return rises
