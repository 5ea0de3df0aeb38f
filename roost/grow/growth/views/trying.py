"""Plan what to try, say how it turned out, and watch for others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.grow.growth.access import barrier_for, cycle_for, experiment_for, growing_in, observation_for
from roost.grow.growth.actions import ask_to_watch, end_experiment, plan_experiment, record_try, say_what_was_seen
from roost.grow.growth.forms import ExperimentForm, SeenForm, TryForm, WatchForm
from roost.grow.growth.models import Barrier, Experiment, Outcome, Seen
from roost.grow.growth.reads import experiment_page, people_around, plan_page


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


@require_http_methods(["GET", "HEAD", "POST"])
def experiment(request: HttpRequest, number: int) -> HttpResponse:
    """Show an experiment; keep how the next try turned out."""
    found = experiment_for(request.user, number)
    page = experiment_page(found)
    form = TryForm(request.POST if request.method == "POST" else None, number=page.next_number, by=request.user)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data | {"outcome": Outcome(form.cleaned_data["outcome"])}
        try:
            record_try(found, by=request.user, **told)
        except InputError as error:
            form.add_error("tried_on", str(error))
        else:
            messages.success(request, _("Kept, whichever way it went."))
            return redirect("growth:experiment", found.pk)
    return _shown(request, found, form=form)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End an experiment before all of its tries."""
    found = end_experiment(experiment_for(request.user, number), by=request.user)
    messages.success(request, _("It has ended. What you tried stays."))
    return redirect("growth:experiment", found.pk)


@require_POST
def watch(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a colleague to watch."""
    found = experiment_for(request.user, number)
    form = WatchForm(request.POST, around=people_around(request.user, growing_in(request.user)))
    if form.is_valid():
        try:
            observer = ask_to_watch(found, by=request.user, observer=_named(form)).observer
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s finds your question on Today.") % {"name": observer})
            return redirect("growth:experiment", found.pk)
    return _shown(request, found, watching=form)


def _named(form: WatchForm) -> Person:
    """Give who is meant; somebody unknown is an unsaved person, who belongs nowhere."""
    near, email = form.cleaned_data["near"], form.cleaned_data["email"]
    return near or Person.objects.filter(email=email.lower()).first() or Person(pk=0)


def _shown(
    request: HttpRequest, found: Experiment, *, form: TryForm | None = None, watching: WatchForm | None = None
) -> HttpResponse:
    page = experiment_page(found)
    around = people_around(request.user, growing_in(request.user))
    shown = {
        "page": page,
        "form": form or TryForm(number=page.next_number, by=request.user),
        "watching": watching or WatchForm(around=around),
    }
    refused = any(one is not None and one.errors for one in (form, watching))
    return render(request, "growth/experiment.html", shown, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def watching(request: HttpRequest, number: int) -> HttpResponse:
    """Let who was asked to watch say what they saw."""
    found = observation_for(request.user, number)
    initial = {"seen": found.seen, "words": found.words}
    form = SeenForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        say_what_was_seen(found, by=request.user, seen=Seen(told["seen"]), words=told["words"])
        messages.success(
            request, _("Thank you. %(name)s reads it, and nobody else.") % {"name": found.experiment.person}
        )
        return redirect("home:today")
    page = {"asked": found, "form": form}
    return render(request, "growth/watching.html", page, status=422 if form.errors else 200)
