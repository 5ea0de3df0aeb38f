"""Pages of somebody's own calendars, and the feed that their programs read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roost.ground.calendars.access import calendar_for, feed_behind, own_feed
from roost.ground.calendars.actions import (
    add_feed,
    add_file,
    delete_calendar,
    end_publishing,
    feed_hosts,
    publish_planned,
    read_again,
    show_titles,
)
from roost.ground.calendars.forms import CalendarFeedForm, CalendarFileForm
from roost.ground.calendars.models import PlannedFeed
from roost.ground.calendars.reads import calendars_page, planned_calendar, planned_part
from roost.ground.kit.errors import Conflict, InputError, NotFound, TooMany
from roost.ground.kit.pace import keep_pace

PACE = {"most": 30, "seconds": 3600}
# A few programs, each of which asks every few minutes.
PACE_OF_PROGRAMS = {"most": 240, "seconds": 3600}


@never_cache
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    """Show somebody's calendars and what the next two weeks look like."""
    return _show(request)


@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """Add a calendar as a file."""
    form = CalendarFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            keep_pace("calendars.add", request.user.pk, **PACE)
            chunks = form.cleaned_data["file"].chunks()
            added = add_file(request.user, by=request.user, name=form.name, chunks=chunks)
        except (Conflict, TooMany) as error:
            form.add_error("file", str(error))
        else:
            return redirect("calendars:calendar", added.pk)
    return _show(request, file=form)


@require_POST
def feed(request: HttpRequest) -> HttpResponse:
    """Add a calendar by its address."""
    form = CalendarFeedForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            keep_pace("calendars.add", request.user.pk, **PACE)
            added = add_feed(request.user, by=request.user, name=told["name"], address=told["address"])
        except (Conflict, InputError, TooMany) as error:
            form.add_error("address", str(error))
        else:
            return redirect("calendars:calendar", added.pk)
    return _show(request, feed=form)


@never_cache
@require_safe
def calendar(request: HttpRequest, number: int) -> HttpResponse:
    """Say how far a calendar is, and what could not be read of it; htmx asks for that part alone."""
    part = "#state" if "HX-Request" in request.headers else ""
    return render(request, f"calendars/calendar.html{part}", {"calendar": calendar_for(request.user, number)})


@require_POST
def refresh(request: HttpRequest, number: int) -> HttpResponse:
    """Read a feed now."""
    read_again(calendar_for(request.user, number), by=request.user)
    return redirect("calendars:calendar", number)


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a calendar and everything found in it."""
    delete_calendar(calendar_for(request.user, number), by=request.user)
    messages.success(request, _("Deleted, with everything that was found in it."))
    return redirect("calendars:list")


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Make an address at which one's own programs read what is planned, or a new one instead of the last."""
    keep_pace("calendars.publish", request.user.pk, **PACE)
    publish_planned(request.user, by=request.user)
    messages.success(request, _("Here is the address. Copy it into your calendar program, and keep it to yourself."))
    return _to_planned()


@require_POST
def titles(request: HttpRequest) -> HttpResponse:
    """Let the feed say what is planned, or only that its person is busy."""
    show_titles(_own_feed(request), by=request.user, is_busy_only=request.POST.get("busy") == "1")
    return _to_planned()


@require_POST
def end_published(request: HttpRequest) -> HttpResponse:
    """End the feed of one's own."""
    end_publishing(_own_feed(request), by=request.user)
    messages.success(request, _("The address works no more. Take it out of your calendar program, too."))
    return _to_planned()


@login_not_required
@require_safe
def planned(request: HttpRequest, secret: str) -> HttpResponse:
    """Give what is planned with somebody to whoever has the address, which is to say to that person's programs."""
    feed = feed_behind(secret)
    if feed is None:
        return HttpResponse("There is no calendar at this address.\n", content_type="text/plain", status=404)
    keep_pace("calendars.planned", feed.person_id, **PACE_OF_PROGRAMS)
    written = planned_calendar(feed)
    changed_at = int(written.changed_at.timestamp())
    answer = HttpResponse(written.content, content_type="text/calendar; charset=utf-8")
    answer["ETag"], answer["Last-Modified"] = written.etag, http_date(changed_at)
    answer["Cache-Control"], answer["Referrer-Policy"] = "private, no-cache", "no-referrer"
    return get_conditional_response(request, written.etag, changed_at, answer) or answer


def _own_feed(request: HttpRequest) -> PlannedFeed:
    feed = own_feed(request.user)
    if feed is None:
        raise NotFound(_("You have no address for your calendar program. Make one first."))
    return feed


def _to_planned() -> HttpResponse:
    return redirect(f"{reverse('calendars:list')}#planned")


def _show(request: HttpRequest, **forms: Any) -> HttpResponse:
    empty = {"file": CalendarFileForm(), "feed": CalendarFeedForm()}
    own = {"page": calendars_page(request.user), "planned": planned_part(request.user)}
    page = own | {"hosts": feed_hosts()} | empty | forms
    return render(request, "calendars/list.html", page, status=422 if forms else 200)
