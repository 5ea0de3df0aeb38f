"""Who does what at a meeting that is being held: what `meetings` asks for."""

from __future__ import annotations

from datetime import datetime, timedelta

from roost.gather.meetings.ports import Coming
from roost.gather.rhythm.models import PlannedMeeting, Role
from roost.gather.rhythm.reads.terms import roles_today
from roost.ground.kit import clock


def first_moderator(circle: int, moment: datetime) -> int | None:
    """Give who moderates by the rota on a day of the circle's; None where none is planned. Three queries at most."""
    return roles_today(circle, moment).get(Role.MODERATOR)


def roles_for_meeting(circle: int, moment: datetime) -> list[tuple[int, str]]:
    """Give who does what on a day of the circle's, in words, in the order of roles. Three queries at most."""
    found = roles_today(circle, moment)
    return [(found[role], str(role.label)) for role in Role if role in found]


def coming_meeting(circle: int) -> Coming | None:
    """Give the meeting that is planned next, one that began within the hour among them. Two queries at most."""
    since = clock.now() - timedelta(hours=1)
    planned = PlannedMeeting.objects.filter(term__circle=circle, starts_at__gte=since)
    found = planned.order_by("starts_at").prefetch_related("duties").first()
    if found is None:
        return None
    duties = {one.role: one.person_id for one in found.duties.all()}
    return Coming(found.starts_at, [(duties[role], str(role.label)) for role in Role if role in duties])
