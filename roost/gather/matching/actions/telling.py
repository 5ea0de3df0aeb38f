"""Tell people by mail that something waits, within the week's budget; what it is stands behind the sign-in alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.gather.matching.models import Place, Proposal, Side, Wish
from roost.ground.notify.actions import offer, withdraw
from roost.ground.notify.engine import QuietHours
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Person

QUIET = QuietHours(time(19), time(8))


def tell_of_proposals(sides: Sequence[Side]) -> None:
    """Say to those of one organisation who want mail that a question about a peer waits, as long as it does."""
    if not sides:
        return
    wanted = Wish.objects.filter(organisation=sides[0].organisation_id, by_mail=True)
    people = set(wanted.values_list("person", flat=True))
    words = _("Somebody here looks for the same as you. Say yes or no; your name is shown only if both say yes.")
    for side in sides:
        if side.person_id in people:
            until = side.proposal.until
            _send(side.person, side.organisation_id, _question(side), words, "matching:peers", until)


def withdraw_question(side: Side) -> None:
    """Let no mail about a question go out any more to whom answered it."""
    withdraw(side.person_id, [_question(side)])


def wants_mail(side: Side) -> bool:
    """Say whether who looks for a peer wants to be told by mail."""
    return Wish.objects.filter(person=side.person_id, organisation=side.organisation_id, by_mail=True).exists()


def tell_of_pair(proposal: Proposal, person: Person) -> None:
    """Say that both said yes."""
    words = _("You both said yes. Here you find who it is.")
    _send(person, proposal.organisation_id, f"matching.paired:{proposal.pk}", words, "matching:peers", None)


def tell_of_conversation(place: Place) -> None:
    """Say that this week's conversation is there, until the week is over."""
    words = _("Your conversation of this week is there: with whom, when you both work, and a question to begin with.")
    key, until = f"matching.conversation:{place.pk}", place.shown_from + timedelta(days=5)
    _send(place.person, place.organisation_id, key, words, "matching:conversations", until)


def _question(side: Side) -> str:
    return f"matching.asked:{side.pk}"


def _send(person: Person, organisation: int, key: str, words: str, page: str, until: datetime | None) -> None:
    """Offer a message whose subject, which a locked phone shows, says nothing; whoever has no address gets none."""
    if not person.email:
        return
    lines = [
        words,
        "",
        f"{settings.PUBLIC_URL}{reverse(page)}",
        "",
        _("On that page you also say that you want no mail about this."),
        "",
    ]
    message = Message(
        organisation,
        Kind.REGULAR,
        key=key,
        subject=_("Something waits for you in Roost"),
        body="\n".join(lines),
        until=until,
    )
    offer(message, to=Recipient(person.pk, person.email, zone=person.time_zone, quiet=QUIET), by=None)
