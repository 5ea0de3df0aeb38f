"""Which files of scores were handed in lately, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from roost.see.tracking.models import Delivery, Program, Status

PER_PAGE = 20


@dataclass(frozen=True)
class DeliveryLine:
    """A file in a list, in a word or two how far it is, and the number of the delivery that tells more."""

    number: int
    name: str
    told: str
    asked_at: datetime


@dataclass(frozen=True)
class DeliveriesPage:
    """A page of the files of a program."""

    page: Page[Any]
    lines: tuple[DeliveryLine, ...]


@dataclass(frozen=True)
class DeliveryPage:
    """A file, and the delivery that took back what came with it, if there is one."""

    delivery: Delivery
    withdrawal: Delivery | None
    may_withdraw: bool


def deliveries_page(program: Program, *, page: str = "") -> DeliveriesPage:
    """Give the files that are remembered, the newest first; three queries."""
    files = Delivery.objects.filter(program=program, withdraws=None).order_by("-pk")
    kept = Prefetch("withdrawals", queryset=_kept(Delivery.objects.all()), to_attr="kept_withdrawals")
    shown = Paginator(files.prefetch_related(kept), PER_PAGE).get_page(page)
    lines = []
    for file in shown:
        withdrawal = next(iter(file.kept_withdrawals), None)
        lines.append(DeliveryLine((withdrawal or file).pk, file.name, _told(file, withdrawal), file.asked_at))
    return DeliveriesPage(shown, tuple(lines))


def delivery_page(delivery: Delivery) -> DeliveryPage:
    """Say what became of a file, and whether it can be taken back; one query."""
    withdrawal = _kept(delivery.withdrawals.all()).first()
    return DeliveryPage(delivery, withdrawal, delivery.can_be_withdrawn and withdrawal is None)


def _kept(withdrawals: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return withdrawals.exclude(status=Status.REFUSED)


def _told(file: Delivery, withdrawal: Delivery | None) -> str:
    if withdrawal is not None:
        return _("Taken back") if withdrawal.is_over else _("Being taken back")
    if not file.is_over:
        return _("On its way")
    return _("Entered") if file.status == Status.DONE else _("Not entered")
