"""What the outbox still holds, and from whom its mail comes."""

from __future__ import annotations

from collections.abc import Collection
from email.utils import parseaddr

from django.conf import settings
from django.db.models import QuerySet

from roost.ground.kit.scopes import everywhere
from roost.ground.notify.models import Outbox


def waiting() -> QuerySet[Outbox]:
    """Give what is accepted and not yet delivered."""
    return Outbox.objects.filter(sent_at=None, given_up_at=None)


def untouched(person: int, keys: Collection[str]) -> set[str]:
    """Give under which of these keys a message waits of which nothing can have arrived yet; one query.

    Who takes back an invitation that is among them need not call it off.
    """
    with everywhere():
        return set(waiting().filter(person=person, key__in=keys, attempts=0).values_list("key", flat=True))


def sender() -> tuple[str, str]:
    """Give the name and the address that mail comes from: programs trust an invitation whose organizer is the same."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)
