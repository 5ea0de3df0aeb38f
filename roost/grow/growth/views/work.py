"""The hidden curriculum of work: two jobs, and what is in the way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.ground.kit.errors import Conflict
from roost.ground.people.reads import today_here
from roost.grow.growth.access import barrier_for, growing_in
from roost.grow.growth.actions import answer_questions, forget_barrier, meet_barriers, publish_barriers, share_barrier
from roost.grow.growth.forms import AnswersForm, BarriersForm, again, new_key
from roost.grow.growth.reads import WORK, barrier_map, latest_answers


@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest) -> HttpResponse:
    """Show the two jobs and the barriers on the map; keep what is written about the jobs."""
    organisation = growing_in(request.user)
    form = _jobs(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_questions(organisation, by=request.user, given=form.given(), seen=form.cleaned_data["seen"])
        except Conflict as error:
            return _page(request, form=form.beside(latest_answers(request.user, organisation)), stale=error)
        messages.success(request, _("Kept."))
        return redirect("growth:work")
    return _page(request, form=form)


@require_POST
def barriers(request: HttpRequest) -> HttpResponse:
    """Put barriers on the map."""
    form = BarriersForm(request.POST, met=())
    if not form.is_valid():
        return _page(request, barriers=form)
    try:
        meet_barriers(growing_in(request.user), by=request.user, keys=form.chosen(), own=form.own())
    except Conflict as error:
        form = BarriersForm(again(request.POST, key=new_key()), met=())
        form.add_error("words", str(error))
        return _page(request, barriers=form, stale=error)
    messages.success(request, _("It stands on your map. Try something against one of them."))
    return redirect("growth:work")


@require_POST
def share(request: HttpRequest, barrier: int) -> HttpResponse:
    """Let a barrier be counted with those of others, or no longer."""
    share_barrier(barrier_for(request.user, barrier), by=request.user, shared=request.POST.get("shared") == "yes")
    return redirect("growth:work")


@require_POST
def forget(request: HttpRequest, barrier: int) -> HttpResponse:
    """Take a barrier off the map."""
    forget_barrier(barrier_for(request.user, barrier), by=request.user)
    messages.success(request, _("It stands on your map no more."))
    return redirect("growth:work")


def _jobs(request: HttpRequest, sent: Any = None) -> AnswersForm:
    return AnswersForm(sent, section=WORK, answers=latest_answers(request.user, growing_in(request.user)))


def _page(
    request: HttpRequest,
    *,
    form: AnswersForm | None = None,
    barriers: BarriersForm | None = None,
    stale: Conflict | None = None,
) -> HttpResponse:
    organisation = growing_in(request.user)
    publish_barriers(organisation, today_here())
    rows = barrier_map(request.user, organisation, today_here())
    met = [one.barrier.key for row in rows for one in row.met]
    page = {
        "section": WORK,
        "form": form or _jobs(request),
        "barriers": barriers or BarriersForm(met=met),
        "rows": rows,
        "is_empty": not met,
        "stale": stale if barriers is None else None,
    }
    refused = barriers is not None or (form is not None and bool(form.errors))
    return render(request, "growth/work.html", page, status=409 if stale else 422 if refused else 200)
