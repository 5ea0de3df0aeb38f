"""A circle's own page, how it wants to meet, and a card to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from roost.gather.meetings.actions import open_meeting
from roost.gather.meetings.forms import PlanForm
from roost.gather.meetings.reads import (
    circle_page,
    group_of,
    kept_parts,
    may_read_kept,
    parsed,
    people_to_plan_for,
    plan_for,
    protocol_texts,
)
from roost.gather.meetings.views.writing import pad_for
from roost.ground.vault.ports import with_sodium


@require_safe
@never_cache
@with_sodium
def circle(request: HttpRequest, number: int) -> HttpResponse:
    """Show a circle to who sits in it: the meeting under way, who they are, when they met and what they keep."""
    found: dict[str, object] = {"page": circle_page(request.user, number)}
    if group_of(number) is not None and may_read_kept(number, request.user):
        found |= {"pad": pad_for(request.user, number), "parts": kept_parts(number)}
    return render(request, "meetings/circle.html", found)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Choose how to meet, see the plan, and open the meeting."""
    page = circle_page(request.user, number)
    people = people_to_plan_for(page.circle)
    is_told = request.method == "POST"
    form = PlanForm(request.POST, people=people) if is_told else PlanForm.of_address(request.GET.dict(), people=people)
    if is_told and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("protocol", "minutes", "one_screen")}
        opened = open_meeting(page.circle, by=request.user, **asked)
        return redirect("meetings:meeting", opened.pk)
    found = {"page": page, "form": form, "plan": plan_for(**form.plan)}
    return render(request, "meetings/begin.html", found, status=422 if is_told else 200)


@require_safe
def card(request: HttpRequest, number: int) -> HttpResponse:
    """Show a meeting on one sheet of paper, for circles that meet without any device."""
    page = circle_page(request.user, number)
    form = PlanForm.of_address(request.GET.dict(), people=people_to_plan_for(page.circle))
    asked = form.plan
    found = {"page": page, "plan": plan_for(**asked), "protocol": parsed(protocol_texts()[str(asked["protocol"])])}
    return render(request, "meetings/card.html", found)
