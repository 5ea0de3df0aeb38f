"""Which files of scores were handed in lately, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from roost.see.tracking.models import Delivery, Entry, Program, Status

PER_PAGE = 20


@dataclass(frozen=True)
class DeliveryLine:
    """A file in a list, in a word or two how far it is, and the number of the delivery that tells more."""

    number: int
    name: str
    told: str
    rows: int | None
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True)
class DeliveriesPage:
    """A page of the files of a program."""

    page: Page[Any]
    lines: tuple[DeliveryLine, ...]


@dataclass(frozen=True)
class DeliveryPage:
    """A file, and the delivery that took back what came with it, if there is one.

    Rows of the files that were `found_here_later` go with it, where they are its rows too.
    """

    delivery: Delivery
    withdrawal: Delivery | None
    may_withdraw: bool
    brought_only_reversals: bool
    found_here_later: tuple[Delivery, ...]


def deliveries_page(program: Program, *, page: str = "") -> DeliveriesPage:
    """Give the files that are remembered, the newest first; three queries."""
    files = Delivery.objects.filter(program=program, withdraws=None).select_related("asked_by").order_by("-pk")
    kept = Prefetch("withdrawals", queryset=_kept(Delivery.objects.all()), to_attr="kept_withdrawals")
    shown = Paginator(files.prefetch_related(kept), PER_PAGE).get_page(page)
    lines = []
    for file in shown:
        withdrawal = next(iter(file.kept_withdrawals), None)
        lines.append(_line(file, withdrawal))
    return DeliveriesPage(shown, tuple(lines))


def delivery_page(delivery: Delivery) -> DeliveryPage:
    """Say what became of a file, whether it can be taken back, and what that would do to later ones. Three queries."""
    withdrawal = _kept(delivery.withdrawals.all()).first()
    entered = delivery.can_be_withdrawn and withdrawal is None
    brought = entered and scores_of(delivery).exists()
    is_withdrawal = delivery.withdraws_id is not None
    return DeliveryPage(
        delivery,
        withdrawal,
        may_withdraw=brought,
        brought_only_reversals=entered and not brought,
        found_here_later=tuple(_found_here_later(delivery.withdraws or delivery)) if entered or is_withdrawal else (),
    )


def scores_of(delivery: Delivery) -> QuerySet[Entry]:
    """Give the scores that came with a file."""
    inside = Entry.objects.filter(pk__gt=delivery.after, pk__lte=delivery.upto)
    return inside.filter(program=delivery.program_id, value__isnull=False)


def _found_here_later(delivery: Delivery) -> QuerySet[Delivery]:
    """Give the files of which rows were here already when they came later: some may be rows of this one."""
    later = Delivery.objects.filter(program=delivery.program_id, pk__gt=delivery.pk, status=Status.DONE, withdraws=None)
    withdrawn = _kept(Delivery.objects.filter(withdraws=OuterRef("pk")))
    return later.filter(~Exists(withdrawn), known__gt=F("taken_back")).order_by("pk")


def _kept(withdrawals: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return withdrawals.exclude(status=Status.REFUSED)


def _line(file: Delivery, withdrawal: Delivery | None) -> DeliveryLine:
    return DeliveryLine(
        number=(withdrawal or file).pk,
        name=file.name,
        told=_told(file, withdrawal),
        rows=file.added if file.status == Status.DONE else None,
        asked_by=str(file.asked_by),
        asked_at=file.asked_at,
    )


def _told(file: Delivery, withdrawal: Delivery | None) -> str:
    if withdrawal is not None:
        return _("Taken back") if withdrawal.is_over else _("Being taken back")
    if not file.is_over:
        return _("On its way")
    if file.status != Status.DONE:
        return _("Not entered")
    return _("Entered") if file.added else _("Nothing was new")
