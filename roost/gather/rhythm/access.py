"""The only way to hold a circle's term: as who sits in the circle."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.access import circle_for, visible_circles
from roost.gather.rhythm.models import Duty, Hours, PlannedMeeting, Term
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

__all__ = ["circle_for", "duties_in", "hours_of", "meeting_for", "term_of", "visible_meetings"]


def visible_meetings(person: Person) -> QuerySet[PlannedMeeting]:
    """Give the planned meetings of circles that somebody sits in, by time."""
    found = PlannedMeeting.objects.filter(term__circle__in=visible_circles(person).values("pk"))
    return found.select_related("term").order_by("starts_at")


def meeting_for(person: Person, circle: int, number: int) -> PlannedMeeting:
    """Give a planned meeting to who sits in its circle; raises NotFound for everybody else, and once it was dropped."""
    found = visible_meetings(person).filter(term__circle=circle, pk=number).first()
    if found is None:
        raise NotFound(_("There is no such meeting. Perhaps it was dropped."))
    return found


def term_of(circle: int) -> Term | None:
    """Give a circle's term to who holds the circle already; None before one is planned."""
    return Term.objects.filter(circle=circle).select_related("changed_by").first()


def duties_in(circle: int) -> QuerySet[Duty]:
    """Give who does what at a circle's meetings, to who holds the circle already."""
    return Duty.objects.filter(meeting__term__circle=circle).select_related("meeting")


def hours_of(person: Person, circle: int) -> Hours | None:
    """Give somebody's own hours for a circle; None where they said none."""
    return Hours.objects.filter(circle=circle, person=person).first()
