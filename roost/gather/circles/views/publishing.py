"""Publish circles, end a round, and take its files along."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from roost.gather.circles.access import round_for
from roost.gather.circles.actions import close_round, delete_round, publish_round, take_back_round
from roost.gather.circles.forms import day_from, version_from
from roost.gather.circles.models import Round
from roost.gather.circles.reads import (
    enrolment_of,
    have_met,
    lot_file,
    new_in_roost,
    plan_file,
    plan_page,
    published_page,
    roster_file,
    rules_file,
    rules_for,
    seats_in,
)
from roost.gather.circles.views.planning import show_changed
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound

WAYS_TO_END = {
    "delete": (delete_round, gettext_lazy("Deleted, with its list.")),
    "take-back": (take_back_round, gettext_lazy("Taken back. Nobody but you sees these circles now.")),
    "close": (close_round, gettext_lazy("Closed. The list is deleted, the circles stay.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Say who will see what, and publish."""
    found = round_for(request.user, number)
    if request.method == "POST":
        try:
            starts_on = day_from(request.POST, "starts_on")
            publish_round(found, by=request.user, version=version_from(request.POST), starts_on=starts_on)
        except Conflict as error:
            return show_changed(request, number, error)
        except InputError as error:
            messages.warning(request, str(error))
            return redirect("circles:publish", number)
        messages.success(request, _("Published. Whom Roost knows finds their circle under Gather and on Today."))
        return redirect("circles:plan", number)
    if found.state != Round.State.FORMED:
        return redirect("circles:plan", number)
    page = {"page": plan_page(found), "today": clock.today(request.user.time_zone), "new": new_in_roost(found)}
    return render(request, "circles/publish.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Say what each way of ending a round means, and do it."""
    found = round_for(request.user, number)
    what = request.POST.get("what", "")
    if what not in WAYS_TO_END:
        return render(request, "circles/end.html", {"page": published_page(found), "have_met": have_met(found)})
    act, words = WAYS_TO_END[what]
    try:
        act(found, by=request.user, version=version_from(request.POST))
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("circles:end", number)
    messages.success(request, words)
    return redirect("circles:gather") if what == "delete" else redirect("circles:plan", number)


@require_safe
def file(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Give the wishes, the list or the plan as `roost circles form` takes and gives them."""
    found = round_for(request.user, number)
    seats = seats_in(found)
    made = {
        # As they are by now: of who is erased nothing is left in them.
        "rules.toml": lambda: rules_file(rules_for(found, seats)) if found.rules else "",
        "roster.csv": lambda: roster_file(found, seats),
        "plan.csv": lambda: plan_file(seats),
    }
    asked = enrolment_of(found)
    if asked is not None and asked.drawn:
        made["lot.csv"] = lambda: lot_file(found)
    if name not in made or found.state == Round.State.CLOSED:
        raise NotFound(_("There is no such file."))
    kind = "application/toml" if name.endswith("toml") else "text/csv"
    answer = HttpResponse(made[name](), content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
