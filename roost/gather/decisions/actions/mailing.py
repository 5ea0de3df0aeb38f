"""Mails about a question, an ending and a wish to be seated anew, as far as each one's week has room.

None names anybody: not even the circle, which may be called after its people.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.decisions.models import Ending, Question, Reseating
from roost.gather.decisions.reads import closes_unanswered
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import offer, withdraw_each
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Person

WORTH_TELLING = timedelta(days=14)


def send_mails() -> None:
    """Offer what is open and was not offered before; Today and the circle's page say the same."""
    with everywhere():
        for question in Question.objects.filter(decided_at=None).select_related("circle__round"):
            for person in _reachable(shared_circle(question.circle)):
                _offer_question(question, person)
        for ending in Ending.objects.select_related("circle__round"):
            for person in _reachable(shared_circle(ending.circle)):
                _offer_ending(ending, person)
        fresh = Reseating.objects.filter(ended_at__gt=clock.now() - WORTH_TELLING).exclude(round__convener__email=None)
        for one in fresh.select_related("round__convener"):
            _offer_reseating(one)


def withdraw_question(question: Question, circle: SharedCircle) -> None:
    """Take mails back that ask what is decided by now."""
    withdraw_each({(person, _key("question", question)) for person in circle.people})


def withdraw_ending(ending: Ending, circle: SharedCircle) -> None:
    """Take mails back about an ending that is stopped or past."""
    withdraw_each({(person, _key("ending", ending)) for person in circle.people})


def _reachable(circle: SharedCircle) -> list[Person]:
    return list(Person.objects.filter(pk__in=circle.people).exclude(email=None).order_by("pk"))


def _offer_question(question: Question, person: Person) -> None:
    with timezone.override(person.time_zone):
        day = date_format(timezone.localtime(question.closes_at), "l j F")
    if len(question.offered) > 2:
        subject = _("How does your circle go on?")
        first = _("Your circle is asked how it goes on: as it is, anew with other people, or not.")
    else:
        subject = _("How does your circle go on? Two answers remain")
        first = _("No answer had more than half of you. Your circle is asked once more, between the two named most.")
    if closes_unanswered(question):
        until = _("You can answer until %s. If nobody does, the circle ends three weeks later.")
    else:
        until = _("You can answer until %s. If nobody does, nothing is decided.")
    words = _("It takes one press. Nobody sees who says what; all of you read what came out.")
    lines = [first, words, "", until % day]
    _offer(person, question.organisation_id, _key("question", question), subject, lines, question.closes_at, question)


def _offer_ending(ending: Ending, person: Person) -> None:
    day = date_format(ending.ends_on, "l j F")
    lines = [
        _("Your circle ends on %s.") % day,
        _("You can meet a last time until then: what you learned, what each takes along, thanks."),
        _("What the circle keeps in Roost is deleted on that day. Take along before what you wrote yourself."),
    ]
    if ending.can_be_stopped:
        lines.append(_("Until then any of you can stop it. Then all of you are asked once more."))
    subject = _("Your circle ends on %s") % day
    until = datetime.combine(ending.ends_on, time.min, UTC)
    _offer(person, ending.organisation_id, _key("ending", ending), subject, lines, until, ending)


def _offer_reseating(one: Reseating) -> None:
    convener = one.round.convener
    if convener is None:
        return
    lines = [
        _("A circle of a round that you convene has ended, and its people ask to be seated anew."),
        _("Which one it is, and how to go on, you find under Gather."),
    ]
    subject = _("A circle asks to be seated anew")
    until = one.ended_at + WORTH_TELLING
    _offer(convener, one.organisation_id, _key("anew", one), subject, lines, until, None)


def _offer(
    person: Person,
    organisation: int,
    key: str,
    subject: str,
    lines: Sequence[str],
    until: datetime,
    about: Question | Ending | None,
) -> None:
    if until <= clock.now():
        return
    page = reverse("decisions:decision", args=[about.circle_id]) if about is not None else reverse("circles:gather")
    body = "\n".join([*lines, "", f"{settings.PUBLIC_URL}{page}", ""])
    message = Message(organisation, Kind.REGULAR, key=key, subject=subject, body=body, until=until)
    # By nobody: who asked, and who stopped, is said to nobody.
    offer(message, to=Recipient(person.pk, person.email or "", zone=person.time_zone), by=None)


def _key(what: str, row: Question | Ending | Reseating) -> str:
    return f"decisions.{what}:{row.pk}"
