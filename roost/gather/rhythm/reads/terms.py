"""A circle's term as its people find it, and as plain data for rooms above."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.access import meetings_in
from roost.gather.rhythm.access import circle_for, term_of
from roost.gather.rhythm.engine.dates import is_same_day
from roost.gather.rhythm.models import Duty, Part, PlannedMeeting, Role, Term
from roost.gather.rhythm.ports import Next
from roost.gather.rhythm.reads.readings import Reading, readings
from roost.ground.kit import clock
from roost.ground.kit.errors import Words as _
from roost.ground.people.models import Person

ARC = {
    Part.TRUST: _("You get to know how each of you works, and what may be said here."),
    Part.DILEMMAS: _("You bring what has no good answer, and look at it together."),
    Part.STRETCH: _("You try what is a little too large, and tell each other how it went."),
    Part.HARVEST: _("You look at what changed, and decide how to go on."),
}


@dataclass(frozen=True)
class Planned:
    """A planned meeting as plain data; it was held when the circle met within its day, by the clock of the `zone`."""

    number: int
    starts_at: datetime
    minutes: int
    zone: str
    was_held: bool


@dataclass(frozen=True)
class RoleLine:
    """A role at a meeting: whose it is by id and name, empty for nobody's."""

    role: Role
    duty: Duty | None
    name: str
    is_mine: bool


@dataclass(frozen=True)
class Line:
    """A planned meeting on a page; what has begun is not changed any more, and is past once it is over."""

    meeting: PlannedMeeting
    roles: Sequence[RoleLine]
    has_begun: bool
    is_past: bool
    was_held: bool

    @property
    def mine(self) -> RoleLine | None:
        return next((one for one in self.roles if one.is_mine), None)

    @property
    def words(self) -> str:
        """Say in one line what this part of the arc is for."""
        return str(ARC[Part(self.meeting.part)])

    @property
    def reading(self) -> Reading | None:
        return readings().get(self.meeting.reading)


@dataclass(frozen=True)
class TermPage:
    """A circle and its term, None before one is planned, with its meetings by time."""

    circle: SharedCircle
    term: Term | None
    lines: Sequence[Line]
    changed_by: str

    @property
    def to_come(self) -> Sequence[Line]:
        return [one for one in self.lines if not one.is_past]

    @property
    def ahead(self) -> Sequence[datetime]:
        """Give when those begin that have not begun."""
        return [one.meeting.starts_at for one in self.lines if not one.has_begun]

    @property
    def past(self) -> Sequence[Line]:
        return [one for one in self.lines if one.is_past]

    @property
    def next(self) -> Line | None:
        return next(iter(self.to_come), None)

    @property
    def coming(self) -> Next | None:
        """Give the next meeting as rooms above know it."""
        return Next(self.circle, self.next.meeting.starts_at) if self.next else None

    def line(self, number: int) -> Line:
        """Give the line of a planned meeting that is on this page."""
        return next(one for one in self.lines if one.meeting.pk == number)


def term_page(person: Person, number: int) -> TermPage:
    """Give a circle's term to who sits in it; raises NotFound for anybody else. Eight queries at most."""
    circle = shared_circle(circle_for(person, number))
    term = term_of(number)
    if term is None:
        return TermPage(circle, None, [], "")
    planned = list(PlannedMeeting.objects.filter(term=term).order_by("starts_at").prefetch_related("duties"))
    opened, now = _opened([number])[number], clock.now()
    lines = []
    for one in planned:
        one.term = term
        roles = _roles(one, circle.people, person)
        is_past = one.starts_at + timedelta(minutes=term.minutes) <= now
        was_held = _was_held(one.starts_at, opened, term.zone)
        lines.append(Line(one, roles, one.starts_at <= now, is_past, was_held))
    changed_by = circle.people.get(term.changed_by_id or 0, "")
    return TermPage(circle, term, lines, changed_by)


def version_of(page: TermPage) -> int:
    """Give the version of a page's term that changes carry along; 0 where none is planned."""
    return page.term.version if page.term else 0


def planned_meetings(circle: int) -> list[Planned]:
    """Give a circle's planned meetings by time, to a room above that holds the circle already. Two queries at most."""
    return planned_in([circle])[circle]


def planned_in(circles: Collection[int]) -> dict[int, list[Planned]]:
    """Give the planned meetings of circles by time, as `planned_meetings` does. Two queries at most."""
    found: dict[int, list[Planned]] = {circle: [] for circle in circles}
    planned = list(PlannedMeeting.objects.filter(term__circle__in=circles).select_related("term").order_by("starts_at"))
    opened = _opened({one.term.circle_id for one in planned})
    for one in planned:
        term = one.term
        was_held = _was_held(one.starts_at, opened[term.circle_id], term.zone)
        found[term.circle_id].append(Planned(one.pk, one.starts_at, term.minutes, term.zone, was_held))
    return found


def roles_today(circle: int, moment: datetime) -> Mapping[Role, int]:
    """Give who has which role at the meeting that a circle planned for this day; nothing where there is none."""
    term = term_of(circle)
    if term is None:
        return {}
    near = PlannedMeeting.objects.filter(
        term=term, starts_at__gte=moment - timedelta(days=1), starts_at__lte=moment + timedelta(days=1)
    )
    today = [one for one in near if is_same_day(one.starts_at, moment, term.zone)]
    if not today:
        return {}
    nearest = min(today, key=lambda one: abs(one.starts_at - moment))
    return {Role(one.role): one.person_id for one in Duty.objects.filter(meeting=nearest)}


def _roles(meeting: PlannedMeeting, names: Mapping[int, str], viewer: Person) -> list[RoleLine]:
    duties = {one.role: one for one in meeting.duties.all() if one.person_id in names}
    found = []
    for role in Role:
        duty = duties.get(role)
        name = names[duty.person_id] if duty else ""
        found.append(RoleLine(role, duty, name, duty is not None and duty.person_id == viewer.pk))
    return found


def _opened(circles: Collection[int]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {circle: [] for circle in circles}
    for circle, moment in meetings_in(circles).values_list("circle", "opened_at") if circles else ():
        found[circle].append(moment)
    return found


def _was_held(starts_at: datetime, opened: Sequence[datetime], zone: str) -> bool:
    return any(is_same_day(starts_at, one, zone) for one in opened)
