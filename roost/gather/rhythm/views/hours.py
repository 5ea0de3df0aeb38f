"""One's own weekly hours, and the times that suit all."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from roost.gather.circles.reads import shared_circle
from roost.gather.meetings.ports import AGREEMENT
from roost.gather.rhythm.access import circle_for, hours_of
from roost.gather.rhythm.actions import plan_term, say_hours, take_hours_back
from roost.gather.rhythm.engine.dates import FEWEST, lay_out
from roost.gather.rhythm.forms import ChosenForm, HoursForm, LookForm, rhythm_of
from roost.gather.rhythm.reads import TermPage, term_page, times_page, turns_for, version_of
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError

DAY = range(6, 22)
NIGHT = (22, 23, 0, 1, 2, 3, 4, 5)
OFFICE = frozenset(day * 24 + hour for day in range(5) for hour in range(9, 17))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hours(request: HttpRequest, number: int) -> HttpResponse:
    """Show the table of a week, and take what was ticked."""
    circle, found = circle_for(request.user, number), hours_of(request.user, number)
    form = HoursForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and "office" not in request.POST:
        say_hours(number, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept, for finding times alone."))
        return redirect("rhythm:times", number)
    said = set(found.hours) if found else set()
    uses = found.uses_calendar if found else False
    if form is not None and form.is_valid():
        said, uses = set(form.cleaned_data["hours"]) | OFFICE, form.cleaned_data["uses_calendar"]
    told = {
        "circle": circle,
        "name": shared_circle(circle).name,
        "day": _rows(DAY, said),
        "night": _rows(NIGHT, said),
        "is_open_at_night": any(one % 24 in NIGHT for one in said),
        "days": [WEEKDAYS_ABBR[day] for day in range(7)],
        "form": HoursForm(initial={"uses_calendar": uses}),
        "has_hours": found is not None,
    }
    is_refused = form is not None and not form.is_valid()
    return render(request, "rhythm/hours.html", told, status=422 if is_refused else 200)


def _rows(hours: Iterable[int], said: Container[int]) -> list[tuple[int, list[tuple[int, bool, Any]]]]:
    """Give a table's rows: an hour, and for each day its hour of the week, whether it is ticked, and its name."""
    return [(hour, [(day * 24 + hour, day * 24 + hour in said, WEEKDAYS[day]) for day in range(7)]) for hour in hours]


@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget one's hours."""
    take_hours_back(number, by=request.user)
    messages.success(request, _("Forgotten."))
    return redirect("rhythm:hours", number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def times(request: HttpRequest, number: int) -> HttpResponse:
    """Look for the times that suit most, as the address says, and plan the term at the one that is chosen."""
    page, form, status = term_page(request.user, number), None, 200
    if request.method == "POST":
        form, status = ChosenForm(request.POST), 422
        if form.is_valid():
            try:
                _choose(request, page, form)
            except (Conflict, InputError) as refused:
                form.add_error(None, str(refused))
                status = 409 if isinstance(refused, Conflict) else 422
            else:
                messages.success(request, _("Planned. In ten minutes an invitation goes to each of you."))
                return redirect("rhythm:term", number)
    usual = _usual(page)
    told = request.POST if request.method == "POST" else request.GET
    # Whoever was refused because others planned meanwhile has read so by now.
    look = LookForm(usual | {name: told[name] for name in usual if name in told} | {"version": usual["version"]})
    asked = look.cleaned_data if look.is_valid() else usual
    found = times_page(request.user, number, minutes=asked["minutes"], since=asked["since"])
    shown = {"page": found, "look": look, "form": form, "asked": asked | {"since": asked["since"].isoformat()}}
    return render(request, "rhythm/times.html", shown, status=status if look.is_valid() else 422)


def _usual(page: TermPage) -> dict[str, Any]:
    usual = {"since": timezone.localdate(clock.now()) + timedelta(days=1), "version": version_of(page)}
    if page.term is None:
        usual |= {"minutes": 90, "every": 3, "count": 8}
    else:
        count = max(len(page.ahead), FEWEST)
        usual |= {"minutes": page.term.minutes, "every": page.term.every, "count": count}
    return usual | rhythm_of(AGREEMENT.of(page.circle.number))


def _choose(request: HttpRequest, page: TermPage, form: ChosenForm) -> None:
    told, zone = form.cleaned_data, request.user.time_zone
    if told["at"] is None:
        asked = {name: told[name] for name in ("since", "minutes", "every", "count")}
        starts = turns_for(page.circle, by=request.user, **asked)
    else:
        local = timezone.localtime(told["at"])
        starts = lay_out(local.date(), local.time(), every=told["every"], count=told["count"], zone=zone)
    if not starts:
        raise InputError(_("Nobody of you has said when they can yet."))
    rhythm = {name: told[name] for name in ("every", "minutes", "version")}
    plan_term(page.circle, by=request.user, starts=starts, zone=zone, **rhythm)
