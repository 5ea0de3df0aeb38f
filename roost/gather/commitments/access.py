"""The only way to hold a commitment: as who sits in its circle."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.gather.circles.access import circle_for, visible_circles
from roost.gather.commitments.models import Commitment
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

__all__ = ["circle_for", "commitment_for", "commitments_in", "visible_commitments"]


def visible_commitments(person: Person) -> QuerySet[Commitment]:
    """Give what people promised the circles that somebody sits in, the earliest day first."""
    return Commitment.objects.filter(circle__in=visible_circles(person).values("pk")).order_by("due", "pk")


def commitment_for(person: Person, circle: int, key: UUID) -> Commitment:
    """Give a commitment to who sits in its circle; raises NotFound for everybody else."""
    found = visible_commitments(person).filter(circle=circle, key=key).first()
    if found is None:
        raise NotFound(_("There is no such commitment. Perhaps it was deleted."))
    return found


def commitments_in(circle: int) -> QuerySet[Commitment]:
    """Give what was promised to a circle, the earliest day first, to who holds the circle already."""
    return Commitment.objects.filter(circle=circle).order_by("due", "pk")
