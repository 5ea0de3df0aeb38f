"""Planned meetings as they stand in calendars. The title is the circle's name; nothing else is told."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.gather.rhythm.models import Invitation
from roost.ground.calendars.engine import Event
from roost.ground.calendars.ports import uid_of


def event_of(one: Invitation) -> Event:
    """Give what somebody's calendar is told. Each one's copy has a sequence of its own."""
    address = f"{settings.PUBLIC_URL}{reverse('rhythm:term', args=[one.circle])}"
    return Event(
        uid=uid_of("rhythm-meeting", one.meeting),
        sequence=one.sequence,
        starts_at=one.starts_at,
        minutes=one.minutes,
        zone=one.zone,
        title=one.name,
        words=_("All dates, and who does what: %s") % address,
        url=address,
        is_cancelled=one.is_cancelled,
        changed_at=one.told_at,
    )


def planned_events(person: int, since: datetime, until: datetime) -> list[Event]:
    """Give a person's meetings that begin in that time, as their calendar was told of them; one query."""
    found = Invitation.objects.filter(person=person, starts_at__gte=since, starts_at__lt=until)
    return [event_of(one) for one in found.order_by("starts_at", "pk")]
