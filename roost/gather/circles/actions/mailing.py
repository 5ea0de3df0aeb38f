"""Ask people by mail, and remind them once, as far as their week's budget of messages has room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.gather.circles.models import Invitation
from roost.gather.circles.reads.offering import letter, subject_of_letter
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import offer, withdraw_each
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Affiliation, running
from roost.ground.people.reads import today_here

REMINDED_BEFORE = timedelta(days=2)
# Who was asked only yesterday need not be reminded.
ASKED_LONG_AGO = timedelta(days=2)
ASKED, REMINDED, LONGER = "circles.asked", "circles.reminded", "circles.longer"


def send_invitations(enrolment: int) -> None:
    """Offer everybody who is asked, has an address and has not answered a mail; again, it does no harm."""
    with everywhere():
        for invitation in _unanswered().filter(enrolment=enrolment):
            _offer(invitation, subject_of_letter(), ASKED)


def remind_invited() -> None:
    """Remind once who has not answered, two days before the end, where they were asked some days ago."""
    now = clock.now()
    with everywhere():
        late = _unanswered().filter(reminded_at=None, enrolment__asked_at__lt=now - ASKED_LONG_AGO)
        for invitation in late.filter(enrolment__closes_on__lte=now.date() + REMINDED_BEFORE):
            day = date_format(invitation.enrolment.closes_on, "j F")
            _offer(invitation, _("Do you want a seat in a circle? Say it until %s") % day, REMINDED)
            Invitation.objects.filter(pk=invitation.pk).update(reminded_at=now)


def tell_longer(enrolment: int) -> None:
    """Tell who has not answered that they have longer, once; mails that name another day do not go out any more."""
    with everywhere():
        for invitation in _unanswered().filter(enrolment=enrolment):
            withdraw_mails([invitation])
            day = date_format(invitation.enrolment.closes_on, "j F")
            _offer(invitation, _("You have until %s to say whether you want a seat in a circle") % day, LONGER)


def where_to_answer() -> str:
    """Give the address that mails lead to."""
    return f"{settings.PUBLIC_URL}{reverse('circles:gather')}"


def withdraw_mails(invitations: Iterable[Invitation]) -> None:
    """Take mails back that have not gone out, where they have become idle."""
    asked = [(one.person_id, one) for one in invitations if one.person_id is not None]
    withdraw_each({(person, _key(kind, one)) for person, one in asked for kind in (ASKED, REMINDED, LONGER)})


def _unanswered() -> QuerySet[Invitation]:
    """Give who was asked, has not answered, belongs to the organisation today and has an address."""
    belongs = Affiliation.objects.filter(
        running(today_here()), person=OuterRef("person"), organisation=OuterRef("organisation")
    )
    open_ones = Invitation.objects.filter(Exists(belongs), answer=Invitation.Answer.NONE, enrolment__closed_at=None)
    reachable = open_ones.exclude(person__email=None)
    return reachable.select_related("enrolment__round", "person").order_by("pk")


def _offer(invitation: Invitation, subject: str, kind: str) -> None:
    person, enrolment = invitation.person, invitation.enrolment
    if person is None or not person.email:
        return
    until = datetime.combine(enrolment.closes_on + timedelta(days=1), time(), ZoneInfo(person.time_zone))
    if until <= clock.now():
        return
    message = Message(
        invitation.organisation_id,
        Kind.REGULAR,
        key=_key(kind, invitation),
        subject=subject,
        body=letter(enrolment.round.title, enrolment.words, enrolment.closes_on, where_to_answer()),
        until=until,
    )
    # By nobody: whoever asks must not learn from what was sent whom a reminder found without an answer.
    offer(message, to=Recipient(person.pk, person.email, zone=person.time_zone), by=None)


def _key(kind: str, invitation: Invitation) -> str:
    return f"{kind}:{invitation.pk}"
