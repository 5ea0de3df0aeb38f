"""Mails of a 360, within each one's week."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.notify.actions import offer, withdraw, withdraw_each
from roost.ground.notify.ports import Kind, Message, Recipient, unreadable_key
from roost.ground.people.models import Person
from roost.ground.release.actions import ticket_secret
from roost.grow.threesixty.engine import Category
from roost.grow.threesixty.models import Rater, Review

MOST_REMINDERS = 2


def ask_by_mail(rater: Rater, *, secret: str = "") -> None:
    """Offer a mail with the link, which is looked up where no secret is given."""
    review = rater.review
    if not rater.person.email or rater.ticket is None or review.closes_at is None:
        return
    link = reverse("threesixty:answer", args=[secret or ticket_secret(rater.ticket)])
    with timezone.override(rater.person.time_zone):
        day = date_format(timezone.localtime(review.closes_at), "l j F")
    told = _(
        "Means of three answers and more are told, never who said what, and not who answered unless a whole group did."
    )
    if rater.category == Category.MANAGER:
        told = _("You are asked as the manager, so what you answer is told as yours.")
    lines = [
        _("%s asks those around them for a 360: what you see them do at work, for their own development alone.")
        % review.person,
        _("It takes about eight minutes, without signing in. You can stop and go on later."),
        "",
        f"{settings.PUBLIC_URL}{link}",
        "",
        _("The link is yours alone, until %s.") % day,
        told,
        "",
    ]
    subject = _("A 360 for %s") if not rater.reminders else _("Still open: a 360 for %s")
    _offer(review, rater.person, _keys(rater)[rater.reminders], subject % review.person, lines)


def tell_approver(review: Review) -> None:
    """Ask who looks over it to do so."""
    if review.approver is not None:
        page = reverse("threesixty:approve", args=[review.pk])
        lines = [
            _("%s prepares a 360 and asks you to look over who will be asked. It takes a minute.") % review.person,
            "",
            f"{settings.PUBLIC_URL}{page}",
            "",
        ]
        key = f"threesixty.proposed:{review.pk}:{clock.now():%Y%m%d%H%M%S}"
        _offer(review, review.approver, key, _("Who should be asked about %s?") % review.person, lines)


def tell_closed(review: Review) -> None:
    """Tell who reads it with the person that it is there; without one, the person."""
    if review.debriefer is not None:
        page = reverse("threesixty:debrief", args=[review.pk])
        words = _("%s’s 360 has closed. You read it first, and open it when you talk, in a week at the latest.")
        lines = [words % review.person, "", f"{settings.PUBLIC_URL}{page}", ""]
        subject = _("%s’s 360 is ready to be talked about") % review.person
        _offer(review, review.debriefer, f"threesixty.closed:{review.pk}", subject, lines)
    else:
        page = reverse("threesixty:report", args=[review.pk])
        lines = [_("Your 360 has closed. Take an hour for it."), "", f"{settings.PUBLIC_URL}{page}", ""]
        _offer(review, review.person, f"threesixty.closed:{review.pk}", _("Your 360 is here"), lines)


def withdraw_asking(review: Review) -> None:
    """Take back mails that ask what nobody asks any more."""
    withdraw_each({(one.person_id, key) for one in review.raters.all() for key in _keys(one)})


def withdraw_from(rater: Rater) -> None:
    """Take back mails to who would rather not be asked."""
    withdraw(rater.person_id, _keys(rater))


def _offer(review: Review, person: Person, key: str, subject: str, lines: list[str]) -> None:
    if person.email:
        until = review.closes_at if review.closed_at is None else None
        message = Message(
            review.organisation_id, Kind.REGULAR, key=key, subject=subject, body="\n".join(lines), until=until
        )
        # By nobody, so that what was offered says no more than the mail does.
        offer(message, to=Recipient(person.pk, person.email, zone=person.time_zone), by=None)


def _keys(rater: Rater) -> list[str]:
    # Who was reminded had not answered: what stays of mails must not say so.
    numbers = range(MOST_REMINDERS + 1)
    return [unreadable_key(f"threesixty.asked.{number}", rater.review_id, rater.person_id) for number in numbers]
