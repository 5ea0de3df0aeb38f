"""Plan what to try, and mend the plan before it is tried."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roost.ground.kit.errors import Conflict
from roost.grow.growth.access import barrier_for, cycle_for, experiment_for, experiment_of_form
from roost.grow.growth.actions import change_experiment, plan_experiment
from roost.grow.growth.forms import ChangeForm, ExperimentForm, again, new_key
from roost.grow.growth.models import Barrier
from roost.grow.growth.reads import experiment_page, plan_page


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan an experiment for a needle or against a barrier, from a suggestion or from nothing."""
    cycle, barrier = cycle_for(request.user), _barrier(request)
    wanted, start, sent = request.GET.get("for", ""), request.GET.get("from", ""), request.POST.get("behaviour", "")
    found = plan_page(cycle, barrier, wanted=wanted, start=start, sent=sent)
    if found is None:
        messages.info(request, _("First choose what you want to move."))
        return redirect("growth:needle")
    form = ExperimentForm(request.POST if request.method == "POST" else None, page=found)
    page: dict[str, object] = {"page": found}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            plan_experiment(
                cycle,
                by=request.user,
                barrier=barrier,
                behaviour=told["behaviour"],
                key=told["key"],
                **asdict(form.plan()),
            )
        except Conflict as error:
            form = ExperimentForm(again(request.POST, key=new_key()), page=found)
            page |= {"stale": error, "planned": experiment_of_form(request.user, told["key"])}
        else:
            messages.success(request, _("Kept. Now wait for the moment."))
            return redirect("growth:overview")
    status = 409 if "stale" in page else 422 if form.errors else 200
    return render(request, "growth/plan.html", page | {"form": form}, status=status)


def _barrier(request: HttpRequest) -> Barrier | None:
    number = request.GET.get("barrier", "")
    return barrier_for(request.user, int(number)) if number.isdecimal() and len(number) < 19 else None


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Mend the plan of an experiment that nobody tried or saw yet."""
    found = experiment_for(request.user, number)
    if request.method != "POST" and not experiment_page(found).can_change:
        messages.info(request, _("It was tried, seen or ended, so the plan stays as it was."))
        return redirect("growth:experiment", found.pk)
    form = ChangeForm(request.POST) if request.method == "POST" else ChangeForm.of(found)
    page: dict[str, object] = {"experiment": found}
    if request.method == "POST" and form.is_valid():
        try:
            change_experiment(found, by=request.user, plan=form.plan(), version=form.cleaned_data["version"] or 0)
        except Conflict as error:
            form = ChangeForm(again(request.POST, version=found.version))
            page |= {"stale": error, "planned": found}
        else:
            messages.success(request, _("The plan is changed."))
            return redirect("growth:experiment", found.pk)
    status = 409 if "stale" in page else 422 if form.errors else 200
    return render(request, "growth/change.html", page | {"form": form}, status=status)
