"""A circle's term, and planning it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roost.gather.meetings.ports import AGREEMENT, Agreed
from roost.gather.rhythm.access import hours_of
from roost.gather.rhythm.actions import plan_term
from roost.gather.rhythm.engine.dates import next_date
from roost.gather.rhythm.forms import DateForm, PlanForm
from roost.gather.rhythm.reads import TermPage, term_page, version_of
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Person


@require_safe
def term(request: HttpRequest, number: int) -> HttpResponse:
    """Show a circle's term to who sits in it."""
    return render(request, "rhythm/term.html", told_of_term(request, number))


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Plan a term, or the rest of it anew."""
    page = term_page(request.user, number)
    zones = zones_of(page, request.user)
    if request.method != "POST":
        begun = PlanForm.of(page.term, zones=zones, to_come=page.ahead, agreed=AGREEMENT.of(number))
        return render(request, "rhythm/plan.html", {"page": page, "form": begun})
    form, status = PlanForm(request.POST, zones=zones, initial={}), 422
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("version", "every", "minutes", "zone")}
        try:
            plan_term(page.circle, by=request.user, starts=form.starts(), **told)
        except InputError as error:
            form.add_error(None, error.problems[0].message)
        except Conflict as conflict:
            page, status = term_page(request.user, number), 409
            form = PlanForm(request.POST.dict() | {"version": version_of(page)}, zones=zones, initial={})
            form.is_valid()
            form.add_error(None, str(conflict))
        else:
            messages.success(request, _("Planned. In ten minutes an invitation goes to each of you."))
            return redirect("rhythm:term", number)
    return render(request, "rhythm/plan.html", {"page": page, "form": form}, status=status)


def told_of_term(request: HttpRequest, number: int) -> dict[str, Any]:
    """Give what the page of a term needs."""
    page = term_page(request.user, number)
    found: dict[str, Any] = {"page": page, "has_hours": hours_of(request.user, number) is not None}
    if page.term is not None:
        agreed = AGREEMENT.of(number)
        found["otherwise"] = agreed if agreed != Agreed(page.term.every, page.term.minutes) else None
        now, every = clock.now(), page.term.every
        last = page.lines[-1].meeting.starts_at if page.lines else now
        later = next_date(last, every=every, now=max(now, last), zone=page.term.zone)
        found["form"] = DateForm.of(later, version=page.term.version)
    return found


def zones_of(page: TermPage, person: Person) -> list[str]:
    """Give the zones in which people of a circle live, one's own first."""
    others = Person.objects.filter(pk__in=page.circle.people).values_list("time_zone", flat=True)
    held = [page.term.zone] if page.term else []
    return list(dict.fromkeys([person.time_zone, *held, *sorted(set(others))]))
