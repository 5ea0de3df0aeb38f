"""Correct how somebody was at a meeting: a phone was shared, a line was down, somebody left early."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from roost.gather.attendance.access import circle_for
from roost.gather.attendance.engine.marks import CAME, CORRECTED_WITHIN, Mark
from roost.gather.attendance.models import Correction
from roost.gather.attendance.reads.presence import presence
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.models import Person


@transaction.atomic
def correct(circle: int, meeting: int, *, by: Person, person: int, mark: str) -> None:
    """Say how somebody was at a meeting that one was at; the last correction counts.

    Raises Forbidden for who was not there, Conflict after fourteen days, InputError for somebody who did not sit in
    the circle then or for no mark, NotFound for a meeting that the circle did not hold.
    """
    organisation = circle_for(by, circle).organisation_id
    held = next((one for one in presence(circle) if one.met is not None and one.met.number == meeting), None)
    if held is None or held.met is None or by.pk not in held.marks:
        raise NotFound(_("There is no such meeting."))
    if by.pk not in held.met.arrivals and held.marks[by.pk] not in CAME:
        raise Forbidden(_("Who was there corrects this. Ask one of them."))
    if clock.now() - held.met.ended_at > CORRECTED_WITHIN:
        raise Conflict(_("This can be corrected for two weeks. What counts now is what you make of it together."))
    if person not in held.marks or mark not in set(Mark):
        raise InputError(_("Choose one of you, and how they were there."))
    told = {"organisation_id": organisation, "mark": mark, "by": by, "at": clock.now()}
    Correction.objects.update_or_create(meeting_id=meeting, person_id=person, defaults=told)
