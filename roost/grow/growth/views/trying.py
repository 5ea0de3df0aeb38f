"""Plan what to try."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roost.grow.growth.access import barrier_for, cycle_for
from roost.grow.growth.actions import plan_experiment
from roost.grow.growth.forms import ExperimentForm
from roost.grow.growth.models import Barrier
from roost.grow.growth.reads import plan_page


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan an experiment for a needle or against a barrier, from a suggestion or from nothing."""
    cycle, barrier = cycle_for(request.user), _barrier(request)
    page = plan_page(cycle, barrier, wanted=request.GET.get("for", ""), start=request.GET.get("from", ""))
    if page is None:
        messages.info(request, _("First choose what you want to move."))
        return redirect("growth:needle")
    form = ExperimentForm(request.POST if request.method == "POST" else None, page=page)
    if request.method == "POST" and form.is_valid():
        plan_experiment(cycle, by=request.user, barrier=barrier, **form.cleaned_data)
        messages.success(request, _("Kept. Now wait for the moment."))
        return redirect("growth:overview")
    return render(request, "growth/plan.html", {"page": page, "form": form}, status=422 if form.errors else 200)


def _barrier(request: HttpRequest) -> Barrier | None:
    number = request.GET.get("barrier", "")
    return barrier_for(request.user, int(number)) if number.isdecimal() and len(number) < 19 else None
