"""Pages of somebody's own calendars."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roost.ground.calendars.access import calendar_for
from roost.ground.calendars.actions import add_feed, add_file, delete_calendar, feed_hosts, read_again
from roost.ground.calendars.forms import CalendarFeedForm, CalendarFileForm
from roost.ground.calendars.reads import calendars_page
from roost.ground.kit.errors import Conflict, InputError, TooMany
from roost.ground.kit.pace import keep_pace

PACE = {"most": 30, "seconds": 3600}


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


def _show(request: HttpRequest, **forms: Any) -> HttpResponse:
    empty = {"file": CalendarFileForm(), "feed": CalendarFeedForm()}
    page = {"page": calendars_page(request.user), "hosts": feed_hosts()} | empty | forms
    return render(request, "calendars/list.html", page, status=422 if forms else 200)
