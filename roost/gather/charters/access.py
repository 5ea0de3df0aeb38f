"""The only way to hold a charter: as who sits in the circle."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.charters.models import Version
from roost.gather.circles.access import circle_for, visible_circles
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

__all__ = ["circle_for", "version_for", "versions_of", "visible_versions"]


def visible_versions(person: Person) -> QuerySet[Version]:
    """Give the versions, proposed or agreed, of the circles that somebody sits in, the newest first."""
    mine = visible_circles(person).values("pk")
    return Version.objects.filter(circle__in=mine, ended_at=None).order_by("circle", "-number")


def version_for(person: Person, circle: int, number: int) -> Version:
    """Give a version to who sits in its circle; raises NotFound for others, and for what was withdrawn."""
    found = visible_versions(person).filter(circle=circle, number=number).first()
    if found is None:
        raise NotFound(_("There is no such version. Perhaps it was withdrawn, or a newer one took its place."))
    return found


def versions_of(circle: int) -> QuerySet[Version]:
    """Give a circle's versions, proposed or agreed, the newest first, to who holds the circle already."""
    return Version.objects.filter(circle=circle, ended_at=None).order_by("-number")
