"""The only way to hold that confidence was broken: as who told it, as whom they told; a pause: as who sits in it."""

from __future__ import annotations

from django.db.models import QuerySet

from roost.gather.circles.access import circle_for, visible_circles
from roost.gather.confidence.models import Pause, Report
from roost.ground.people.models import Person

__all__ = ["circle_for", "pause_in", "report_of", "reports_to", "visible_pauses"]


def report_of(person: Person, circle: int) -> Report | None:
    """Give what somebody told in a circle that they sit in."""
    return Report.objects.filter(circle=circle, person=person).select_related("told").first()


def reports_to(person: Person) -> QuerySet[Report]:
    """Give what others told somebody in circles that both sit in, the oldest first."""
    sitting = Report.objects.filter(told=person, circle__in=visible_circles(person).values("pk"))
    return sitting.select_related("person").order_by("told_at", "pk")


def pause_in(circle: int) -> Pause | None:
    """Give since when a circle pauses, to who holds the circle already."""
    return Pause.objects.filter(circle=circle).first()


def visible_pauses(person: Person) -> QuerySet[Pause]:
    """Give the pauses of circles that somebody sits in."""
    return Pause.objects.filter(circle__in=visible_circles(person).values("pk")).order_by("pk")
