"""What the worker does: read what waits, ask feeds again when their time has come, and forget what is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from random import uniform
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from roost.ground.calendars.actions.adding import folder, path_of
from roost.ground.calendars.actions.apart import read_apart
from roost.ground.calendars.actions.fetching import FeedFailed, FeedGone, Fetched, fetch_feed
from roost.ground.calendars.engine import Reading, Window
from roost.ground.calendars.models import Calendar, Meeting
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError, in_language
from roost.ground.kit.schedule import enqueue
from roost.ground.people.reads import organisations_of

BEFORE = timedelta(days=1)
AHEAD = timedelta(days=60)
READ_EVERY = timedelta(hours=4)
JITTER = timedelta(hours=1)
# Sooner than days that come nearer are missed.
WHOLE_AGAIN_AFTER = timedelta(days=1)
MOST_FAILURES = 5
MOST_AT_A_TURN = 200
LOST_AFTER = timedelta(hours=1)
LOST = gettext_lazy("This could not be finished within an hour.")
State, Kind = Calendar.State, Calendar.Kind
Fetch = Callable[..., Fetched]


def read_waiting(number: int, *, fetch: Fetch = fetch_feed, read: Callable[..., Reading] = read_apart) -> None:
    """Read a calendar that waits, and keep what lies between yesterday and 60 days ahead.

    Done again after a worker was lost, or for one that was deleted, it changes nothing.
    """
    waiting = Calendar.objects.filter(pk=number, state=State.WAITING)
    is_ours = waiting.update(state=State.READING, changed_at=clock.now())
    calendar = Calendar.objects.select_related("person").filter(pk=number).first()
    if calendar is None:
        # With its person, who was erased: nobody else holds its file.
        path_of(number).unlink(missing_ok=True)
        return
    if not is_ours:
        return
    try:
        _read(calendar, fetch, read)
    except InputError as error:
        _fail(calendar, " ".join(in_language(one.message, gettext) for one in error.problems))
    except FeedFailed as error:
        _fail(calendar, str(error))
    except FeedGone as error:
        _stop(calendar, str(error))
    except Exception:
        _fail(calendar, gettext("Something went wrong here."))
        raise
    finally:
        path_of(number).unlink(missing_ok=True)


def read_due_feeds() -> int:
    """Let feeds whose time has come wait for a worker, and say how many; who belongs nowhere any more is not read."""
    now = clock.now()
    due = Calendar.objects.filter(kind=Kind.FEED, state=State.READY, next_at__lte=now, person__is_active=True)
    asked = 0
    for calendar in due.select_related("person").order_by("next_at")[:MOST_AT_A_TURN]:
        if not organisations_of(calendar.person, clock.today(calendar.person.time_zone)):
            Calendar.objects.filter(pk=calendar.pk).update(next_at=now + READ_EVERY)
            continue
        with transaction.atomic():
            ours = Calendar.objects.filter(pk=calendar.pk, state=State.READY)
            if ours.update(state=State.WAITING, changed_at=now):
                enqueue("roost.ground.calendars.tasks.read_calendar", calendar=calendar.pk)
                asked += 1
    return asked


def forget_past_meetings() -> int:
    """Delete meetings that have been over for a day, and say how many."""
    return Meeting.objects.filter(ends_at__lt=clock.now() - BEFORE).delete()[0]


def give_up_lost() -> None:
    """Say so where a worker was lost with a calendar, and delete files that nobody waits for."""
    now = clock.now()
    lost = Calendar.objects.filter(state__in=[State.WAITING, State.READING], changed_at__lt=now - LOST_AFTER)
    for calendar in lost:
        _fail(calendar, str(LOST))
    waiting = Calendar.objects.filter(kind=Kind.FILE, state__in=[State.WAITING, State.READING])
    kept = {path_of(number) for number in waiting.values_list("pk", flat=True)}
    for path in folder().iterdir():
        # One that is being written has no calendar yet.
        if path not in kept and path.stat().st_mtime < time.time() - LOST_AFTER.total_seconds():
            path.unlink(missing_ok=True)


def _read(calendar: Calendar, fetch: Fetch, read: Callable[..., Reading]) -> None:
    now = clock.now()
    etag = modified = ""
    if calendar.kind == Kind.FILE:
        try:
            content = path_of(calendar.pk).read_bytes()
        except FileNotFoundError:
            raise InputError(gettext("The file was lost on its way. Add it again.")) from None
    else:
        is_fresh = calendar.read_at is not None and calendar.read_at > now - WHOLE_AGAIN_AFTER
        marks = {"etag": calendar.etag, "modified": calendar.modified} if is_fresh else {}
        fetched = fetch(calendar.address, **marks)
        if fetched.content is None:
            _change(calendar, state=State.READY, problem="", failures=0, next_at=_next_at())
            return
        content, etag, modified = fetched.content, fetched.etag, fetched.modified
    window, person = Window(now - BEFORE, now + AHEAD), calendar.person
    found = read(content, zone=person.time_zone, window=window, addresses=[person.email] if person.email else [])
    _keep(calendar, found, read_at=now, reaches=window.until, etag=etag, modified=modified)


@transaction.atomic
def _keep(calendar: Calendar, found: Reading, **read: Any) -> None:
    """Keep what was found in place of what was there; nothing where the calendar was deleted meanwhile."""
    if Calendar.objects.select_for_update().filter(pk=calendar.pk).first() is None:
        return
    rows = [
        Meeting(
            calendar=calendar,
            person_id=calendar.person_id,
            key=one.key,
            title=one.title,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            day=one.day,
            others=one.others,
            is_free=one.is_free,
        )
        for one in found.meetings
    ]
    told = ["title", "starts_at", "ends_at", "day", "others", "is_free"]
    Meeting.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["calendar", "key"], update_fields=told
    )
    keys = {one.key for one in found.meetings}
    here = Meeting.objects.filter(calendar=calendar).values_list("pk", "key")
    gone = [number for number, key in here if key not in keys]
    for start in range(0, len(gone), 500):
        Meeting.objects.filter(pk__in=gone[start : start + 500]).delete()
    places = [
        {"row": one.row, "value": one.value, "message": in_language(one.message, gettext)} for one in found.problems
    ]
    told_of_it = {"places": places, "left_out": found.left_out, "is_cut": found.cut}
    next_at = _next_at() if calendar.kind == Kind.FEED else None
    _change(calendar, state=State.READY, problem="", failures=0, next_at=next_at, **told_of_it, **read)


def _fail(calendar: Calendar, words: str) -> None:
    """Say what went wrong. A file stops with it; a feed is asked again, and stops the fifth time in a row."""
    if calendar.kind == Kind.FILE:
        _stop(calendar, words)
    elif calendar.failures + 1 >= MOST_FAILURES:
        _stop(calendar, gettext("%(why)s It was so five times in a row.") % {"why": words})
    else:
        _change(calendar, state=State.READY, problem=words, failures=calendar.failures + 1, next_at=_next_at())


def _stop(calendar: Calendar, words: str) -> None:
    _change(calendar, state=State.STOPPED, problem=words, next_at=None)


def _change(calendar: Calendar, **values: Any) -> None:
    Calendar.objects.filter(pk=calendar.pk).update(changed_at=clock.now(), **values)


def _next_at() -> Any:
    """Spread the feeds of an installation over an hour, so that no host is asked for all of them at once."""
    return clock.now() + READ_EVERY + uniform(0, 1) * JITTER
