"""Let people answer in confidence: a link each, used once; answers sealed, without order and time, and then destroyed.

Roost itself does it on behalf of the room that asks, so no `by` is asked; whoever has a link is who may answer.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.release.models import Box, Ticket
from roost.ground.release.sealing import link_secret, opened, seal, shuffled

FORGOTTEN_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Ballot:
    """An answer, once its box is closed: the category of who gave it, and plain values."""

    category: str
    content: Any


def open_box(organisation: int, *, what: str, closes_at: datetime) -> None:
    """Begin to take answers to a question until a moment; again changes nothing."""
    told = {"salt": secrets.token_bytes(16), "closes_at": closes_at}
    Box.objects.get_or_create(organisation=organisation, what=what, defaults=told)


def issue_ticket(organisation: int, *, what: str, category: str = "") -> tuple[int, str]:
    """Give a ticket's number and the secret of its link, which is not kept."""
    box = Box.objects.get(organisation=organisation, what=what)
    told = {"organisation": organisation, "category": category}
    ticket = Ticket.objects.create(box=box, digest=secrets.token_hex(32), **told)
    return ticket.pk, _linked(ticket)


def ticket_secret(ticket: int) -> str:
    """Say the secret of a ticket's link once more; the same while the key is. Raises Conflict once it was used.

    So a reminder that never arrives, or comes while somebody answers, takes no link away.
    """
    found = Ticket.objects.filter(pk=ticket, is_used=False).select_related("box").first()
    if found is None:
        raise Conflict(_("This was answered already, or its time is over."))
    return _linked(found)


def _linked(ticket: Ticket) -> str:
    secret = link_secret(ticket.box.salt, ticket.pk)
    Ticket.objects.filter(pk=ticket.pk).exclude(digest=digest_of(secret)).update(digest=digest_of(secret))
    return secret


@transaction.atomic
def keep_draft(secret: str, *, content: Any) -> None:
    """Keep what somebody has put in so far, sealed, so that they can go on later. Raises as `cast` does."""
    ticket, box = _unused(secret)
    ticket.draft = seal(box.salt, content)
    ticket.save(update_fields=["draft"])


@transaction.atomic
def cast(secret: str, *, content: Any) -> None:
    """Answer by a link, once. What was said before is drawn into a new order together with it.

    Raises NotFound for a link that is none any more, Conflict for one that was used and once its time is over.
    """
    ticket, box = _unused(secret)
    ticket.is_used, ticket.draft = True, ""
    ticket.save(update_fields=["is_used", "draft"])
    sealed = seal(box.salt, {"category": ticket.category, "content": content})
    box.ballots = shuffled([*box.ballots, sealed])
    box.save(update_fields=["ballots"])


def _unused(secret: str) -> tuple[Ticket, Box]:
    """Lock a box, and give it with the ticket of a link that was not used yet."""
    with everywhere():
        number = Ticket.objects.filter(digest=digest_of(secret)).values_list("box", flat=True).first()
        # Of two answers at once, the second waits for the first, and finds what it wrote.
        box = Box.objects.select_for_update().filter(pk=number).first() if number else None
        ticket = Ticket.objects.filter(digest=digest_of(secret), box=box).first() if box else None
    if ticket is None or box is None:
        raise NotFound(_("This link does not lead anywhere any more."))
    if clock.now() >= box.closes_at:
        raise Conflict(_("The time to answer is over, so your answer was not kept."))
    if ticket.is_used:
        raise Conflict(_("This link was used already; what was said stays as it is."))
    return ticket, box


def close_box(organisation: int, *, what: str) -> list[Ballot]:
    """Open what was answered, in no order, once its time is over; its links lead nowhere from then on.

    Raises Conflict before that, NotFound for a box that is none or was destroyed, such as one for which nobody came
    for a month, and Unreadable where it was sealed with another key.
    """
    box = Box.objects.select_for_update().filter(organisation=organisation, what=what).first()
    if box is None:
        raise NotFound(_("Nothing was asked here."))
    if clock.now() < box.closes_at:
        raise Conflict(_("People can still answer."))
    box.tickets.all().delete()
    return [Ballot(one["category"], one["content"]) for one in opened(box.salt, shuffled(box.ballots))]


@transaction.atomic
def destroy_box(organisation: int, *, what: str) -> None:
    """Delete what was answered, whole; again changes nothing."""
    # The box before its tickets, in the order of `cast`, so that neither waits for the other.
    for box in Box.objects.select_for_update().filter(organisation=organisation, what=what):
        box.delete()


def destroy_forgotten() -> None:
    """Delete boxes that nobody opened for a month after their time, such as of somebody who was erased meanwhile."""
    with everywhere():
        Box.objects.filter(closes_at__lt=clock.now() - FORGOTTEN_AFTER).delete()


def digest_of(secret: str) -> str:
    """Give what is kept of a link's secret, in hexadecimal."""
    return sha256(secret.encode()).hexdigest()
