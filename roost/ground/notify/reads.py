"""What the outbox still holds."""

from __future__ import annotations

from django.db.models import QuerySet

from roost.ground.notify.models import Outbox


def waiting() -> QuerySet[Outbox]:
    """Give what is accepted and not yet delivered."""
    return Outbox.objects.filter(sent_at=None, given_up_at=None)
