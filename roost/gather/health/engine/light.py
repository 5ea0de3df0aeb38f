"""A circle's light: whether what its meetings leave behind has begun to sink, told early and rarely for nothing.

Four cumulative sums run over the meetings in order, each of log-likelihood ratios between how this circle is and how a
circle is that comes apart (Page 1954): fewer come; one of them stays away; meetings are worth less; there is less room
for each. How this circle is, is learned from its own first meetings, shrunk towards what is usual (self-starting, after
Hawkins 1987), and learned on only while nothing has gathered. Two planned meetings in a row that were not held light it
as well. docs/methods/health.md tells where the numbers come from and what a simulation finds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from roost.gather.attendance.engine.marks import CAME, Mark
from roost.gather.health.engine.sums import Dwindling, Falling, Staying, Usual


class Concern(StrEnum):
    """What a light is about."""

    HELD = "held"
    COMING = "coming"
    STAYING = "staying"
    WORTH = "worth"
    ROOM = "room"


class Light(StrEnum):
    """What a circle's light says; it is unknown before there are three meetings to go by."""

    UNKNOWN = "unknown"
    CALM = "calm"
    TALK = "talk"


@dataclass(frozen=True)
class Means:
    """Means of `given` numbers from 1 to 10: what a meeting was worth, and the room each had; None where not asked."""

    given: int
    worth: float | None = None
    room: float | None = None


@dataclass(frozen=True)
class Occasion:
    """A meeting that was planned or held: how many came of how many who sat in the circle, and what they gave.

    `marks` are of those who sit in it still, by person.
    """

    held: bool
    of: int
    came: int = 0
    marks: Mapping[int, Mark] = field(default_factory=dict)
    means: Means = Means(0)

    @property
    def share(self) -> float | None:
        """Give the share of those who came; None of a meeting that was not held."""
        return self.came / self.of if self.held and self.of else None


@dataclass(frozen=True)
class Reading:
    """What a circle's light says after a meeting, and why."""

    light: Light
    concerns: frozenset[Concern] = frozenset()


WELL = frozenset({Mark.THERE, Mark.CALLED_OFF})
"""In time, or said beforehand in time."""
FEWEST = 3
"""Meetings before a light is lit."""
MISSED_IN_A_ROW = 2


@dataclass(frozen=True)
class Limits:
    """At which sum each concern lights; found by simulation (docs/methods/health.md)."""

    coming: float = 3.6
    staying: float = 5.6
    worth: float = 5.2
    room: float = 4.2


LIMITS = Limits()
WORTH = Usual(mean=7.8, spread=0.9, meetings=0.5, people=1.3, falls=1.2)
ROOM = Usual(mean=8.0, spread=0.9, meetings=0.4, people=1.5, falls=1.2)


def readings(occasions: Sequence[Occasion], limits: Limits = LIMITS) -> list[Reading]:
    """Give what the light says after each of a circle's meetings, the oldest first."""
    coming, worth, room = Dwindling(), Falling(WORTH), Falling(ROOM)
    staying: dict[int, Staying] = {}
    found, missed, held = [], 0, 0
    for one in occasions:
        missed = 0 if one.held else missed + 1
        if one.held:
            held += 1
            coming.add(one.came, one.of)
            worth.add(one.means.worth, one.means.given)
            room.add(one.means.room, one.means.given)
            staying = {who: staying.get(who) or Staying() for who in one.marks}
            for who, mark in one.marks.items():
                staying[who].add(came=mark in CAME, well=mark in WELL)
        lit = {
            Concern.HELD: missed >= MISSED_IN_A_ROW,
            Concern.COMING: coming.value >= limits.coming,
            Concern.STAYING: any(one.value >= limits.staying for one in staying.values()),
            Concern.WORTH: worth.value >= limits.worth,
            Concern.ROOM: room.value >= limits.room,
        }
        found.append(reading_of(lit, held))
    return found


def reading_of(lit: Mapping[Concern, bool], held: int) -> Reading:
    """Give what a light says after so many meetings were held; early, only that none were held lights it."""
    concerns = frozenset(concern for concern, is_lit in lit.items() if is_lit)
    if held < FEWEST:
        concerns &= {Concern.HELD}
    return Reading(Light.TALK if concerns else Light.UNKNOWN if held < FEWEST else Light.CALM, concerns)
