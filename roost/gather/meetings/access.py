"""The only way to hold a meeting: as who sits in the circle. What happens there is for who promised confidentiality."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.meetings.models import CircleProtocol, Meeting
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

__all__ = [
    "circle_for",
    "is_inside",
    "meeting_for",
    "meetings_in",
    "open_meeting_in",
    "own_protocol_in",
    "own_protocols_in",
    "past_meetings_for",
    "past_meetings_in",
    "visible_meetings",
]


def visible_meetings(person: Person) -> QuerySet[Meeting]:
    """Give the meetings of the circles that somebody sits in, the newest first."""
    circles = visible_memberships(person).order_by().values("circle")
    return Meeting.objects.filter(circle__in=circles).order_by("-opened_at", "-pk")


def meeting_for(person: Person, number: int) -> Meeting:
    """Give a meeting to who sits in its circle; raises NotFound for everybody else, the circle's convener too."""
    found = visible_meetings(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such meeting."))
    return found


def is_inside(meeting: Meeting, person: Person) -> bool:
    """Say whether somebody takes part in a meeting under way: they promised confidentiality and have not gone."""
    return person.pk in meeting.state.get("people", ())


def open_meeting_in(circle: int) -> Meeting | None:
    """Give the meeting that a circle holds right now, to who holds the circle already."""
    return Meeting.objects.filter(circle=circle, ended_at=None).first()


def meetings_in(circles: Collection[int]) -> QuerySet[Meeting]:
    """Give the meetings that circles held or hold right now, the oldest first, to who asks as `past_meetings_in`."""
    return Meeting.objects.filter(circle__in=circles).order_by("opened_at", "pk")


def past_meetings_in(circle: int) -> QuerySet[Meeting]:
    """Give all meetings that a circle held, the newest first, to who asks whether it met and shows none of them."""
    return Meeting.objects.filter(circle=circle).exclude(ended_at=None).order_by("-opened_at", "-pk")


def past_meetings_for(person: Person, circle: int) -> QuerySet[Meeting]:
    """Give the meetings that a circle held since somebody sits in it, the newest first."""
    since = visible_memberships(person).filter(circle=circle).order_by().values("since")
    return Meeting.objects.filter(circle=circle, ended_at__gte=since).order_by("-opened_at", "-pk")


def own_protocols_in(circle: int) -> QuerySet[CircleProtocol]:
    """Give a circle's own ways of meeting, to who holds the circle already."""
    return CircleProtocol.objects.filter(circle=circle)


def own_protocol_in(circle: int, number: int) -> CircleProtocol:
    """Give one of a circle's own ways of meeting, to who holds the circle; raises NotFound for any other."""
    found = own_protocols_in(circle).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such protocol."))
    return found
