"""Who was there, as the circle finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roost.gather.attendance.access import circle_for
from roost.gather.attendance.engine.marks import CAME, CORRECTED_WITHIN, Agreed, Count, Mark
from roost.gather.attendance.ports import COUNTS_ANEW
from roost.gather.attendance.reads.presence import Presence, agreed_in, counts, presence
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.ground.kit import clock
from roost.ground.people.models import Person

SHOWN = 8
"""So many meetings stand side by side; the count goes over as many as the charter says."""
WORDS: Mapping[Mark, Promise] = {
    Mark.THERE: _("there"),
    Mark.LATE: _("late"),
    Mark.CALLED_OFF: _("called off"),
    Mark.CALLED_OFF_LATE: _("called off late"),
    Mark.AWAY: _("not there"),
}
SIGNS = {
    Mark.THERE: "check",
    Mark.LATE: "clock",
    Mark.CALLED_OFF: "minus",
    Mark.CALLED_OFF_LATE: "minus",
    Mark.AWAY: "x",
}


@dataclass(frozen=True)
class Cell:
    """How somebody was at a meeting; `mark` is None of one before they came to the circle."""

    starts_at: datetime
    mark: Mark | None
    is_extra: bool
    by: str

    @property
    def words(self) -> str:
        return str(WORDS[self.mark]) if self.mark else ""

    @property
    def sign(self) -> str:
        return SIGNS[self.mark] if self.mark else ""


@dataclass(frozen=True)
class Row:
    """Somebody of the circle, how they were at the meetings shown, and what they missed of those that count."""

    person: int
    name: str
    is_mine: bool
    cells: Sequence[Cell]
    count: Count


@dataclass(frozen=True)
class AttendancePage:
    """Who was there: one's own row first; `to_correct` are meetings that the viewer may correct, the newest first."""

    circle: SharedCircle
    agreed: Agreed
    rows: Sequence[Row]
    meetings: Sequence[Presence]
    to_correct: Sequence[Presence]

    @property
    def has_extra(self) -> bool:
        return any(one.is_extra for one in self.meetings)

    @property
    def mine(self) -> Row | None:
        return next((one for one in self.rows if one.is_mine), None)


def attendance_page(viewer: Person, number: int) -> AttendancePage:
    """Give who was at the meetings of a circle since the viewer sits in it; raises NotFound. Some sixteen queries."""
    circle = shared_circle(circle_for(viewer, number))
    agreed = agreed_in(number)
    found = [one for one in presence(number, agreed=agreed) if viewer.pk in one.marks]
    counted = counts(found, agreed, since=COUNTS_ANEW.of(number))
    shown = found[-SHOWN:]
    rows = [
        Row(
            person,
            name,
            person == viewer.pk,
            [_cell(one, person, circle.people) for one in shown],
            counted[person],
        )
        for person, name in circle.people.items()
        if person in counted
    ]
    rows.sort(key=lambda one: not one.is_mine)
    return AttendancePage(circle, agreed, rows, shown, [one for one in reversed(shown) if may_correct(one, viewer.pk)])


def may_correct(one: Presence, person: int) -> bool:
    """Say whether somebody may correct a meeting: they were there, and it is not two weeks ago."""
    if one.met is None or clock.now() - one.met.ended_at > CORRECTED_WITHIN:
        return False
    return person in one.met.arrivals or one.marks.get(person) in CAME


def _cell(one: Presence, person: int, people: Mapping[int, str]) -> Cell:
    by = people.get(one.corrected.get(person) or 0, "")
    return Cell(one.starts_at, one.marks.get(person), one.is_extra, by)
