"""What comes first, and what to move."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.kit.errors import Conflict
from roost.grow.growth.access import cycle_before, cycle_for, own_needles
from roost.grow.growth.actions import choose_needles, put_first
from roost.grow.growth.forms import FirstForm, NeedleForm, again
from roost.grow.growth.reads import needle_page, version_of_needles, version_of_order, weights
from roost.grow.growth.reads.overview import STEPS
from roost.grow.growth.reads.questions import words_of_behaviour


@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Let the person say what would matter most, before anything else does."""
    cycle = cycle_for(request.user)
    before = cycle_before(cycle)
    known = cycle.own_first or (before.own_first if before else [])
    sent = request.POST if request.method == "POST" else None
    form = FirstForm(sent, own_first=known, version=version_of_order(cycle))
    page: dict[str, object] = {"behaviours": BEHAVIOURS, "steps": STEPS}
    if sent is not None and form.is_valid():
        told = form.cleaned_data
        try:
            put_first(cycle, by=request.user, behaviours=form.ranked(told), seen=told["seen"] or None)
        except Conflict as error:
            form = FirstForm(again(sent, seen=version_of_order(cycle)))
            page |= {"stale": error, "kept": [words_of_behaviour(one) for one in cycle.own_first]}
        else:
            return redirect("growth:needle")
    return render(request, "growth/first.html", page | {"form": form}, status=_status(page, form))


@require_http_methods(["GET", "HEAD", "POST"])
def needle(request: HttpRequest) -> HttpResponse:
    """Put what the answers point to beside the person's own order, and let them choose."""
    cycle = cycle_for(request.user)
    needles = list(own_needles(cycle))
    if not cycle.own_first and not needles:
        return redirect("growth:put-first")
    found, version = needle_page(request.user, cycle), version_of_needles(cycle, needles)
    sent = request.POST if request.method == "POST" else None
    form = NeedleForm(sent, candidates=found.candidates, version=version)
    page: dict[str, object] = {"found": found, "steps": STEPS}
    if sent is not None and form.is_valid():
        try:
            choose_needles(cycle, by=request.user, **form.given())
        except Conflict as error:
            form = NeedleForm(again(sent, seen=version), candidates=found.candidates)
            page |= {"stale": error, "kept": [f"{words_of_behaviour(one.behaviour)}: {one.why}" for one in needles]}
        else:
            return redirect("growth:plan")
    return render(request, "growth/needle.html", page | {"form": form}, status=_status(page, form))


def _status(page: dict[str, object], form: FirstForm | NeedleForm) -> int:
    return 409 if "stale" in page else 422 if form.errors else 200


@require_safe
def reckoning(request: HttpRequest) -> HttpResponse:
    """Show every number that a ranking is made of."""
    return render(request, "growth/weights.html", {"weights": weights()})
