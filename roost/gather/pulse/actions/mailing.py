"""Mails of a pulse, as far as each one's week has room."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.gather.pulse.engine import CLOSES_AFTER, REPLY_WITHIN
from roost.gather.pulse.models import Asked, Pulse
from roost.gather.pulse.reads.naming import instrument_of
from roost.gather.pulse.reads.waiting import says_anything
from roost.ground.notify.actions import offer, withdraw_each
from roost.ground.notify.ports import Kind, Message, Recipient, unreadable_key
from roost.ground.people.models import Person
from roost.ground.people.reads import members_on, today_here
from roost.ground.release.actions import ticket_secret


def ask_by_mail(asked: Asked, *, secret: str = "", again: bool = False) -> None:
    """Offer a mail with the link, which is looked up where no secret is given."""
    pulse, person = asked.pulse, asked.person
    assert asked.ticket is not None, asked.pk
    link = reverse("pulse:answer", args=[secret or ticket_secret(asked.ticket)])
    subject = _("Still two minutes for your team?") if again else _("Two minutes for your team")
    lines = [
        _("%(name)s asks everybody in the team: %(what)s. It takes two minutes, without signing in.")
        % {"name": pulse.asks, "what": instrument_of(pulse).title},
        "",
        f"{settings.PUBLIC_URL}{link}",
        "",
        _("The link is yours alone and works once, until %s.") % _day(pulse, person),
        _("Nobody sees what you answer. The team reads first what all said together; then %s does, and answers you.")
        % pulse.asks,
    ]
    _offer(pulse, person, _asking_keys(pulse, person.pk)[again], subject, lines, lasts=True)


def withdraw_asking(pulse: Pulse) -> None:
    """Take back mails that ask what nobody asks any more."""
    people = pulse.asked.values_list("person", flat=True)
    withdraw_each({(one, key) for one in people for key in _asking_keys(pulse, one)})


def tell_team(pulse: Pulse) -> None:
    """Tell everybody who was asked that it is there for them to read, before their leader does."""
    lines = [_("What your team answered is there.")]
    if pulse.leader is not None:
        lines = [_("What your team answered is there. You read it two days before %s does.") % pulse.asks]
    if not says_anything(pulse):
        lines = [_("Nothing is told to anybody: too few answered, or what one of you said could be worked out.")]
    _tell_everybody(pulse, f"pulse.told:{pulse.pk}", _("What your team said"), [*lines, "", _address(pulse)])


def tell_leader(pulse: Pulse) -> None:
    """Tell the leader that it is their turn to read, and to answer until when."""
    lines = [
        _("Your team has read what all of them said together. Read it now, and answer in three lines until %s:")
        % _due(pulse),
        _("what you heard, what you do not know, what you will try."),
        "",
        _address(pulse),
    ]
    _offer(pulse, pulse.leader, f"pulse.leader:{pulse.pk}", _("Your team has spoken"), lines)


def urge_leader(pulse: Pulse, times: int) -> None:
    """Remind the leader that the team waits."""
    lines = [_("Your team waits for your three lines until %s.") % _due(pulse), "", _address(pulse)]
    _offer(pulse, pulse.leader, f"pulse.urge:{pulse.pk}:{times}", _("Your team waits for your answer"), lines)


def tell_reply(pulse: Pulse) -> None:
    """Bring everybody who was asked what their leader answered."""
    lines = [
        _("What I heard: %s") % pulse.heard,
        _("What I do not know: %s") % pulse.unknown,
        _("What I will try: %s") % pulse.tries,
        "",
        _address(pulse),
    ]
    _tell_everybody(pulse, f"pulse.reply:{pulse.pk}", _("%s answers your team") % pulse.asks, lines)


def _tell_everybody(pulse: Pulse, key: str, subject: str, lines: list[str]) -> None:
    still = members_on(pulse.organisation_id, today_here())
    for one in pulse.asked.filter(person__in=still).select_related("person").order_by("pk"):
        _offer(pulse, one.person, key, subject, lines)


def _offer(
    pulse: Pulse, person: Person | None, key: str, subject: str, lines: list[str], *, lasts: bool = False
) -> None:
    if person is None or not person.email:
        return
    until = pulse.asked_at + CLOSES_AFTER if lasts else None
    body = "\n".join([*lines, ""])
    message = Message(pulse.organisation_id, Kind.REGULAR, key=key, subject=subject, body=body, until=until)
    # By nobody, so that what was offered says no more than the mail does.
    offer(message, to=Recipient(person.pk, person.email, zone=person.time_zone), by=None)


def _day(pulse: Pulse, person: Person) -> str:
    with timezone.override(person.time_zone):
        return date_format(timezone.localtime(pulse.closes_at), "l j F")


def _due(pulse: Pulse) -> str:
    assert pulse.closed_at is not None
    with timezone.override(pulse.leader.time_zone if pulse.leader else None):
        return date_format(timezone.localtime(pulse.closed_at + REPLY_WITHIN), "l j F")


def _address(pulse: Pulse) -> str:
    return f"{settings.PUBLIC_URL}{reverse('pulse:pulse', args=[pulse.pk])}"


def _asking_keys(pulse: Pulse, person: int) -> list[str]:
    # Who was reminded had not answered: what stays of mails must not say so.
    return [unreadable_key(what, pulse.pk, person) for what in ("pulse.asked", "pulse.again")]
