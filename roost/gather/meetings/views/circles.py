"""A circle's own page, how it wants to meet, and a card to print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from roost.gather.meetings.actions import open_meeting
from roost.gather.meetings.engine.planning import plan_meeting
from roost.gather.meetings.forms import PlanForm
from roost.gather.meetings.ports import AGREEMENT, ONLY, ROTA
from roost.gather.meetings.reads import (
    CirclePage,
    circle_page,
    group_of,
    kept_parts,
    last_used,
    may_read_kept,
    parsed,
    people_to_plan_for,
    protocol_choices,
    text_of,
)
from roost.gather.meetings.views.writing import pad_for
from roost.ground.vault.ports import with_sodium


@require_safe
@never_cache
@with_sodium
def circle(request: HttpRequest, number: int) -> HttpResponse:
    """Show a circle to who sits in it: the meeting under way, who they are, when they met and what they keep."""
    found: dict[str, object] = {"page": circle_page(request.user, number)}
    only = ONLY.of(number)
    if only is not None:
        found["only"] = parsed(text_of(only, number)).title
    if group_of(number) is not None and may_read_kept(number, request.user):
        found |= {"pad": pad_for(request.user, number), "parts": kept_parts(number)}
    return render(request, "meetings/circle.html", found)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Choose how to meet, see the plan, and open the meeting."""
    page = circle_page(request.user, number)
    asked = _asked_of(page)
    is_told = request.method == "POST"
    form = PlanForm(request.POST, **asked) if is_told else PlanForm.of_address(request.GET.dict(), **asked)
    if is_told and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("protocol", "minutes", "one_screen")}
        opened = open_meeting(page.circle, by=request.user, **told)
        return redirect("meetings:meeting", opened.pk)
    found = {"page": page, "form": form, **_planned(page, form), "own": [one for one in asked["choices"] if one.own]}
    return render(request, "meetings/begin.html", found, status=422 if is_told else 200)


@require_safe
def card(request: HttpRequest, number: int) -> HttpResponse:
    """Show a meeting on one sheet of paper, for circles that meet without any device."""
    page = circle_page(request.user, number)
    form = PlanForm.of_address(request.GET.dict(), **_asked_of(page))
    coming = ROTA.coming(number)
    names = page.circle.people
    roles = [(role, names[one]) for one, role in coming.roles if one in names] if coming else []
    return render(
        request, "meetings/card.html", {"page": page, "coming": coming, "roles": roles, **_planned(page, form)}
    )


def _asked_of(page: CirclePage) -> dict[str, Any]:
    """Give what a circle can choose from, and what it chose last."""
    number = page.circle.number
    choices, only = protocol_choices(number), ONLY.of(number)
    if only is not None:
        choices = [one for one in choices if one.key == only]
    usual = only or last_used(number, choices)
    agreed = AGREEMENT.of(number)
    asked = {"choices": choices, "usual": usual, "people": people_to_plan_for(page.circle)}
    return asked | ({"minutes": agreed.minutes} if agreed else {})


def _planned(page: CirclePage, form: PlanForm) -> dict[str, object]:
    told = form.plan
    protocol = parsed(text_of(told["protocol"], page.circle.number))
    plan = plan_meeting(protocol, people=told["people"], minutes=told["minutes"])
    return {"plan": plan, "protocol": protocol, "key": told["protocol"]}
