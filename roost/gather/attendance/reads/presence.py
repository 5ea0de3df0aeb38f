"""How each was at a circle's meetings, as plain data: for pages, and for rooms above that hold the circle already."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from roost.gather.attendance.access import absences_in, corrections_in
from roost.gather.attendance.engine.marks import COUNTS, Agreed, Count, Mark, count, mark_of
from roost.gather.charters.engine.choices import Choices
from roost.gather.charters.reads import charter_in_force
from roost.gather.circles.reads import seated_since
from roost.gather.meetings.reads import Met, meetings_met
from roost.gather.rhythm.engine.dates import is_same_day
from roost.gather.rhythm.reads import Planned, planned_in
from roost.ground.kit import clock


@dataclass(frozen=True)
class Presence:
    """A meeting of a circle that was held or should have been: `met` is None where it was not.

    `marks` are those of who sits in the circle now and did then; `corrected` says by whom a mark was corrected, None
    where that person is gone. One that `is_extra` was held between planned dates, on none of them, and counts for
    nobody: who was told of the dates alone did not know of it.
    """

    starts_at: datetime
    met: Met | None = None
    marks: Mapping[int, Mark] = field(default_factory=dict)
    corrected: Mapping[int, int | None] = field(default_factory=dict)
    is_extra: bool = False


def presence(circle: int, *, agreed: Agreed | None = None) -> list[Presence]:
    """Give a circle's meetings so far, the oldest first. Eight queries at most."""
    agreed, since = agreed or agreed_in(circle), seated_since(circle)
    said = {(one.person_id, one.starts_at): one.said_at for one in absences_in(circle)}
    corrections = {(one.meeting_id, one.person_id): one for one in corrections_in(circle)}

    def marked(one: Presence, met: Met) -> Presence:
        own = {who: found for who in since if (found := corrections.get((met.number, who))) is not None}
        marks = {
            who: Mark(own[who].mark)
            if who in own
            else mark_of(
                began_at=met.began_at,
                starts_at=one.starts_at,
                arrived_at=met.arrivals.get(who),
                said_at=said.get((who, one.starts_at)),
                agreed=agreed,
            )
            for who, moment in since.items()
            if moment <= met.began_at
        }
        return replace(one, marks=marks, corrected={who: found.by_id for who, found in own.items()})

    return [marked(one, one.met) if one.met is not None else one for one in meetings_so_far([circle])[circle]]


def meetings_so_far(circles: Collection[int]) -> dict[int, list[Presence]]:
    """Give the meetings of circles so far without how each was there, the oldest first. Four queries at most."""
    held, planned = meetings_met(circles), planned_in(circles)
    return {circle: _so_far(held[circle], planned[circle]) for circle in circles}


def _so_far(held: Sequence[Met], planned: Sequence[Planned]) -> list[Presence]:
    found = []
    for met in held:
        date = _date_of(met, planned)
        found.append(Presence(date or met.began_at, met, is_extra=date is None and _is_between(planned, met)))
    missed = [
        Presence(one.starts_at)
        for one in planned
        if not one.was_held and one.starts_at + timedelta(minutes=one.minutes) <= clock.now()
    ]
    return sorted([*found, *missed], key=lambda one: one.starts_at)


def _date_of(met: Met, planned: Sequence[Planned]) -> datetime | None:
    """Give for which of its dates a circle met, None where it met on the day of none."""
    fitting = [one.starts_at for one in planned if is_same_day(one.starts_at, met.opened_at, one.zone)]
    return min(fitting, key=lambda moment: abs(moment - met.began_at), default=None)


def _is_between(planned: Sequence[Planned], met: Met) -> bool:
    return bool(planned) and planned[0].starts_at < met.began_at < planned[-1].starts_at


def agreed_in(circle: int) -> Agreed:
    """Give what a circle's charter says of missing, or what a charter says at first. One query."""
    charter = charter_in_force(circle)
    choices = charter.choices if charter else Choices()
    return Agreed(choices.missed, choices.of, choices.late, choices.notice, holds=charter is not None)


def counts(
    found: Sequence[Presence], agreed: Agreed, *, since: Mapping[int, datetime] | None = None
) -> dict[int, Count]:
    """Give how much each missed of the meetings that were held, the oldest first, and that count.

    `since` is a moment for whom a count began anew.
    """
    begins = since or {}
    held: dict[int, dict[datetime, Mark]] = {}
    for one in found:
        for who, mark in one.marks.items():
            of_one = held.setdefault(who, {})
            if not one.is_extra and one.starts_at >= begins.get(who, one.starts_at):
                # A circle that begins twice on one date met once.
                of_one[one.starts_at] = min(of_one.get(one.starts_at, mark), mark, key=COUNTS.__getitem__)
    return {who: count(marks.values(), agreed) for who, marks in held.items()}
