"""A circle's own page, what a meeting would be like, and the cards that lead to one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from roost.gather.circles.ports import Way
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.meetings.access import (
    circle_for,
    is_inside,
    meetings_in,
    open_meeting_in,
    past_meetings_for,
    visible_meetings,
)
from roost.gather.meetings.engine.planning import FEWEST, MOST, Plan, plan_meeting
from roost.gather.meetings.models import Meeting
from roost.gather.meetings.reads.protocols import last_used, parsed, protocol_choices
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card

MOST_PAST = 50


@dataclass(frozen=True)
class PastMeeting:
    """A meeting that is over: how long it took (minutes) and how far it got."""

    meeting: Meeting

    @property
    def minutes(self) -> int:
        """Give how long it took; what nobody ended took as long as was planned, at most."""
        if self.meeting.began_at is None or self.meeting.ended_at is None:
            return 0
        took = round((self.meeting.ended_at - self.meeting.began_at).total_seconds() / 60)
        return min(took, self.meeting.minutes) if self.meeting.lapsed else took

    @property
    def is_whole(self) -> bool:
        return self.meeting.reached == len(parsed(self.meeting.protocol).steps) - 1

    @property
    def reached(self) -> str:
        """Name the step that it got to."""
        return parsed(self.meeting.protocol).steps[self.meeting.reached].title


@dataclass(frozen=True)
class CirclePage:
    """A circle as who sits in it finds it; `is_inside` says whether they take part in the meeting under way.

    `past` are the meetings since they came to it: of earlier ones they learn from who was there.
    """

    circle: SharedCircle
    running: Meeting | None
    is_inside: bool
    past: Sequence[PastMeeting]


def circle_page(person: Person, number: int) -> CirclePage:
    """Give a circle's page to who sits in it; raises NotFound for anybody else. Five queries."""
    circle = shared_circle(circle_for(person, number))
    running = open_meeting_in(number)
    past = [PastMeeting(one) for one in past_meetings_for(person, number)[:MOST_PAST]]
    return CirclePage(circle, running, running is not None and is_inside(running, person), past)


def circles_met(circles: Collection[int]) -> Collection[int]:
    """Give which of these circles have met or are meeting. One query."""
    return set(Meeting.objects.filter(circle__in=circles).values_list("circle", flat=True))


def circles_that_meet(*, since: datetime) -> Sequence[tuple[int, int]]:
    """Give circles that met before a moment and since, each with its organisation. One query."""
    before = Meeting.objects.filter(ended_at__lt=since).values("circle")
    met = Meeting.objects.filter(ended_at__gte=since, circle__in=before)
    return list(met.order_by("circle").values_list("circle", "organisation").distinct())


@dataclass(frozen=True)
class Met:
    """A meeting that is over: when each arrived, and the numbers that it left, as `models.Meeting` has them."""

    number: int
    opened_at: datetime
    began_at: datetime
    ended_at: datetime
    arrivals: Mapping[int, datetime]
    came: int
    sat: int
    ratings: int
    mean: float | None
    room: float | None


def meetings_met(circles: Collection[int]) -> Mapping[int, Sequence[Met]]:
    """Give the meetings that circles held, the oldest first, to a room above that holds them. Two queries."""
    found: dict[int, list[Met]] = {circle: [] for circle in circles}
    for one in meetings_in(circles).exclude(ended_at=None).exclude(began_at=None).prefetch_related("arrivals"):
        met = Met(
            one.pk,
            one.opened_at,
            one.began_at or one.opened_at,
            one.ended_at or one.opened_at,
            {arrival.person_id: arrival.arrived_at for arrival in one.arrivals.all()},
            one.came,
            one.sat,
            one.ratings,
            one.mean,
            one.room,
        )
        found[one.circle_id].append(met)
    return found


def people_to_plan_for(circle: SharedCircle) -> int:
    """Give how many of a circle are planned for at first: all of them."""
    return min(max(circle.size, FEWEST), MOST)


def usual_plan(circle: SharedCircle, *, minutes: int) -> tuple[str, Plan]:
    """Give what a circle met by last, or else most do, by its title, and how so many minutes are shared out over it.

    For rooms above that hold the circle already. Four queries at most.
    """
    choices = protocol_choices(circle.number)
    key = last_used(circle.number, choices)
    protocol = next(one.protocol for one in choices if one.key == key)
    return protocol.title, plan_meeting(protocol, people=people_to_plan_for(circle), minutes=minutes)


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Tell somebody that a circle of theirs is meeting now. One query, and two for such a circle."""
    if viewer != subject:
        return None
    running = visible_meetings(subject).filter(ended_at=None)
    found = [(one, shared_circle(circle_for(subject, one.circle_id)).name) for one in running]
    return Card("meetings/today.html", {"running": found}) if found else None


def circle_ways(person: Person, circles: Collection[int]) -> Mapping[int, Way]:
    """Lead from circles that somebody sits in to their pages, or into a meeting under way. One query for all."""
    running = visible_meetings(person).filter(ended_at=None, circle__in=circles)
    now = dict(running.values_list("circle", "pk"))
    return {
        circle: Way(_("You are meeting now: come in"), reverse("meetings:meeting", args=[now[circle]]), is_now=True)
        if circle in now
        else Way(_("Your circle’s meetings"), reverse("meetings:circle", args=[circle]), is_now=False)
        for circle in circles
    }
