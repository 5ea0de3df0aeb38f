"""Look up what was told, and what a link asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from roost.ground.kit.scopes import everywhere
from roost.ground.release.models import Release, Ticket
from roost.ground.release.sealing import Unreadable, opened


@dataclass(frozen=True)
class Frozen:
    """An answer that stays: what a room froze, as plain values, and since when it stands."""

    content: Any
    frozen_at: datetime


def frozen(organisation: int, *, what: str, period: str) -> Frozen | None:
    """Give what was told in answer to a question about a period, or None where nothing was yet. One query."""
    found = Release.objects.filter(organisation=organisation, what=what, period=period).first()
    return Frozen(found.content, found.frozen_at) if found else None


@dataclass(frozen=True)
class Asked:
    """A link under which somebody is asked: of which question, until when, and whether it was used."""

    organisation: int
    what: str
    ticket: int
    closes_at: datetime
    is_used: bool


def asked_by_link(secret: str) -> Asked | None:
    """Give what a link asks; None for one that leads nowhere. One query."""
    with everywhere():
        found = Ticket.objects.filter(digest=sha256(secret.encode()).hexdigest()).select_related("box").first()
    if found is None:
        return None
    return Asked(found.organisation, found.box.what, found.pk, found.box.closes_at, found.is_used)


def draft_by_link(secret: str) -> Any:
    """Give what was put in so far under a link; None where nothing was, it was sent, or the link leads nowhere.

    None, too, where it was sealed with another key: then somebody begins anew.
    """
    with everywhere():
        found = Ticket.objects.filter(digest=sha256(secret.encode()).hexdigest()).select_related("box").first()
    if found is None or not found.draft:
        return None
    try:
        return opened(found.box.salt, [found.draft])[0]
    except Unreadable:
        return None


def tickets_unused(tickets: Collection[int]) -> set[int]:
    """Give those tickets with which nobody has answered yet; for reminders alone, never for a page. One query."""
    return set(Ticket.objects.filter(pk__in=tickets, is_used=False).values_list("pk", flat=True))
