"""Add a calendar, have it read again, and delete it with everything that was found in it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.calendars.actions.addresses import feed_address
from roost.ground.calendars.actions.verbs import ADDED
from roost.ground.calendars.models import LONGEST_NAME, Calendar
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.kit.schedule import enqueue
from roost.ground.people.access import organisation_for
from roost.ground.people.models import Person

MOST_CALENDARS = 10
NOT_AGAIN_FOR = timedelta(minutes=1)
State = Calendar.State


def add_file(person: Person, *, by: Person, name: str, chunks: Iterable[bytes]) -> Calendar:
    """Take a calendar file in hand for the worker; the same again counts once and is read again, once a minute.

    The file lies in the data folder until it was read, and no longer. Raises Conflict for an eleventh calendar.
    """
    insist_own(person, by)
    digest = hashlib.sha256()
    with NamedTemporaryFile(dir=folder(), delete=False) as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    try:
        with transaction.atomic():
            calendar = _added(person, Calendar.Kind.FILE, name, "", digest.hexdigest())
            if calendar.is_under_way:
                Path(file.name).rename(path_of(calendar.pk))
            else:
                Path(file.name).unlink()
    except BaseException:
        Path(file.name).unlink(missing_ok=True)
        raise
    return calendar


def add_feed(person: Person, *, by: Person, name: str, address: str) -> Calendar:
    """Have a feed read now and every few hours; the same again counts once and is read again, once a minute.

    Raises InputError for an address that may not be read, Conflict for an eleventh calendar.
    """
    insist_own(person, by)
    at = feed_address(address)
    digest = hashlib.sha256(str(at).encode()).hexdigest()
    with transaction.atomic():
        return _added(person, Calendar.Kind.FEED, name or at.host, str(at), digest)


@transaction.atomic
def read_again(calendar: Calendar, *, by: Person) -> Calendar:
    """Have a feed read now, also one that stopped; once more while that is under way changes nothing.

    Raises InputError for a file, which is not kept, Conflict within a minute of the last time.
    """
    insist_own(calendar.person, by)
    calendar = Calendar.objects.select_for_update().get(pk=calendar.pk)
    if calendar.kind == Calendar.Kind.FILE:
        raise InputError(_("A file is read once and not kept. Add the new one, and delete this calendar."))
    if calendar.is_under_way:
        return calendar
    if calendar.changed_at > clock.now() - NOT_AGAIN_FOR:
        raise Conflict(_("It was read within this minute. Try again in a moment."))
    _let_wait(calendar)
    return calendar


@transaction.atomic
def delete_calendar(calendar: Calendar, *, by: Person) -> None:
    """Delete a calendar and all that was found in it, at once and for good."""
    insist_own(calendar.person, by)
    number = calendar.pk
    Calendar.objects.filter(pk=number).delete()
    transaction.on_commit(lambda: path_of(number).unlink(missing_ok=True))


def folder() -> Path:
    """Give the folder in which files lie until they are read; only who runs Roost can look into it."""
    found = Path(settings.DATA_DIR) / "calendars"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def path_of(number: int) -> Path:
    """Say where the file of a calendar lies until it is read."""
    return folder() / f"{number}.ics"


def insist_own(person: Person, by: Person) -> None:
    """Raise Forbidden for anybody but the person."""
    if person.pk != by.pk:
        raise Forbidden(_("Everybody looks after their own calendars."))


def _added(person: Person, kind: Calendar.Kind, name: str, address: str, digest: str) -> Calendar:
    """Write a calendar down and let it wait; within a transaction."""
    organisation = organisation_for(person)
    # One after the other, so that neither ten nor the same one twice are exceeded.
    Person.objects.select_for_update().get(pk=person.pk)
    calendars = Calendar.objects.filter(person=person)
    known = calendars.filter(digest=digest).first()
    if known is not None:
        if not known.is_under_way and known.changed_at <= clock.now() - NOT_AGAIN_FOR:
            _let_wait(known)
        return known
    if calendars.count() >= MOST_CALENDARS:
        raise Conflict(_("Ten calendars are as many as Roost reads. Delete one first."))
    now = clock.now()
    calendar = Calendar(person=person, kind=kind, address=address, digest=digest, added_at=now, changed_at=now)
    calendar.name = name.strip()[:LONGEST_NAME] or str(kind.label)
    calendar.save()
    _let_wait(calendar)
    record(Told(ADDED, organisation.pk, actor=person.pk))
    return calendar


def _let_wait(calendar: Calendar) -> None:
    calendar.state, calendar.changed_at, calendar.failures = State.WAITING, clock.now(), 0
    calendar.save(update_fields=["state", "changed_at", "failures"])
    enqueue("roost.ground.calendars.tasks.read_calendar", calendar=calendar.pk)
