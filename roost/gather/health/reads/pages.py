"""How a circle is, to who sits in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from roost.gather.circles.reads import SharedCircle, seated_since, shared_circle
from roost.gather.health.access import checks_in, circle_for
from roost.gather.health.engine.check import AGAIN_AFTER, FLOOR
from roost.gather.health.engine.light import Light, Reading
from roost.gather.health.models import Check, Taken
from roost.gather.health.reads.checks import Outcome, last_outcome
from roost.gather.health.reads.occasions import Line, last_reading, lines_of
from roost.gather.health.reads.words import Said, said_of
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.release.engine import is_told

SHOWN = 12


@dataclass(frozen=True)
class HealthPage:
    """A circle's light and why, its last meetings since the viewer sits in it (the newest first), and its checks.

    `check` is the one that is open; `rests_until` is when the circle can be asked again, None where it can be now.
    """

    circle: SharedCircle
    reading: Reading | None
    said: Sequence[Said]
    lines: Sequence[Line]
    check: Check | None
    has_answered: bool
    rests_until: datetime | None
    outcome: Outcome | None
    is_convened: bool

    @property
    def light(self) -> Light:
        return self.reading.light if self.reading else Light.UNKNOWN

    @property
    def leaves(self) -> bool:
        """Say whether the three numbers of a meeting leave this circle, as large as it is now."""
        return is_told(self.circle.size)

    @property
    def can_be_asked(self) -> bool:
        """Say whether enough sit there for means that say nothing of one of them."""
        return len(self.circle.people) >= FLOOR


def health_page(viewer: Person, number: int) -> HealthPage:
    """Give how a circle is to who sits in it; raises NotFound for anybody else. Some twenty queries."""
    held = circle_for(viewer, number)
    circle = shared_circle(held)
    lines = lines_of(number, circle.size)
    reading = last_reading(lines)
    since = seated_since(number)[viewer.pk]
    now, newest = clock.now(), checks_in(number).first()
    check = newest if newest is not None and newest.closed_at is None and newest.closes_at > now else None
    again = newest.opened_at + AGAIN_AFTER if newest is not None else now
    return HealthPage(
        circle,
        reading,
        said_of(reading) if reading else [],
        [one for one in reversed(lines) if one.starts_at >= since][:SHOWN],
        check,
        check is not None and Taken.objects.filter(check_of=check, person=viewer).exists(),
        again if again > now else None,
        last_outcome(viewer, number),
        held.round is not None and held.round.convener_id is not None,
    )
