"""How somebody was at a meeting of their circle, and what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Mark(StrEnum):
    """How somebody who sat in a circle was at its meeting; who called off did so in time or late."""

    THERE = "there"
    LATE = "late"
    CALLED_OFF = "called-off"
    CALLED_OFF_LATE = "called-off-late"
    AWAY = "away"


CAME = frozenset({Mark.THERE, Mark.LATE})
COUNTS = {Mark.THERE: 0.0, Mark.LATE: 0.5, Mark.CALLED_OFF: 1.0, Mark.CALLED_OFF_LATE: 1.0, Mark.AWAY: 1.0}
"""Half a miss for coming late; else one for not coming, as a charter says it: saying so beforehand makes it no less."""
NOTICE = {
    "hours": timedelta(hours=3),
    "day": timedelta(days=1),
    "days": timedelta(days=2),
    "week": timedelta(days=7),
}
"""How early somebody says that they cannot come, by a charter's choice `notice`."""
CORRECTED_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Agreed:
    """What a circle agreed on: more than `missed` of `of` meetings are too many, `late` minutes are late.

    It `holds` once there is a charter; before that, nothing is too much.
    """

    missed: int
    of: int
    late: int
    notice: str
    holds: bool = True


def mark_of(
    *, began_at: datetime, starts_at: datetime, arrived_at: datetime | None, said_at: datetime | None, agreed: Agreed
) -> Mark:
    """Say how somebody was at a meeting that was planned for `starts_at` and began at `began_at`.

    Who came counts as having come, whatever they had said before; late is late after it began, and was to begin.
    """
    if arrived_at is not None:
        return Mark.LATE if arrived_at - max(began_at, starts_at) > timedelta(minutes=agreed.late) else Mark.THERE
    if said_at is None:
        return Mark.AWAY
    return Mark.CALLED_OFF if starts_at - said_at >= NOTICE[agreed.notice] else Mark.CALLED_OFF_LATE


@dataclass(frozen=True)
class Count:
    """How much somebody missed, in halves, of how many meetings that count."""

    missed: float
    of: int
    is_too_much: bool


def count(marks: Iterable[Mark], agreed: Agreed) -> Count:
    """Count the last `agreed.of` of somebody's meetings, the oldest first."""
    last = list(marks)[-agreed.of :]
    missed = sum(COUNTS[one] for one in last)
    return Count(missed, len(last), agreed.holds and missed > agreed.missed)
