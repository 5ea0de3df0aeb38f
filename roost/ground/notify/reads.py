"""What people were sent, what room is left, and how the outbox stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from roost.ground.kit.scopes import everywhere
from roost.ground.notify.engine import WEEKLY_BUDGET, week_of
from roost.ground.notify.models import Outbox


def waiting() -> QuerySet[Outbox]:
    """Give what is accepted and not yet delivered."""
    return Outbox.objects.filter(sent_at=None, given_up_at=None)


def room_left(person: int, zone: str, moment: datetime) -> int:
    """Say how many regular messages a person's week, on their calendar, can still take. One query."""
    with everywhere():
        taken = Outbox.objects.filter(person=person, week=week_of(moment, zone), slot__isnull=False).count()
    return WEEKLY_BUDGET - taken


@dataclass(frozen=True)
class Sent:
    """A message as its recipient may look it up."""

    organisation: int
    subject: str
    body: str
    sent_at: datetime


def messages_to(person: int, *, limit: int = 50) -> list[Sent]:
    """Give the latest messages delivered to a person, the newest first. One query."""
    with everywhere():
        rows = Outbox.objects.filter(person=person, sent_at__isnull=False).order_by("-sent_at", "-pk")[:limit]
        return [Sent(row.organisation, row.subject, row.body, row.sent_at) for row in rows if row.sent_at]


@dataclass(frozen=True)
class OutboxState:
    """How the outbox of the whole installation stands, without saying whom it writes to."""

    waiting: int
    oldest_due: datetime | None
    given_up: int


def outbox_state(moment: datetime) -> OutboxState:
    """Count what waits and what was given up, and say since when the oldest message is due. One query."""
    undelivered = Q(sent_at=None, given_up_at=None)
    with everywhere():
        found = Outbox.objects.aggregate(
            waiting=Count("pk", filter=undelivered),
            oldest_due=Min("not_before", filter=undelivered & Q(not_before__lte=moment)),
            given_up=Count("pk", filter=Q(given_up_at__isnull=False)),
        )
    return OutboxState(**found)
