"""Look back, close a cycle and begin the next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roost.grow.growth.access import cycle_for, growing_in
from roost.grow.growth.actions import close_cycle
from roost.grow.growth.forms import ReviewForm
from roost.grow.growth.reads import guesses_of, overview_of, past_cycles


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Let the person look back on a cycle; closing it begins the next."""
    cycle = cycle_for(request.user)
    found = overview_of(request.user, cycle.organisation)
    if not found.needles:
        messages.info(request, _("First choose what you want to move."))
        return redirect("growth:needle")
    form = ReviewForm(request.POST if request.method == "POST" else None, needles=found.needles)
    if request.method == "POST" and form.is_valid():
        close_cycle(cycle, by=request.user, **form.given())
        messages.success(request, _("Closed. The next cycle has begun, with what you know now."))
        return redirect("growth:overview")
    page = {"overview": found, "form": form, "guesses": guesses_of(request.user, cycle.organisation)}
    return render(request, "growth/review.html", page, status=422 if form.errors else 200)


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """Show closed cycles, and what the own guesses were worth."""
    organisation = growing_in(request.user)
    page = {"past": past_cycles(request.user, organisation), "guesses": guesses_of(request.user, organisation)}
    return render(request, "growth/past.html", page)
