"""Say that one cannot come to a planned meeting, and take it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.attendance.access import absences_in, circle_for, corrections_in
from roost.gather.attendance.models import Absence, Correction
from roost.gather.circles.reads import seated_since
from roost.gather.rhythm.reads import planned_meetings
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person


@transaction.atomic
def call_off(circle: int, *, by: Person, starts_at: datetime) -> Absence:
    """Say that one cannot come to the meeting planned for a moment; said again, the first time counts.

    Raises NotFound where no meeting is planned then any more, Conflict once it is over.
    """
    found = circle_for(by, circle)
    insist_to_come(circle, starts_at)
    told = {"organisation_id": found.organisation_id, "said_at": clock.now()}
    return Absence.objects.get_or_create(circle=found, person=by, starts_at=starts_at, defaults=told)[0]


@transaction.atomic
def come_after_all(circle: int, *, by: Person, starts_at: datetime) -> None:
    """Take back that one cannot come. Raises NotFound as `call_off` does, Conflict once the meeting is over."""
    circle_for(by, circle)
    insist_to_come(circle, starts_at)
    absences_in(circle).filter(person=by, starts_at=starts_at).delete()


def insist_to_come(circle: int, starts_at: datetime) -> None:
    """Refuse a moment for which nothing is planned, and one that is past."""
    planned = next((one for one in planned_meetings(circle) if one.starts_at == starts_at), None)
    if planned is None:
        raise NotFound(_("Your circle does not meet then any more. Look at your term."))
    if planned.starts_at + timedelta(minutes=planned.minutes) <= clock.now():
        raise Conflict(_("That meeting is over. Who was there can correct how each was."))


def forget_who_left() -> None:
    """Let go what is kept of people who left a circle."""
    with everywhere():
        circles = {
            *Absence.objects.values_list("circle", flat=True),
            *Correction.objects.values_list("meeting__circle", flat=True),
        }
        for circle in circles:
            sitting = seated_since(circle)
            absences_in(circle).exclude(person__in=sitting).delete()
            corrections_in(circle).exclude(person__in=sitting).delete()
