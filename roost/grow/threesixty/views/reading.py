"""Reading a 360, and what follows from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.grow.threesixty import actions
from roost.grow.threesixty.access import own_review_for, review_to_debrief
from roost.grow.threesixty.reads import report as report_of


@require_POST
def open_report(request: HttpRequest, number: int) -> HttpResponse:
    """Open a 360: who reads it with whose it is, or they themselves."""
    try:
        held, page = own_review_for(request.user, number), "threesixty:report"
    except NotFound:
        held, page = review_to_debrief(request.user, number), "threesixty:debrief"
    try:
        actions.open_report(held, by=request.user)
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("threesixty:review", number)
    return redirect(page, number)


@require_safe
@never_cache
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Show the report to whose it is, once it was opened."""
    held = own_review_for(request.user, number)
    if held.opened_at is None:
        return redirect("threesixty:review", number)
    told = {"report": report_of(held), "review": held, "keep": held.keep, "change": held.change, "wrong": ""}
    return render(request, "threesixty/report.html", told)


@require_POST
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """Say what to keep and what to change; what cannot be so stays ticked, with why."""
    held = own_review_for(request.user, number)
    keep, change = request.POST.getlist("keep"), request.POST.getlist("change")
    try:
        actions.choose(held, by=request.user, keep=keep, change=change)
        messages.success(request, _("Kept."))
    except InputError as error:
        told = {"report": report_of(held), "review": held, "keep": keep, "change": change, "wrong": str(error)}
        return render(request, "threesixty/report.html", told, status=422)
    except Conflict as error:
        messages.warning(request, str(error))
    return redirect("threesixty:report", number)


@require_POST
def begin_needle(request: HttpRequest, number: int, behaviour: str) -> HttpResponse:
    """Make one of what to change a needle."""
    try:
        actions.begin_needle(own_review_for(request.user, number), by=request.user, behaviour=behaviour)
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
        return redirect("threesixty:report", number)
    messages.success(request, _("This is what you move now. Plan one small experiment with it."))
    return redirect("growth:plan")
