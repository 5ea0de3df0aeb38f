"""Let a person's programs read what Roost plans with them, by an address that only those have."""

from __future__ import annotations

import secrets

from django.db import transaction

from roost.ground.activity.actions import Told, record
from roost.ground.calendars.actions.adding import insist_own
from roost.ground.calendars.actions.verbs import PUBLISHED
from roost.ground.calendars.models import PlannedFeed
from roost.ground.kit import clock
from roost.ground.people.access import organisation_for
from roost.ground.people.models import Person

BYTES_OF_CHANCE = 12


@transaction.atomic
def publish_planned(person: Person, *, by: Person) -> PlannedFeed:
    """Give a person's feed an address, or a new one: what had the old one reads nothing any more."""
    insist_own(person, by)
    organisation, now = organisation_for(person), clock.now()
    anew = {"seed": secrets.token_hex(BYTES_OF_CHANCE), "made_at": now}
    feed, _is_new = PlannedFeed.objects.update_or_create(
        person=person, defaults=anew, create_defaults=anew | {"changed_at": now}
    )
    record(Told(PUBLISHED, organisation.pk, actor=person.pk))
    return feed


@transaction.atomic
def show_titles(feed: PlannedFeed, *, by: Person, is_busy_only: bool) -> PlannedFeed:
    """Let the feed say what is planned, or only that its person is busy; the same again changes nothing."""
    insist_own(feed.person, by)
    feed = PlannedFeed.objects.select_for_update().get(pk=feed.pk)
    if feed.is_busy_only != is_busy_only:
        feed.is_busy_only, feed.changed_at = is_busy_only, clock.now()
        feed.save(update_fields=["is_busy_only", "changed_at"])
    return feed


@transaction.atomic
def end_publishing(feed: PlannedFeed, *, by: Person) -> None:
    """End a feed: its address is dead at once and for good."""
    insist_own(feed.person, by)
    PlannedFeed.objects.filter(pk=feed.pk).delete()
