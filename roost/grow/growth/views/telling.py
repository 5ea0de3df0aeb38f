"""From the first question to the needle, and what people let be counted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.ground.kit import clock
from roost.ground.kit.errors import NotFound
from roost.ground.people.access import To, organisation_for
from roost.grow.growth.access import cycle_before, cycle_for, growing_in, own_needles
from roost.grow.growth.actions import answer_questions, choose_needles, put_first
from roost.grow.growth.forms import AnswersForm, FirstForm, NeedleForm
from roost.grow.growth.reads import capacity_of, latest_answers, needle_page, numbers_of, overview_of, weights
from roost.grow.growth.reads.numbers import FEWEST
from roost.grow.growth.reads.overview import STEPS
from roost.grow.growth.reads.questions import SECTIONS, section_named


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show where the person stands, or where to begin."""
    return render(request, "growth/overview.html", {"overview": overview_of(request.user, growing_in(request.user))})


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the questions of one section; what is answered is kept whether or not the person goes on."""
    organisation, asked = growing_in(request.user), section_named(key)
    if asked is None:
        raise NotFound(_("There is no such page."))
    form = AnswersForm(
        request.POST if request.method == "POST" else None,
        section=asked,
        answers=latest_answers(request.user, organisation),
    )
    if request.method == "POST" and form.is_valid():
        answer_questions(organisation, by=request.user, given=form.given())
        return _after(request, SECTIONS.index(asked))
    place = SECTIONS.index(asked) + 1
    page = {"section": asked, "form": form, "steps": STEPS, "place": place}
    return render(request, "growth/section.html", page, status=422 if form.errors else 200)


def _after(request: HttpRequest, place: int) -> HttpResponse:
    if "stop" in request.POST:
        messages.success(request, _("Kept. You can go on here whenever you like."))
        return redirect("growth:overview")
    if place + 1 < len(SECTIONS):
        return redirect("growth:section", SECTIONS[place + 1].key)
    return redirect("growth:put-first")


@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Let the person say what would matter most, before anything else does."""
    cycle = cycle_for(request.user)
    before = cycle_before(cycle)
    known = cycle.own_first or (before.own_first if before else [])
    form = FirstForm(request.POST if request.method == "POST" else None, own_first=known)
    if request.method == "POST" and form.is_valid():
        put_first(cycle, by=request.user, behaviours=form.ranked(form.cleaned_data))
        return redirect("growth:needle")
    page = {"form": form, "behaviours": BEHAVIOURS, "steps": STEPS}
    return render(request, "growth/first.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def needle(request: HttpRequest) -> HttpResponse:
    """Put what the answers point to beside the person's own order, and let them choose."""
    cycle = cycle_for(request.user)
    if not cycle.own_first and not own_needles(cycle).exists():
        return redirect("growth:put-first")
    found = needle_page(request.user, cycle)
    form = NeedleForm(request.POST if request.method == "POST" else None, candidates=found.candidates)
    if request.method == "POST" and form.is_valid():
        choose_needles(cycle, by=request.user, chosen=form.chosen(), leaving=form.leaving())
        return redirect("growth:plan")
    page = {"found": found, "form": form, "steps": STEPS}
    return render(request, "growth/needle.html", page, status=422 if form.errors else 200)


@require_safe
def reckoning(request: HttpRequest) -> HttpResponse:
    """Show every number that a ranking is made of."""
    return render(request, "growth/weights.html", {"weights": weights()})


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Tell an administrator what people let be counted, of all together."""
    organisation = organisation_for(request.user, to=To.ADMINISTER)
    capacity = capacity_of(organisation, clock.today(request.user.time_zone))
    page = {"counted": numbers_of(organisation), "capacity": capacity, "fewest": FEWEST}
    return render(request, "growth/numbers.html", page)
