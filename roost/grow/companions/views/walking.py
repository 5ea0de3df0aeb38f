"""The page of the two: goals, commitments, and how the person is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.people.access import companionship_for
from roost.ground.people.models import Companionship
from roost.grow.companions.access import commitment_for, goal_for, insist_running
from roost.grow.companions.actions import (
    commit_to,
    drop_commitment,
    keep_commitment,
    leave_goal,
    open_notes,
    reach_goal,
    set_goal,
)
from roost.grow.companions.forms import CommitForm, LevelsForm, LineForm, TimeForm
from roost.grow.companions.reads import pair_page
from roost.grow.growth.actions import check_in, show_needles

GOAL = {
    "label": gettext_lazy("What shall be different?"),
    "help_text": gettext_lazy("One line that both of you would sign"),
    "prefix": "goal",
}
COMMITMENT = {"label": gettext_lazy("I will …"), "prefix": "commit"}


@require_safe
def pair(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the two do together."""
    return show_pair(request, companionship_for(request.user, number))


@dataclass(frozen=True)
class Unkept:
    """Why something could not be kept any more, and what was typed."""

    why: str
    words: str


def show_unkept(request: HttpRequest, number: int, why: Conflict, words: str = "") -> HttpResponse:
    """Show the page of the two as it is by now, with what was typed and came too late."""
    unkept = Unkept(str(why), words)
    return show_pair(request, companionship_for(request.user, number), status=409, unkept=unkept)


def show_pair(request: HttpRequest, companionship: Companionship, *, status: int = 422, **forms: Any) -> HttpResponse:
    """Show the page of the two, with forms as they were sent where something in them cannot be used."""
    empty = {
        "goal": LineForm(**GOAL),
        "commitment": CommitForm(**COMMITMENT),
        "levels": LevelsForm(),
        "when": TimeForm(who=request.user),
    }
    page = {"page": pair_page(companionship, request.user)} | empty | forms
    return render(request, "companions/pair.html", page, status=status if forms else 200)


@require_POST
def goal(request: HttpRequest, number: int) -> HttpResponse:
    """Set a goal."""
    found = companionship_for(request.user, number)
    form = LineForm(request.POST, **GOAL)
    if not form.is_valid():
        return show_pair(request, found, goal=form)
    words = form.cleaned_data["words"]
    try:
        set_goal(found, by=request.user, words=words)
    except Conflict as error:
        return show_unkept(request, number, error, words)
    return redirect("companions:pair", found.pk)


@require_POST
def end_goal(request: HttpRequest, goal: int) -> HttpResponse:
    """Say that a goal is reached, or let it go."""
    found = goal_for(request.user, goal)
    if "reached" in request.POST:
        reach_goal(found, by=request.user)
        messages.success(request, _("Reached. Worth a moment before the next one."))
    else:
        leave_goal(found, by=request.user)
        messages.success(request, _("Let go. It stays below, with the goals of before."))
    return redirect("companions:pair", found.companionship_id)


@require_POST
def commit(request: HttpRequest, number: int) -> HttpResponse:
    """Commit to something."""
    found = companionship_for(request.user, number)
    form = CommitForm(request.POST, **COMMITMENT)
    if not form.is_valid():
        return show_pair(request, found, commitment=form)
    told = form.cleaned_data
    try:
        commit_to(found, by=request.user, words=told["words"], due=told["due"])
    except Conflict as error:
        return show_unkept(request, number, error, told["words"])
    return redirect("companions:pair", found.pk)


@require_POST
def end_commitment(request: HttpRequest, commitment: int) -> HttpResponse:
    """Say that one's own commitment is kept, or drop it."""
    found = commitment_for(request.user, commitment)
    if "kept" in request.POST:
        keep_commitment(found, by=request.user)
        messages.success(request, _("Kept."))
    else:
        drop_commitment(found, by=request.user)
        messages.success(request, _("Dropped. That is an answer too."))
    return redirect("companions:pair", found.companionship_id)


@require_POST
def energy(request: HttpRequest, number: int) -> HttpResponse:
    """Say how full one is, for the companion to read."""
    found = _of_mine(request, number)
    form = LevelsForm(request.POST)
    if found.state is not Companionship.State.RUNNING:
        return show_unkept(request, number, Conflict(_("This is not running, so nobody would read it.")))
    if not form.is_valid():
        return show_pair(request, found, levels=form)
    check_in(found.organisation, by=request.user, levels=form.cleaned_data)
    messages.success(request, _("Kept. %(name)s can read it.") % {"name": found.companion})
    return redirect("companions:pair", found.pk)


@require_POST
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Let the companion see needles and experiments, or no longer."""
    found = _of_mine(request, number)
    insist_running(found, request.user)
    shown = request.POST.get("shown") == "yes"
    show_needles(found.organisation, by=request.user, shown=shown)
    told = _("Who accompanies you sees what you want to move.") if shown else _("It is yours alone again.")
    messages.success(request, told)
    return redirect("companions:pair", found.pk)


@require_POST
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Open the notes that only the two can read."""
    return redirect("vault:notes", open_notes(companionship_for(request.user, number), by=request.user))


def _of_mine(request: HttpRequest, number: int) -> Companionship:
    """Give a companionship in which the person is accompanied; raises NotFound for who accompanies."""
    found = companionship_for(request.user, number)
    if found.person_id != request.user.pk:
        raise NotFound(_("Who is accompanied says this."))
    return found
