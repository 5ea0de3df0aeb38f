"""The only way to hold who was at a circle's meetings: as who sits in the circle."""

from __future__ import annotations

from django.db.models import QuerySet

from roost.gather.attendance.models import Absence, Correction
from roost.gather.circles.access import circle_for

__all__ = ["absences_in", "circle_for", "corrections_in"]


def absences_in(circle: int) -> QuerySet[Absence]:
    """Give who said that they cannot come to a circle's meetings, to who holds the circle already."""
    return Absence.objects.filter(circle=circle)


def corrections_in(circle: int) -> QuerySet[Correction]:
    """Give what a circle corrected, to who holds the circle already."""
    return Correction.objects.filter(meeting__circle=circle)
