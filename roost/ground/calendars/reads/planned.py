"""What Roost plans with somebody: for the feed that their programs read, and for the page that tells of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from roost.ground.calendars.access import own_feed, secret_of
from roost.ground.calendars.engine import Event, write_calendar
from roost.ground.calendars.models import PlannedFeed
from roost.ground.calendars.ports import PLANNED
from roost.ground.kit import clock
from roost.ground.kit.scopes import touching
from roost.ground.people.access import organisations_of
from roost.ground.people.models import Person

# Thirteen months, so that the same month of last year and of the next is there.
REACHES = timedelta(days=396)
CALLED_OFF_SHOWN = timedelta(days=30)
REFRESH = timedelta(hours=1)
MOST_LISTED = 5


@dataclass(frozen=True)
class Written:
    """A calendar as programs read it, when it last changed, and a mark that tells it from any other."""

    content: bytes
    changed_at: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


@dataclass(frozen=True)
class PlannedPart:
    """What Roost plans with somebody next, titled as their feed has it; the feed and its addresses where there is one.

    `subscribe` is the address in the form that opens a calendar program.
    """

    feed: PlannedFeed | None
    address: str
    subscribe: str
    coming: Sequence[Event]


def planned_calendar(feed: PlannedFeed) -> Written:
    """Write what a person's feed holds: thirteen months back and ahead, and for a month what was called off.

    It changes with what is planned, and at midnight in UTC.
    """
    today = datetime.combine(clock.now().astimezone(UTC), time(), UTC)
    planned = _titled(_planned(feed.person, today - REACHES, today + REACHES), feed)
    events = [one for one in planned if not one.is_cancelled or one.changed_at >= today - CALLED_OFF_SHOWN]
    changed_at = max([today, feed.made_at, feed.changed_at, *(one.changed_at for one in events)])
    content = write_calendar(events, method="PUBLISH", name=_("Roost"), refresh=REFRESH)
    return Written(content, changed_at)


def planned_part(person: Person) -> PlannedPart:
    """Give what a person's own page says of their feed; one query, and those of the rooms that plan."""
    feed, now = own_feed(person), clock.now()
    coming = [one for one in _planned(person, now, now + REACHES) if not one.is_cancelled]
    address = f"{settings.PUBLIC_URL}{reverse('calendars:planned', args=[secret_of(feed)])}" if feed else ""
    subscribe = f"webcal://{address.partition('://')[2]}" if feed else ""
    return PlannedPart(feed, address, subscribe, _titled(coming, feed)[:MOST_LISTED])


def _planned(person: Person, since: datetime, until: datetime) -> list[Event]:
    with touching(*organisations_of(person, clock.today(person.time_zone))):
        return PLANNED.of(person.pk, since, until)


def _titled(events: Sequence[Event], feed: PlannedFeed | None) -> list[Event]:
    """Give events as they are, or saying no more than that somebody is busy."""
    if feed is None or not feed.is_busy_only:
        return list(events)
    return [replace(one, title=_("Busy (Roost)"), words="", place="", url="") for one in events]
