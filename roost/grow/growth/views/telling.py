"""Where a person stands, what they tell about themselves, and what of it is counted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.people.access import To, organisation_for
from roost.ground.people.reads import today_here
from roost.grow.growth.access import cycle_for, growing_in
from roost.grow.growth.actions import answer_questions, let_cycles_be_counted, publish_numbers
from roost.grow.growth.forms import AnswersForm
from roost.grow.growth.reads import latest_answers, lines_of, numbers_of, overview_of, watching_page
from roost.grow.growth.reads.overview import STEPS
from roost.grow.growth.reads.questions import SECTIONS, section_named


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show where the person stands, or where to begin."""
    organisation = growing_in(request.user)
    page = {
        "overview": overview_of(request.user, organisation),
        "watching": watching_page(request.user, organisation),
        "lines": lines_of(request.user, organisation),
    }
    return render(request, "growth/overview.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the questions of one section; what is answered is kept whether or not the person goes on."""
    organisation, asked = growing_in(request.user), section_named(key)
    if asked is None:
        raise NotFound(_("There is no such page."))
    known = latest_answers(request.user, organisation)
    form = AnswersForm(request.POST if request.method == "POST" else None, section=asked, answers=known)
    stale = ""
    if request.method == "POST" and form.is_valid():
        try:
            answer_questions(organisation, by=request.user, given=form.given(), seen=form.cleaned_data["seen"])
        except Conflict as error:
            stale, form = str(error), form.beside(latest_answers(request.user, organisation))
        else:
            return _after(request, SECTIONS.index(asked))
    place = SECTIONS.index(asked) + 1
    page = {"section": asked, "form": form, "steps": STEPS, "place": place, "stale": stale}
    return render(request, "growth/section.html", page, status=409 if stale else 422 if form.errors else 200)


def _after(request: HttpRequest, place: int) -> HttpResponse:
    if "stop" in request.POST:
        messages.success(request, _("Kept. You can go on here whenever you like."))
        return redirect("growth:overview")
    if place + 1 < len(SECTIONS):
        return redirect("growth:section", SECTIONS[place + 1].key)
    return redirect("growth:put-first")


@require_POST
def count_cycles(request: HttpRequest) -> HttpResponse:
    """Let one's cycles be counted in the organisation's numbers, or no longer."""
    counted = request.POST.get("counted") == "yes"
    let_cycles_be_counted(cycle_for(request.user).organisation, by=request.user, counted=counted)
    told = _("Your cycles are counted, without your name.") if counted else _("Your cycles are counted no longer.")
    messages.success(request, told)
    return redirect("growth:overview")


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Tell an administrator what people let be counted, of all together, as it was frozen."""
    organisation = organisation_for(request.user, to=To.ADMINISTER)
    publish_numbers(organisation, today_here())
    return render(request, "growth/numbers.html", {"numbers": numbers_of(organisation, today_here())})
