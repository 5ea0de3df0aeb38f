"""What who convenes many circles sees of them: three numbers a meeting, and a light made from these alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.gather.circles.reads import Convened, convened_circles
from roost.gather.health.engine.light import Light
from roost.gather.health.engine.outside import Told, outside_readings
from roost.gather.health.reads.occasions import lines_of
from roost.gather.health.reads.words import said_outside
from roost.ground.people.models import Person
from roost.ground.release.engine import is_told

LAST = 6


@dataclass(frozen=True)
class Day:
    """What left a circle after a meeting, and when that was."""

    starts_at: datetime
    told: Told


@dataclass(frozen=True)
class LightLine:
    """A circle of a convener; `days` are its last meetings, the oldest first, none where too few sit in it."""

    circle: Convened
    light: Light
    said: Sequence[str]
    days: Sequence[Day]

    @property
    def is_too_small(self) -> bool:
        return not is_told(self.circle.size)

    @property
    def last(self) -> Day | None:
        return self.days[-1] if self.days else None

    @property
    def shares(self) -> list[float | None]:
        return [one.told.share for one in self.days]

    @property
    def worths(self) -> list[float | None]:
        return [one.told.worth for one in self.days]


@dataclass(frozen=True)
class LightsPage:
    """All circles of a convener, those first whose light asks for a talk."""

    lines: Sequence[LightLine]


def lights_page(convener: Person) -> LightsPage:
    """Give what leaves the circles of somebody's rounds. Some ten queries for each circle."""
    lines = [_line(one) for one in convened_circles(convener)]
    return LightsPage(sorted(lines, key=lambda one: one.light is not Light.TALK))


def _line(circle: Convened) -> LightLine:
    if not is_told(circle.size):
        return LightLine(circle, Light.UNKNOWN, [], [])
    days = [Day(one.starts_at, one.told) for one in lines_of(circle.number, circle.size) if one.told is not None]
    readings = outside_readings([one.told for one in days])
    if not readings:
        return LightLine(circle, Light.UNKNOWN, [], [])
    return LightLine(circle, readings[-1].light, said_outside(readings[-1]), days[-LAST:])
