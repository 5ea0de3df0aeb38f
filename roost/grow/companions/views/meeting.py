"""Sessions: planned, moved, called off, with an agenda, and held."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.access import companionship_for
from roost.ground.people.models import Person
from roost.grow.companions.access import point_for, session_for
from roost.grow.companions.actions import (
    call_off_session,
    drop_point,
    move_session,
    plan_session,
    raise_point,
    say_that_they_met,
)
from roost.grow.companions.forms import LineForm, TimeForm
from roost.grow.companions.models import Session
from roost.grow.companions.reads import session_page
from roost.grow.companions.views.walking import Unkept, show_pair, show_unkept

POINT = {"label": gettext_lazy("What do you want to talk about?")}


@require_POST
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Plan a session."""
    found = companionship_for(request.user, number)
    form = TimeForm(request.POST, who=request.user)
    if form.is_valid():
        try:
            made = plan_session(found, by=request.user, starts_at=form.moment())
        except InputError as error:
            form.add_error(None, str(error))
        except Conflict as error:
            return show_unkept(request, number, error, date_format(localtime(form.moment()), "j F Y, H:i"))
        else:
            return redirect("companions:session", made.pk)
    return show_pair(request, found, when=form)


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, session: int) -> HttpResponse:
    """Show a session and its agenda, and move it."""
    found = session_for(request.user, session)
    form = TimeForm(request.POST, who=request.user) if request.method == "POST" else _time_of(found, request.user)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            move_session(found, by=request.user, starts_at=form.moment(), version=version)
        except InputError as error:
            form.add_error(None, str(error))
        except Conflict as error:
            messages.warning(request, str(error))
            return _show(request, session_for(request.user, session), status=409)
        else:
            messages.success(request, _("Moved. The other finds the new time here and on Today."))
            return redirect("companions:session", found.pk)
    return _show(request, found, status=422 if form.errors else 200, form=form)


def _time_of(session: Session, who: Person) -> TimeForm:
    here = localtime(session.starts_at)
    return TimeForm(who=who, initial={"day": here.date(), "time": here.time(), "version": session.version})


def _show(request: HttpRequest, session: Session, *, status: int, **shown: Any) -> HttpResponse:
    """Show a session, with forms as they were sent where something in them cannot be used."""
    empty = {"form": _time_of(session, request.user), "point": LineForm(**POINT)}
    page = {"page": session_page(session, request.user)} | empty | shown
    return render(request, "companions/session.html", page, status=status)


@require_POST
def point(request: HttpRequest, session: int) -> HttpResponse:
    """Put a point on the agenda."""
    found = session_for(request.user, session)
    form = LineForm(request.POST, **POINT)
    if form.is_valid():
        try:
            raise_point(found, by=request.user, words=form.cleaned_data["words"])
        except InputError as error:
            form.add_error(None, str(error))
        except Conflict as error:
            now, unkept = session_for(request.user, session), Unkept(str(error), form.cleaned_data["words"])
            return _show(request, now, status=409, point=form, unkept=unkept)
        else:
            return redirect("companions:session", found.pk)
    return _show(request, found, status=422, point=form)


@require_POST
def drop(request: HttpRequest, point: int) -> HttpResponse:
    """Take one's own point from the agenda."""
    found = point_for(request.user, point)
    drop_point(found, by=request.user)
    return redirect("companions:session", found.session_id)


@require_POST
def met(request: HttpRequest, session: int) -> HttpResponse:
    """Say that a session took place."""
    found = session_for(request.user, session)
    say_that_they_met(found, by=request.user)
    messages.success(request, _("Kept. What will each of you do until the next time?"))
    return redirect("companions:pair", found.companionship_id)


@require_POST
def call_off(request: HttpRequest, session: int) -> HttpResponse:
    """Call a session off."""
    found = session_for(request.user, session)
    call_off_session(found, by=request.user)
    messages.success(request, _("Called off. You can plan another one here."))
    return redirect("companions:pair", found.companionship_id)
