"""Say how it turned out, correct that, and end an experiment."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.reads import people_around
from roost.grow.growth.access import experiment_for, growing_in
from roost.grow.growth.actions import correct_try, end_experiment, record_try
from roost.grow.growth.forms import TryForm, WatchForm, again
from roost.grow.growth.models import Experiment
from roost.grow.growth.reads import experiment_page


@require_http_methods(["GET", "HEAD", "POST"])
def experiment(request: HttpRequest, number: int) -> HttpResponse:
    """Show an experiment; keep how the next try turned out."""
    found = experiment_for(request.user, number)
    if request.method != "POST":
        return show_experiment(request, found)
    form = TryForm(request.POST)
    if form.is_valid():
        try:
            record_try(found, by=request.user, number=form.cleaned_data["number"], **asdict(form.told()))
        except InputError as error:
            form.add_error("tried_on", str(error))
        except Conflict as error:
            return _kept_already(request, found, form, error)
        else:
            messages.success(request, _("Kept, whichever way it went."))
            return redirect("growth:experiment", found.pk)
    return show_experiment(request, found, form=form)


def show_experiment(request: HttpRequest, found: Experiment, **forms: Any) -> HttpResponse:
    """Show an experiment with its forms, of which one may have been refused."""
    page = experiment_page(found)
    today = clock.today(request.user.time_zone)
    shown = {
        "page": page,
        "form": TryForm(initial={"number": page.next_number, "tried_on": today}),
        "watching": WatchForm(around=people_around(request.user, growing_in(request.user))),
    }
    return render(request, "growth/experiment.html", shown | forms, status=422 if forms else 200)


def _kept_already(request: HttpRequest, found: Experiment, form: TryForm, error: Conflict) -> HttpResponse:
    """Show the latest try as a correction of it would, with what was typed; raise the error where there is none."""
    latest = found.done.order_by("number").last()
    if latest is None or latest.number != form.cleaned_data["number"] or found.cycle.closed_at is not None:
        raise error
    form = TryForm(again(form.data, version=latest.version))
    return render(
        request,
        "growth/correct.html",
        {"experiment": found, "form": form, "stale": error, "kept": latest},
        status=409,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Correct the latest try."""
    found = experiment_for(request.user, number)
    latest = found.done.order_by("number").last()
    if latest is None or (request.method != "POST" and not experiment_page(found).can_correct):
        return redirect("growth:experiment", found.pk)
    form = TryForm(request.POST) if request.method == "POST" else TryForm.of(latest)
    page: dict[str, object] = {"experiment": found}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            correct_try(found, by=request.user, number=told["number"], told=form.told(), version=told["version"] or 0)
        except InputError as error:
            form.add_error("tried_on", str(error))
        except Conflict as error:
            form = TryForm(again(request.POST, number=latest.number, version=latest.version))
            page |= {"stale": error, "kept": latest}
        else:
            messages.success(request, _("It is corrected."))
            return redirect("growth:experiment", found.pk)
    status = 409 if "stale" in page else 422 if form.errors else 200
    return render(request, "growth/correct.html", page | {"form": form}, status=status)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End an experiment before all of its tries."""
    found = end_experiment(experiment_for(request.user, number), by=request.user)
    messages.success(request, _("It has ended. What you tried stays."))
    return redirect("growth:experiment", found.pk)
