"""Let people of a circle have promised something: for tomorrow, for later, and one who told how it went."""

from __future__ import annotations

from datetime import datetime, timedelta

from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.reads import shared_circle
from roost.gather.commitments.access import commitments_in
from roost.gather.commitments.actions import promise, settle
from roost.ground.kit import clock
from roost.ground.people.models import Person

PROMISED, TOLD = timedelta(days=5), timedelta(minutes=20)


def let_circle_promise(member: Person, *, now: datetime) -> None:
    """Let people of the oldest circle have said aloud what they will do, the member for tomorrow.

    Words are sealed in browsers alone, so that none are written here.
    """
    sitting = visible_memberships(member).filter(circle__round__isnull=False).last()
    if sitting is None or commitments_in(sitting.circle_id).exists():
        return
    circle = shared_circle(circle_for(member, sitting.circle_id))
    others = [Person.objects.get(pk=number) for number in circle.people if number != member.pk][:3]
    with clock.at(now):
        day = clock.today(member.time_zone)
    made = []
    with clock.at(now - PROMISED):
        for person, days in zip([member, *others], (1, -1, 9, 16), strict=False):
            made.append(promise(circle, by=person, due=day + timedelta(days=days)))
    with clock.at(now - TOLD):
        settle(made[1], by=made[1].person)
