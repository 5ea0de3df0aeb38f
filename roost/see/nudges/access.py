"""The only way to hold plans and reminders: one's own, and nobody else's. A link in a mail names one reminder."""

from __future__ import annotations

from datetime import date, timedelta

from django.core import signing
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.people.access import organisations_of
from roost.ground.people.models import Person
from roost.ground.people.reads import today_here
from roost.see.nudges.models import Occasion, Plan, Wishes

REPLY, STOP = "nudges.reply", "nudges.stop"
LINKS_HOLD = timedelta(days=14)


def own_plans(person: Person) -> QuerySet[Plan]:
    """Give everything that a person wants or wanted to be reminded of, the earliest first."""
    return Plan.objects.filter(person=person).order_by("pk")


def plan_for(person: Person, number: int) -> Plan:
    """Give one of the person's own plans; raises NotFound for anybody else's."""
    found = own_plans(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such reminder of yours."))
    return found


def plans_up(wishes: Wishes, day: date) -> list[Plan]:
    """Give the person's plans that may come to mind on a day, whatever calls for them; none while all are paused."""
    if wishes.paused:
        return []
    running = Plan.objects.filter(person=wishes.person_id, ended_at=None).order_by("pk")
    return [one for one in running if one.is_up_on(day)]


def plan_of_form(person: Person, key: str) -> Plan | None:
    """Give the person's own plan that a form made, if it made one."""
    return own_plans(person).filter(key=key).first()


def latest_occasions(person: Person) -> QuerySet[Occasion]:
    """Give the latest reminder of each plan that has not ended, the one that was given first in front."""
    found = Occasion.objects.filter(person=person, number=F("plan__reminded"), plan__ended_at=None)
    return found.select_related("plan").order_by("given_at", "pk")


def occasion_for(person: Person, number: int) -> Occasion:
    """Give a reminder that the person was given; raises NotFound for anybody else's, and once its plan is deleted."""
    found = Occasion.objects.filter(person=person, pk=number, plan__isnull=False).select_related("plan").first()
    if found is None:
        raise NotFound(_("There is no such reminder of yours."))
    return found


def wishes_of(person: Person) -> Wishes:
    """Give how a person wants to be reminded: as they said, or as it is for everybody at first."""
    return Wishes.objects.filter(person=person).first() or Wishes(person=person)


def sign_reply(occasion: Occasion) -> str:
    """Give the secret of a mail's link, with which this one reminder is answered without signing in."""
    return signing.dumps(occasion.pk, salt=REPLY)


def sign_stop(wishes: Wishes) -> str:
    """Give the secret of a mail's link, with which reminders by mail are ended without signing in."""
    return signing.dumps(wishes.pk, salt=STOP)


def occasion_behind(token: str) -> Occasion | None:
    """Give the reminder that a mail's link is about, without a sign-in; None once the link is over.

    It holds for two weeks, until the next reminder of the plan comes, and while the person belongs.
    """
    number, since = _told_by(token, REPLY), clock.now() - LINKS_HOLD
    with everywhere():
        latest = Occasion.objects.filter(number=F("plan__reminded"), plan__ended_at=None)
        found = latest.filter(pk=number, given_at__gt=since).select_related("plan", "person").first()
    if found is None or not found.person.is_active:
        return None
    return found if found.organisation_id in organisations_of(found.person, today_here()) else None


def wishes_behind(token: str) -> Wishes | None:
    """Give whose reminders by mail a link ends, without a sign-in; such a link holds as long as there is mail."""
    return Wishes.objects.filter(pk=_told_by(token, STOP)).select_related("person").first()


def _told_by(token: str, salt: str) -> int:
    """Give the number that a link's secret carries; 0, which is nobody's, for a wrong one."""
    try:
        number = signing.loads(token, salt=salt)
    except signing.BadSignature:
        return 0
    return number if isinstance(number, int) else 0
