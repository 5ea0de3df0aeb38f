"""The only way to hold a calendar: as the person whose it is, or by the secret address of their own feed."""

from __future__ import annotations

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from roost.ground.calendars.models import Calendar, PlannedFeed
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Person

SIGNER = signing.Signer(sep=".", salt="calendars.planned")


def visible_calendars(person: Person) -> QuerySet[Calendar]:
    """Give a person's own calendars, the oldest first."""
    return Calendar.objects.filter(person=person).order_by("pk")


def calendar_for(person: Person, number: int) -> Calendar:
    """Give a calendar to its person; raises NotFound for everybody else, administrators included."""
    found = visible_calendars(person).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such calendar."))
    return found


def own_feed(person: Person) -> PlannedFeed | None:
    """Give the feed at which a person's programs read what is planned with them, if they made one."""
    return PlannedFeed.objects.filter(person=person).first()


def secret_of(feed: PlannedFeed) -> str:
    """Give what stands in a feed's address and nobody can guess: 96 random bits, and 256 that vouch for them."""
    return SIGNER.sign(feed.seed)


def feed_behind(secret: str) -> PlannedFeed | None:
    """Give the feed of an address, without a sign-in; None where it ended, was renewed or its person is gone."""
    try:
        seed = SIGNER.unsign(secret)
    except signing.BadSignature:
        return None
    return PlannedFeed.objects.filter(seed=seed, person__is_active=True).select_related("person").first()
