"""How a circle is, to who sits in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roost.gather.circles.reads import SharedCircle, seated_since, shared_circle
from roost.gather.health.access import checks_in, circle_for
from roost.gather.health.engine.light import Light, Reading
from roost.gather.health.models import Check, Taken
from roost.gather.health.reads.checks import Outcome, last_outcome
from roost.gather.health.reads.occasions import Line, last_reading, lines_of
from roost.gather.health.reads.words import Said, said_of
from roost.ground.people.models import Person
from roost.ground.release.engine import is_told

SHOWN = 12


@dataclass(frozen=True)
class HealthPage:
    """A circle's light and why, its last meetings since the viewer sits in it (the newest first), and its checks."""

    circle: SharedCircle
    reading: Reading | None
    said: Sequence[Said]
    lines: Sequence[Line]
    check: Check | None
    has_answered: bool
    outcome: Outcome | None

    @property
    def light(self) -> Light:
        return self.reading.light if self.reading else Light.UNKNOWN

    @property
    def leaves(self) -> bool:
        """Say whether the three numbers of a meeting leave this circle, as large as it is now."""
        return is_told(self.circle.size)


def health_page(viewer: Person, number: int) -> HealthPage:
    """Give how a circle is to who sits in it; raises NotFound for anybody else. Some twenty queries."""
    circle = shared_circle(circle_for(viewer, number))
    lines = lines_of(number, circle.size)
    reading = last_reading(lines)
    since = seated_since(number)[viewer.pk]
    check = checks_in(number).filter(closed_at=None).first()
    return HealthPage(
        circle,
        reading,
        said_of(reading) if reading else [],
        [one for one in reversed(lines) if one.starts_at >= since][:SHOWN],
        check,
        check is not None and Taken.objects.filter(check_of=check, person=viewer).exists(),
        last_outcome(viewer, number),
    )
