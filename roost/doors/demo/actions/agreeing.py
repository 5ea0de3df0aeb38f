"""Let a member's circles agree on how they meet: one did, one waits for the member's signature, one has not begun."""

from __future__ import annotations

from datetime import datetime, timedelta

from roost.gather.charters.access import versions_of
from roost.gather.charters.actions import propose_charter, sign_charter
from roost.gather.charters.engine.choices import Choices
from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.ground.kit import clock
from roost.ground.people.models import Person

AGREED, PROPOSED = timedelta(weeks=13), timedelta(days=1)
MONTHLY = Choices(weeks=4, breach="all", moderating="round")


def let_circles_agree(member: Person, *, now: datetime) -> None:
    """Let the oldest circle of a member sign all, and the newest all but the member."""
    sitting = list(visible_memberships(member).filter(circle__round__isnull=False))
    if len(sitting) < 2:
        return
    newest, oldest = (shared_circle(circle_for(member, one.circle_id)) for one in (sitting[0], sitting[-1]))
    with clock.at(now - AGREED):
        _propose(oldest, Choices(minutes=90), awaited=None)
    with clock.at(now - PROPOSED):
        _propose(newest, MONTHLY, awaited=member)


def _propose(circle: SharedCircle, choices: Choices, *, awaited: Person | None) -> None:
    """Let one propose and the others sign, but for who is awaited; what is there already stays."""
    if versions_of(circle.number).exists():
        return
    people = [one for one in Person.objects.in_bulk(circle.people).values() if one != awaited]
    people.sort(key=lambda one: circle.people[one.pk])
    version = propose_charter(circle, by=people[0], choices=choices, after=0)
    for one in people[1:]:
        sign_charter(version, by=one)
