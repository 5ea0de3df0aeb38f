"""Mails with a link, and thanks, as far as each one's week has room."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.notify.actions import offer, withdraw, withdraw_each
from roost.ground.notify.ports import Kind, Message, Recipient, unreadable_key
from roost.ground.people.models import Person
from roost.ground.people.reads import members_on, today_here
from roost.ground.release.actions import ticket_secret
from roost.grow.feedback.models import Asking, Wave


def ask_by_mail(asking: Asking, *, secret: str = "", again: bool = False) -> None:
    """Offer a mail with the link, which is looked up where no secret is given."""
    wave, person = asking.wave, asking.witness.person
    if not person.email:
        return
    asks = wave.loop.person
    behaviour = behaviour_named(wave.loop.behaviour)
    link = reverse("feedback:answer", args=[secret or ticket_secret(asking.ticket)])
    with timezone.override(person.time_zone):
        day = date_format(timezone.localtime(wave.closes_at), "l j F")
    lines = [
        _("%(name)s wants to get better at something and asks how it comes across: %(what)s.")
        % {"name": asks, "what": behaviour.name if behaviour else ""},
        _("Two taps and, if you like, one suggestion. It takes half a minute, without signing in."),
        "",
        f"{settings.PUBLIC_URL}{link}",
        "",
        _("The link is yours alone and works once, until %s.") % day,
        _("Nobody sees what you answer: means of three and more are told."),
        "",
    ]
    subject = _("Half a minute for %s") % asks
    if again:
        subject = _("Still half a minute for %s?") % asks
    _offer(wave, person, _keys(wave, person.pk)[again], subject, lines)


def thank_by_mail(wave: Wave) -> None:
    """Thank everybody who was asked, whether they answered or not: nobody is told who did."""
    asks = wave.loop.person
    lines = [
        _("%s asked how they come across, and you were one of those asked. Thank you for your half minute.") % asks
    ]
    if wave.tries:
        lines += ["", _("What they will try next: %s") % wave.tries]
    lines.append("")
    still = members_on(wave.organisation_id, today_here())
    for witness in wave.loop.witnesses.filter(is_asked=True, person__in=still).select_related("person"):
        if witness.person.email:
            _offer(wave, witness.person, f"feedback.thanks:{wave.pk}", _("Thank you, from %s") % asks, lines)


def withdraw_asking(wave: Wave) -> None:
    """Take back mails that ask what nobody asks any more."""
    people = wave.askings.values_list("witness__person", flat=True)
    withdraw_each({(one, key) for one in people for key in _keys(wave, one)})


def withdraw_from(asking: Asking) -> None:
    """Take back mails to who would rather not be asked."""
    withdraw(asking.witness.person_id, _keys(asking.wave, asking.witness.person_id))


def _offer(wave: Wave, person: Person, key: str, subject: str, lines: list[str]) -> None:
    until = wave.closes_at if wave.closed_at is None else None
    body = "\n".join(lines)
    message = Message(wave.organisation_id, Kind.REGULAR, key=key, subject=subject, body=body, until=until)
    # By nobody, so that what was offered says no more than the mail does.
    offer(message, to=Recipient(person.pk, person.email or "", zone=person.time_zone), by=None)


def _keys(wave: Wave, person: int) -> list[str]:
    # Who was reminded had not answered: what stays of mails must not say so.
    return [unreadable_key(what, wave.pk, person) for what in ("feedback.asked", "feedback.again")]
