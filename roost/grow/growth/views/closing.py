"""Look back, close a cycle and begin the next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roost.ground.kit.errors import Conflict
from roost.grow.growth.access import cycle_for, growing_in
from roost.grow.growth.actions import close_cycle
from roost.grow.growth.forms import ReviewForm
from roost.grow.growth.models import Cycle
from roost.grow.growth.reads import cycles_are_counted, guesses_of, past_cycles, review_of


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Let the person look back on a cycle; closing it begins the next, however often the form is sent."""
    cycle = _meant(request)
    needles = review_of(cycle)
    if not needles:
        messages.info(request, _("First choose what you want to move."))
        return redirect("growth:needle")
    counted = cycles_are_counted(request.user, cycle.organisation)
    form = ReviewForm(
        request.POST if request.method == "POST" else None, cycle=cycle.number, needles=needles, counted=counted
    )
    stale = ""
    if request.method == "POST" and form.is_valid():
        try:
            close_cycle(cycle, by=request.user, **form.given())
        except Conflict as error:
            stale = str(error)
        else:
            messages.success(request, _("Closed. The next cycle has begun, with what you know now."))
            return redirect("growth:overview")
    page = {"form": form, "guesses": guesses_of(request.user, cycle.organisation), "stale": stale, "cycle": cycle}
    return render(request, "growth/review.html", page, status=409 if stale else 422 if form.errors else 200)


def _meant(request: HttpRequest) -> Cycle:
    """Give the cycle of which the form speaks, open or closed; on a page of its own, the open one."""
    number = request.POST.get("cycle", "")
    return cycle_for(request.user, int(number) if number.isdecimal() and len(number) < 10 else None)


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """Show closed cycles, and what the own guesses were worth."""
    organisation = growing_in(request.user)
    page = {"past": past_cycles(request.user, organisation), "guesses": guesses_of(request.user, organisation)}
    return render(request, "growth/past.html", page)
