"""Let somebody of a member's newest circle have told the member that confidence was broken."""

from __future__ import annotations

from datetime import datetime, timedelta

from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.reads import shared_circle
from roost.gather.confidence.access import pause_in, reports_to
from roost.gather.confidence.actions import tell_one
from roost.ground.kit import clock
from roost.ground.people.models import Person

TOLD = timedelta(hours=20)


def let_one_tell(member: Person, *, now: datetime) -> None:
    """Let the last by name of the others tell the member; what is there already stays."""
    newest = visible_memberships(member).filter(circle__round__isnull=False).first()
    if newest is None or reports_to(member).exists() or pause_in(newest.circle_id) is not None:
        return
    circle = shared_circle(circle_for(member, newest.circle_id))
    others = [who for who in circle.people if who != member.pk]
    if others:
        with clock.at(now - TOLD):
            tell_one(circle, by=Person.objects.get(pk=others[-1]), to=member.pk)
