"""The only way to hold a circle's check: as who sits in the circle."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.access import circle_for, visible_circles
from roost.gather.health.models import Check
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

__all__ = ["check_for", "checks_in", "circle_for", "visible_checks"]


def visible_checks(person: Person) -> QuerySet[Check]:
    """Give the checks of the circles that somebody sits in, the newest first."""
    return Check.objects.filter(circle__in=visible_circles(person).values("pk")).order_by("-opened_at", "-pk")


def open_checks_for(person: Person) -> QuerySet[Check]:
    """Give the checks that somebody could answer now, or did."""
    return visible_checks(person).filter(closed_at=None, closes_at__gt=clock.now())


def check_for(person: Person, circle: int) -> Check:
    """Give the check that a circle is asked now, to who sits in it; raises NotFound where there is none."""
    found = open_checks_for(person).filter(circle=circle).first()
    if found is None:
        raise NotFound(_("Your circle is not asked anything now."))
    return found


def checks_in(circle: int) -> QuerySet[Check]:
    """Give a circle's checks, the newest first, to who holds the circle already."""
    return Check.objects.filter(circle=circle).order_by("-opened_at", "-pk")
