"""Sessions of two as they stand in calendars. Titles name nobody: who accompanies whom is for the two to tell."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.ground.calendars.engine import Event
from roost.ground.calendars.ports import uid_of
from roost.grow.companions.models import Session

# The two do not say how long they meet; this much is kept free.
MINUTES = 60


def planned_sessions(person: int, since: datetime, until: datetime) -> list[Event]:
    """Give the sessions of somebody's companionships that begin in that time; one query."""
    whose = Q(companionship__person=person) | Q(companionship__companion=person)
    found = Session.objects.filter(whose, starts_at__gte=since, starts_at__lt=until)
    return [_event(one) for one in found.select_related("companionship", "planned_by").order_by("starts_at", "pk")]


def _event(session: Session) -> Event:
    ended_at = session.companionship.ended_at
    is_left = ended_at is not None and session.starts_at >= ended_at
    is_cancelled = session.called_off_at is not None or is_left
    moments = [session.planned_at, session.moved_at, session.called_off_at, ended_at if is_left else None]
    address = f"{settings.PUBLIC_URL}{reverse('companions:session', args=[session.pk])}"
    return Event(
        uid=uid_of("companions-session", session.pk),
        sequence=session.version - 1 + is_cancelled,
        starts_at=session.starts_at,
        minutes=MINUTES,
        zone=session.planned_by.time_zone,
        title=_("Session of two"),
        words=_("What you want to talk about stands in Roost: %s") % address,
        url=address,
        is_cancelled=is_cancelled,
        changed_at=max(one for one in moments if one is not None),
    )
