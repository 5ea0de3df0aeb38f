"""One's own weekly hours, and the times that suit all."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from roost.gather.rhythm.access import circle_for, hours_of
from roost.gather.rhythm.actions import plan_term, say_hours, take_hours_back
from roost.gather.rhythm.engine.dates import lay_out
from roost.gather.rhythm.forms import ChosenForm, HoursForm
from roost.gather.rhythm.reads import TermPage, term_page, times_page, turns_for
from roost.ground.kit.errors import Conflict, InputError

FIRST, LAST = 6, 22
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
    rows = [
        (hour, [(day * 24 + hour, day * 24 + hour in said, WEEKDAYS[day]) for day in range(7)])
        for hour in range(FIRST, LAST)
    ]
    told = {
        "circle": circle,
        "name": term_page(request.user, number).circle.name,
        "rows": rows,
        "days": [WEEKDAYS_ABBR[day] for day in range(7)],
        "form": HoursForm(initial={"uses_calendar": uses}),
        "has_hours": found is not None,
    }
    is_refused = form is not None and not form.is_valid()
    return render(request, "rhythm/hours.html", told, status=422 if is_refused else 200)


@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget one's hours."""
    take_hours_back(number, by=request.user)
    messages.success(request, _("Forgotten."))
    return redirect("rhythm:hours", number)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def times(request: HttpRequest, number: int) -> HttpResponse:
    """Show the times that suit most, and plan the term at the one that is chosen."""
    page = term_page(request.user, number)
    form = ChosenForm(request.POST if request.method == "POST" else None, initial=_usual(page))
    if request.method == "POST" and form.is_valid():
        try:
            _choose(request, page, form)
        except InputError as error:
            form.add_error(None, error.problems[0].message)
        except Conflict as conflict:
            messages.error(request, str(conflict))
            return redirect("rhythm:term", number)
        else:
            messages.success(request, _("Planned. In ten minutes an invitation goes to each of you."))
            return redirect("rhythm:term", number)
    found = times_page(request.user, number, minutes=int(_usual(page)["minutes"]))
    return render(request, "rhythm/times.html", {"page": found, "form": form}, status=422 if form.is_bound else 200)


def _usual(page: TermPage) -> dict[str, int]:
    if page.term is None:
        return {"minutes": 90, "every": 3, "count": 8, "version": 0}
    return {
        "minutes": page.term.minutes,
        "every": page.term.every,
        "count": max(len(page.to_come), 4),
        "version": page.term.version,
    }


def _choose(request: HttpRequest, page: TermPage, form: ChosenForm) -> None:
    told, zone = form.cleaned_data, request.user.time_zone
    rhythm = {name: told[name] for name in ("every", "minutes", "version")}
    at: datetime | None = told["at"]
    if at is None:
        starts = turns_for(page.circle, minutes=told["minutes"], every=told["every"], count=told["count"])
    else:
        local = timezone.localtime(at)
        starts = lay_out(local.date(), local.time(), every=told["every"], count=told["count"], zone=zone)
    if not starts:
        raise InputError(_("Nobody of you has said when they can yet."))
    plan_term(page.circle, by=request.user, starts=starts, zone=zone, **rhythm)
