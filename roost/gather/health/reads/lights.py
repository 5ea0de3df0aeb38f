"""What who convenes many circles sees of them: three numbers a meeting, and a light made from these alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.gather.attendance.reads import Presence, meetings_so_far
from roost.gather.circles.reads import Convened, convened_circles
from roost.gather.health.engine.light import Light
from roost.gather.health.engine.outside import Told, outside_readings, told_of
from roost.gather.health.reads.occasions import occasion_of
from roost.gather.health.reads.words import said_outside
from roost.ground.people.models import Person
from roost.ground.release.engine import is_told


@dataclass(frozen=True)
class Day:
    """What left a circle after a meeting, and when that was."""

    starts_at: datetime
    told: Told


@dataclass(frozen=True)
class LightLine:
    """A circle of a convener; `days` are its meetings, the oldest first, none where too few sit in it."""

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


@dataclass(frozen=True)
class LightsPage:
    """All circles of a convener, those first whose light asks for a talk."""

    lines: Sequence[LightLine]


def lights_page(convener: Person) -> LightsPage:
    """Give what leaves the circles of somebody's rounds. Five queries at most, however many there are."""
    circles = convened_circles(convener)
    found = meetings_so_far([one.number for one in circles if is_told(one.size)])
    lines = [_line(one, found.get(one.number, [])) for one in circles]
    return LightsPage(sorted(lines, key=lambda one: one.light is not Light.TALK))


def _line(circle: Convened, found: Sequence[Presence]) -> LightLine:
    told = [(one.starts_at, told_of(occasion_of(one, circle.size))) for one in found]
    days = [Day(starts_at, one) for starts_at, one in told if one is not None]
    readings = outside_readings([one.told for one in days])
    if not readings:
        return LightLine(circle, Light.UNKNOWN, [], [])
    return LightLine(circle, readings[-1].light, said_outside(readings[-1]), days)
