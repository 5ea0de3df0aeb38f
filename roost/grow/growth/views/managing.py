"""The line manager's page about somebody, and that person's own page about it."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.people.access import line_of, report_for
from roost.ground.people.models import ReportingLine
from roost.grow.growth.access import expectation_for, growing_in, openable_for, opening_for
from roost.grow.growth.actions import (
    Clarity,
    answer_expectation,
    close_to_manager,
    expect_no_longer,
    expect_of,
    open_to_manager,
)
from roost.grow.growth.forms import ClarityForm, ExpectationForm, again
from roost.grow.growth.reads import manager_page, report_page, reports_to


@require_safe
def manager(request: HttpRequest) -> HttpResponse:
    """Show what the person's manager reads and expects, and what could be opened."""
    line = line_of(request.user, growing_in(request.user))
    return render(request, "growth/manager.html", {"page": manager_page(line) if line else None})


@require_POST
def open_up(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Let the manager read one thing."""
    opening = open_to_manager(openable_for(request.user, kind, number), by=request.user)
    messages.success(request, _("%(name)s can read it now.") % {"name": opening.line.manager})
    return redirect("growth:manager")


@require_POST
def close(request: HttpRequest, opening: int) -> HttpResponse:
    """Let the manager read one thing no longer."""
    # Closed in another tab already is closed as well.
    with suppress(NotFound):
        close_to_manager(opening_for(request.user, opening), by=request.user)
    messages.success(request, _("It is closed."))
    return redirect("growth:manager")


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say whether an expectation is clear."""
    found, form = expectation_for(request.user, number), ClarityForm(request.POST)
    if not form.is_valid():
        raise InputError(_("Choose one of the two answers."))
    answer_expectation(found, by=request.user, answer=Clarity(form.cleaned_data["answer"]))
    messages.success(request, _("%(name)s reads your answer.") % {"name": found.manager})
    return redirect("home:today" if "today" in request.POST else "growth:manager")


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List who reports to the person."""
    return render(request, "growth/reports.html", {"reports": reports_to(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Show a manager a question, what was shared and what they expect, and let them say it anew or take it back."""
    line = report_for(request.user, number)
    page = report_page(line, clock.today(request.user.time_zone), _further(request))
    form, stale = ExpectationForm(request.POST if request.method == "POST" else None, expected=page.expected), ""
    if request.method == "POST" and (form.is_valid() or "end" in request.POST):
        try:
            messages.success(request, _expected(request, line, form))
        except Conflict as error:
            stale = str(error)
            form = ExpectationForm(again(request.POST, seen=page.expected.expectation.pk if page.expected else 0))
        else:
            return redirect("growth:report", number)
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "growth/report.html", {"page": page, "form": form, "stale": stale}, status=status)


def _expected(request: HttpRequest, line: ReportingLine, form: ExpectationForm) -> str:
    """Do what a manager asks for, and say what was done."""
    if "end" in request.POST:
        expect_no_longer(line, by=request.user, seen=form.cleaned_data.get("seen"))
        return _("It is taken back.")
    expect_of(line, by=request.user, **form.cleaned_data)
    return _("%(name)s finds it on Today.") % {"name": line.person}


def _further(request: HttpRequest) -> int:
    asked = request.GET.get("another", "")
    return int(asked) % 1000 if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
