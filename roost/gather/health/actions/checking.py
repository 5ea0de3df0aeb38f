"""The quarterly check: opened by the worker or by one of them, answered once by each, closed with means alone."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.gather.circles.access import every_circle
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.health.access import circle_for, open_checks_for
from roost.gather.health.engine.check import AGAIN_AFTER, EVERY, FLOOR, OPEN_FOR, Answers, outcome
from roost.gather.health.models import Check, Taken
from roost.gather.meetings.reads import circles_that_meet
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.notify.actions import offer
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.people.models import Person
from roost.ground.release.actions import Unreadable, put_aside, shuffled, take_out

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_now(circle: SharedCircle, *, by: Person) -> Check:
    """Open a check before its quarter is over.

    Raises Conflict where one is open, where one was opened within four weeks, and where fewer than three sit there.
    """
    circle_for(by, circle.number)
    last = Check.objects.filter(circle=circle.number).aggregate(last=Max("opened_at"))["last"]
    if last is not None and clock.now() - last < AGAIN_AFTER:
        raise Conflict(_("Your circle was asked within the last four weeks. Look at it again a little later."))
    if len(circle.people) < FLOOR:
        raise Conflict(_("From three of you on this can be asked; of two, each would know who answered what."))
    check = _open(circle.number, circle.organisation)
    if check is None:
        raise Conflict(_("Your circle is being asked already."))
    return check


@transaction.atomic
def answer_check(check: Check, *, by: Person, answers: Answers) -> Check:
    """Answer a check, once, and give it as it is then; whoever answers last closes it.

    Raises NotFound where it is closed or its circle not one's own, Conflict where one has answered.
    """
    check = _hold(check, by)
    told = {"organisation_id": check.organisation_id}
    if not Taken.objects.get_or_create(check_of=check, person=by, defaults=told)[1]:
        raise Conflict(_("You have answered already. Nothing says which answers are yours, so none can be changed."))
    check.ballots = shuffled([*check.ballots, put_aside(dict(answers))])
    check.save(update_fields=["ballots"])
    if _is_over(check):
        _close(check)
    return check


def keep_checks() -> None:
    """Close what is over, and ask each circle that meets once a quarter since it met first or was asked last."""
    now = clock.now()
    with everywhere():
        unclosed = list(Check.objects.filter(closed_at=None).values_list("pk", "organisation"))
        asked = dict(Check.objects.order_by().values_list("circle").annotate(last=Max("opened_at")))
        meeting = circles_that_meet(since=now - EVERY)
    for number, organisation in unclosed:
        with touching(organisation), transaction.atomic():
            check = Check.objects.select_for_update().filter(pk=number, closed_at=None).first()
            if check is not None and _is_over(check):
                _close(check)
    for circle, organisation in meeting:
        if circle not in asked or asked[circle] <= now - EVERY:
            with touching(organisation), transaction.atomic():
                _ask(circle)


def _ask(number: int) -> None:
    found = every_circle().filter(pk=number).first()
    circle = shared_circle(found) if found is not None else None
    # Nothing could be told of two.
    if circle is None or len(circle.people) < FLOOR:
        return
    check = _open(number, circle.organisation)
    if check is not None:
        for person in Person.objects.filter(pk__in=circle.people).exclude(email=None):
            _tell(check, person)


def _open(circle: int, organisation: int) -> Check | None:
    """Open a check; None where somebody did at the same moment."""
    now = clock.now()
    try:
        with transaction.atomic():
            return Check.objects.create(
                circle_id=circle, organisation_id=organisation, opened_at=now, closes_at=now + OPEN_FOR
            )
    except IntegrityError:
        return None


def _hold(check: Check, by: Person) -> Check:
    """Give an open check as it is now, for the rest of the transaction."""
    found = open_checks_for(by).select_for_update(of=("self",)).filter(pk=check.pk).first()
    if found is None:
        raise NotFound(_("This is closed. What came out stands on your circle’s page."))
    return found


def _is_over(check: Check) -> bool:
    """Say whether its time is over, or each who sits in the circle today has answered."""
    taken = set(Taken.objects.filter(check_of=check).values_list("person", flat=True))
    return check.closes_at <= clock.now() or shared_circle(check.circle).people.keys() <= taken


def _close(check: Check) -> None:
    """Keep means, and forget who answered and what."""
    given = _opened(check)
    check.closed_at, check.answered, check.outcome = clock.now(), len(given), outcome(given) or {}
    check.ballots = []
    check.save(update_fields=["closed_at", "answered", "outcome", "ballots"])
    Taken.objects.filter(check_of=check).delete()


def _opened(check: Check) -> list[Answers]:
    try:
        return [take_out(one) for one in check.ballots]
    except Unreadable:
        logger.exception("The answers of check %s were sealed with another key, so nothing came out.", check.pk)
        return []


def _tell(check: Check, person: Person) -> None:
    page = reverse("health:check", args=[check.circle_id])
    lines = [
        _("Once a quarter a circle looks at itself: eight sentences. You see the means, from three of you on."),
        _("Nothing says who answered what, and nobody outside your circle sees any of it."),
        _("It is open until %s.") % _day(check.closes_at, person),
        "",
        f"{settings.PUBLIC_URL}{page}",
        "",
    ]
    message = Message(
        check.organisation_id,
        Kind.REGULAR,
        key=f"health.check:{check.pk}",
        subject=_("How is your circle? Eight sentences"),
        body="\n".join(lines),
        until=check.closes_at,
    )
    offer(message, to=Recipient(person.pk, person.email or "", zone=person.time_zone), by=None)


def _day(moment: datetime, person: Person) -> str:
    with timezone.override(person.time_zone):
        return date_format(timezone.localtime(moment), "l j F")
