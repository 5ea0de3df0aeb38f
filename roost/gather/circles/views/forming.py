"""Form circles in the worker, watch, and stop."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roost.gather.circles.access import round_for
from roost.gather.circles.actions import ask_to_form, stop_forming, take_best
from roost.gather.circles.forms import version_from
from roost.gather.circles.models import Forming, Round
from roost.gather.circles.reads import forming_page, newest_forming
from roost.gather.circles.views.planning import show_changed
from roost.ground.kit.errors import Conflict
from roost.ground.kit.pace import keep_pace


@require_POST
def form(request: HttpRequest, number: int) -> HttpResponse:
    """Look for circles; locked seats stay."""
    found = round_for(request.user, number)
    try:
        return let_form(request, found, version_from(request.POST))
    except Conflict as error:
        return show_changed(request, number, error)


def let_form(request: HttpRequest, round: Round, version: int) -> HttpResponse:
    """Let the worker look for circles, and lead to how it fares; raises Conflict, or TooMany for too many searches."""
    keep_pace("circles.form", request.user.pk, most=60, seconds=3600)
    ask_to_form(round, by=request.user, version=version)
    return redirect("circles:forming", round.pk)


@never_cache
@require_safe
def forming(request: HttpRequest, number: int) -> HttpResponse:
    """Say how the newest search fares; htmx asks for that part alone, and is led on once there is a plan."""
    found = round_for(request.user, number)
    newest = newest_forming(found)
    is_part = "HX-Request" in request.headers
    if newest is None or newest.status in {Forming.Status.DONE, Forming.Status.STOPPED}:
        return _lead_on("plan" if found.state != Round.State.DRAFT else "wishes", found.pk, is_part=is_part)
    if newest.finished_at is not None and newest.version != found.version:
        # What was refused is not what is wished for by now.
        return _lead_on("wishes", found.pk, is_part=is_part)
    if newest.finished_at is not None and is_part:
        return _lead_on("forming", found.pk, is_part=is_part)
    page = forming_page(found, newest)
    told = {"page": page, "is_news": is_part and request.GET.get("seen") != page.stage}
    return render(request, f"circles/forming.html{'#state' if is_part else ''}", told)


def _lead_on(name: str, number: int, *, is_part: bool) -> HttpResponse:
    answer = redirect(f"circles:{name}", number)
    return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]}) if is_part else answer


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Give the search up that is under way."""
    found = round_for(request.user, number)
    newest = newest_forming(found)
    if newest is not None and stop_forming(newest, by=request.user):
        messages.success(request, _("Stopped. Everything is as it was before."))
    return redirect("circles:plan", found.pk)


@require_POST
def best(request: HttpRequest, number: int) -> HttpResponse:
    """End the search that is under way with the best it found."""
    found = round_for(request.user, number)
    newest = newest_forming(found)
    if newest is not None:
        take_best(newest, by=request.user)
    return redirect("circles:forming", found.pk)
