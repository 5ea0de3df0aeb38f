"""Somebody missed more than their circle agreed on: the others are asked, once, what they want to do."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from roost.gather.circles.access import every_circle
from roost.gather.circles.actions import part_with
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.decisions.access import circle_for, ending_of
from roost.gather.decisions.engine.deciding import OPEN_FOR, is_ripe
from roost.gather.decisions.engine.misses import Say, comes_of, is_asked
from roost.gather.decisions.models import Misses, MissesAnswer
from roost.gather.decisions.reads.misses import circles_with_charter, who_missed_too_much
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.notify.actions import offer, withdraw_each
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Person


def ask_about_misses() -> None:
    """Ask circles that go on about who missed more than their charter allows."""
    with everywhere():
        found = circles_with_charter()
    for number, organisation in found:
        with touching(organisation), transaction.atomic():
            circle = every_circle().filter(pk=number).first()
            if circle is None:
                continue
            shared = shared_circle(circle)
            if ending_of(number) is None:
                for person in who_missed_too_much(number):
                    if is_asked(person, shared.people):
                        _open(shared, person)


@transaction.atomic
def answer_about_misses(misses: Misses, *, by: Person, say: str) -> Misses:
    """Say what one wants to do about somebody's misses; said again, the last counts. The last answer decides.

    Raises NotFound for whom it is about and who does not sit in the circle, Conflict once it is decided or the circle
    is not asked any more: somebody left, it ends, or it was corrected. Raises InputError for what is not on offer.
    """
    found = circle_for(by, misses.circle_id)
    held = Misses.objects.select_for_update().filter(pk=misses.pk).first()
    if held is None or held.person_id == by.pk:
        raise NotFound(_("There is no such question."))
    circle = shared_circle(found)
    if held.decided_at is not None or clock.now() >= held.closes_at:
        raise Conflict(_("This is decided already, so your answer did not count any more."))
    if not _is_still_asked(held, circle):
        raise Conflict(_("Something has changed since then, so this is not asked any more."))
    if say not in set(Say):
        raise InputError(_("Choose one of the answers."))
    told = {"say": say, "organisation_id": held.organisation_id}
    MissesAnswer.objects.update_or_create(misses=held, person=by, defaults=told)
    _settle(held, circle)
    return held


def settle_misses() -> None:
    """Decide what is ripe although nobody answered since, forget whom a circle is not asked about any more.

    Tell who was parted with until that has gone out.
    """
    with everywhere():
        found = list(Misses.objects.values_list("pk", "organisation"))
    for number, organisation in found:
        with touching(organisation), transaction.atomic():
            misses = Misses.objects.select_for_update().filter(pk=number).first()
            if misses is None:
                continue
            circle = shared_circle(misses.circle)
            if misses.outcome == Say.PART:
                _tell_parted(misses, circle)
            elif misses.person_id not in circle.people:
                _take_back(misses, circle)
            elif misses.decided_at is None:
                _settle_or_take_back(misses, circle)


def _settle_or_take_back(misses: Misses, circle: SharedCircle) -> None:
    if _is_still_asked(misses, circle):
        _settle(misses, circle)
    else:
        _take_back(misses, circle)


def _is_still_asked(misses: Misses, circle: SharedCircle) -> bool:
    """Say whether a circle is asked still: enough others sit there, it goes on, and nothing was corrected since."""
    if not is_asked(misses.person_id, circle.people) or ending_of(circle.number) is not None:
        return False
    return misses.person_id in who_missed_too_much(circle.number)


def _settle(misses: Misses, circle: SharedCircle) -> None:
    others = frozenset(circle.people) - {misses.person_id}
    given = {
        one.person_id: Say(one.say) for one in MissesAnswer.objects.filter(misses=misses) if one.person_id in others
    }
    now = clock.now()
    if not is_ripe(others, frozenset(given), closes_at=misses.closes_at, now=now):
        return
    outcome = comes_of(given, others=others)
    MissesAnswer.objects.filter(misses=misses).delete()
    misses.decided_at, misses.outcome = now, outcome.value
    misses.save(update_fields=["decided_at", "outcome"])
    _withdraw(misses, circle)
    if outcome is Say.PART:
        part_with(misses.circle, misses.person_id)
        _tell_parted(misses, shared_circle(misses.circle))


def _open(circle: SharedCircle, person: int) -> None:
    now = clock.now()
    told = {"organisation_id": circle.organisation, "opened_at": now, "closes_at": now + OPEN_FOR}
    misses, is_new = Misses.objects.get_or_create(
        circle_id=circle.number, person_id=person, decided_at=None, defaults=told
    )
    if is_new:
        for one in Person.objects.filter(pk__in=set(circle.people) - {person}).exclude(email=None):
            lines = [
                _("Your circle is asked about something that you agreed on in your charter. It takes one press."),
                _("Nobody sees who says what."),
            ]
            subject = _("Your circle is asked something")
            _offer(_key(misses), misses, one, subject, lines, until=misses.closes_at, page=_page(circle.number))


def _tell_parted(misses: Misses, circle: SharedCircle) -> None:
    """Tell who was parted with by one mail, once their week has room for it, and forget it after two weeks."""
    until = (misses.decided_at or clock.now()) + OPEN_FOR
    if misses.person_id in circle.people or until <= clock.now():
        misses.delete()
        return
    if not misses.person.email:
        return
    lines = [
        _("You missed more meetings than your circle had agreed on. The others decided to go on without you."),
        _("What you wrote there is yours; where you kept a copy, it stays yours."),
        _("If you would like to sit in a circle again, Gather is open to you. Nobody else reads of this."),
    ]
    key, page = _key(misses, "parted"), reverse("circles:gather")
    _offer(key, misses, misses.person, _("Your circle goes on without you"), lines, until=until, page=page)


def _offer(
    key: str, misses: Misses, person: Person, subject: str, lines: list[str], *, until: datetime, page: str
) -> None:
    body = "\n".join([*lines, "", f"{settings.PUBLIC_URL}{page}", ""])
    message = Message(misses.organisation_id, Kind.REGULAR, key=key, subject=subject, body=body, until=until)
    offer(message, to=Recipient(person.pk, person.email or "", zone=person.time_zone), by=None)


def _take_back(misses: Misses, circle: SharedCircle) -> None:
    _withdraw(misses, circle)
    misses.delete()


def _withdraw(misses: Misses, circle: SharedCircle) -> None:
    withdraw_each({(person, _key(misses)) for person in circle.people})


def _page(circle: int) -> str:
    return reverse("decisions:misses", args=[circle])


def _key(misses: Misses, what: str = "asked") -> str:
    """Give the key of a mail so that what stays of it for weeks, once it went out, does not say what it was about."""
    return salted_hmac("roost.gather.decisions.misses", f"{what}:{misses.pk}", algorithm="sha256").hexdigest()
