"""Tell one other of the circle that confidence was broken, without a word of what happened; and take it back."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.confidence.access import circle_for
from roost.gather.confidence.models import Report
from roost.gather.confidence.reads import is_paused
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.notify.actions import offer, withdraw_each
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Person

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def tell_one(circle: SharedCircle, *, by: Person, to: int) -> Report:
    """Tell one other of the circle; who told somebody before tells somebody else instead.

    Raises NotFound for who does not sit in the circle, InputError for anybody who is not one of the others, Conflict
    while it pauses: then all know.
    """
    circle_for(by, circle.number)
    if to not in circle.people or to == by.pk:
        raise InputError(_("Choose one of the others of your circle."))
    if is_paused(circle.number):
        raise Conflict(_("Your circle pauses already, until you have talked."))
    before = Report.objects.select_for_update().filter(circle=circle.number, person=by).first()
    if before is not None and before.told_id == to:
        return before
    if before is not None:
        _let_go(before)
    told = {"organisation_id": circle.organisation, "told_id": to, "told_at": clock.now()}
    # Of two presses at once, the second finds what the first told.
    report, is_new = Report.objects.get_or_create(circle_id=circle.number, person=by, defaults=told)
    if is_new:
        _offer(report)
    return report


@transaction.atomic
def take_back(circle: SharedCircle, *, by: Person) -> None:
    """Let go what one told, settled or taken back; where nothing is told, nothing changes."""
    circle_for(by, circle.number)
    for report in Report.objects.filter(circle=circle.number, person=by):
        _let_go(report)


def let_all_go(circle: SharedCircle) -> None:
    """Let go what anybody told in a circle; from then on nobody knows who it was."""
    for report in Report.objects.filter(circle=circle.number):
        _let_go(report)


def forget_reports() -> None:
    """Let go what was told a month ago, what one who left is part of, and what was told while a pause began."""
    with everywhere():
        found = list(Report.objects.values_list("pk", "organisation"))
    for number, organisation in found:
        with touching(organisation), transaction.atomic():
            held = Report.objects.select_for_update(of=("self",)).select_related("circle__round")
            report = held.filter(pk=number).first()
            if report is None:
                continue
            sitting = shared_circle(report.circle).people
            is_old = report.told_at <= clock.now() - KEPT_FOR
            is_late = is_paused(report.circle_id)
            if is_old or is_late or report.person_id not in sitting or report.told_id not in sitting:
                _let_go(report)


def _offer(report: Report) -> None:
    told = Person.objects.get(pk=report.told_id)
    if not told.email:
        return
    lines = [
        _("One of your circle would like to talk with you, soon, about something that concerns your circle."),
        _("Who, and what helps, stands in Roost until it is settled."),
        "",
        f"{settings.PUBLIC_URL}{reverse('confidence:confidence', args=[report.circle_id])}",
        "",
    ]
    message = Message(
        report.organisation_id,
        Kind.REGULAR,
        key=_key(report),
        subject=_("Somebody of your circle would like to talk with you"),
        body="\n".join(lines),
        until=report.told_at + KEPT_FOR,
    )
    offer(message, to=Recipient(told.pk, told.email, zone=told.time_zone), by=None)


def _let_go(report: Report) -> None:
    withdraw_each({(report.told_id, _key(report))})
    report.delete()


def _key(report: Report) -> str:
    return key_of("told", report.pk)


def key_of(what: str, number: int) -> str:
    """Give the key of a mail so that what stays of it for weeks, once it went out, does not say what it was about."""
    return salted_hmac("roost.gather.confidence", f"{what}:{number}", algorithm="sha256").hexdigest()
