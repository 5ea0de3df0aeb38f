"""Ask a colleague to watch, and watch for others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.access import colleague_at
from roost.ground.people.models import Organisation, Person
from roost.ground.people.reads import people_around
from roost.grow.growth.access import experiment_for, growing_in, observation_for, question_for
from roost.grow.growth.actions import ask_to_watch, decline_question, say_what_was_seen, withdraw_question
from roost.grow.growth.forms import SeenForm, WatchForm, again
from roost.grow.growth.models import Seen
from roost.grow.growth.reads import watching_page
from roost.grow.growth.views.trying import show_experiment


@require_POST
def watch(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a colleague to watch."""
    found = experiment_for(request.user, number)
    organisation = growing_in(request.user)
    form = WatchForm(request.POST, around=people_around(request.user, organisation))
    if form.is_valid():
        try:
            named = _named(request.user, organisation, form)
            observer = ask_to_watch(found, by=request.user, observer=named).observer
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s finds your question on Today.") % {"name": observer})
            return redirect("growth:experiment", found.pk)
    return show_experiment(request, found, watching=form)


def _named(person: Person, organisation: Organisation, form: WatchForm) -> Person:
    """Give who is meant; raises InputError for nobody of the organisation."""
    found = form.cleaned_data["near"] or colleague_at(person, organisation, form.cleaned_data["email"])
    if found is None:
        raise InputError(_("Nobody of your organisation has this address."))
    return found


@require_POST
def withdraw(request: HttpRequest, number: int, question: int) -> HttpResponse:
    """Take back the question whether somebody saw it."""
    found = experiment_for(request.user, number)
    withdraw_question(question_for(request.user, found, question), by=request.user)
    messages.success(request, _("The question is taken back."))
    return redirect("growth:experiment", found.pk)


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """List what colleagues ask the person to watch for."""
    page = watching_page(request.user, growing_in(request.user))
    return render(request, "growth/asked.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def watching(request: HttpRequest, number: int) -> HttpResponse:
    """Let who was asked to watch say what they saw."""
    found = observation_for(request.user, number)
    initial = {"seen": found.seen, "words": found.words, "version": found.version}
    form = SeenForm(request.POST if request.method == "POST" else None, initial=initial)
    page: dict[str, object] = {"asked": found}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            say_what_was_seen(
                found, by=request.user, seen=Seen(told["seen"]), words=told["words"], version=told["version"]
            )
        except Conflict as error:
            found.refresh_from_db()
            form = SeenForm(again(request.POST, version=found.version))
            page |= {"stale": error}
        else:
            messages.success(request, _("Thank you. %(name)s reads it with your name.") % {"name": found.person})
            return redirect("home:today")
    status = 409 if "stale" in page else 422 if form.errors else 200
    return render(request, "growth/watching.html", page | {"form": form}, status=status)


@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody say that they cannot say."""
    decline_question(observation_for(request.user, number), by=request.user)
    messages.success(request, _("You are not asked about this any more. No page shows that you declined."))
    return redirect("home:today")
