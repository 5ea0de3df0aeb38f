"""Pages and presses of attendance."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roost.gather.attendance import actions
from roost.gather.attendance.access import circle_for
from roost.gather.attendance.engine.marks import Mark
from roost.gather.attendance.forms import CorrectionForm, MomentForm
from roost.gather.attendance.reads import attendance_page
from roost.gather.attendance.reads.pages import WORDS
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound


@require_safe
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Show who was at a circle's meetings."""
    page = attendance_page(request.user, number)
    offered = [(mark.value, WORDS[mark]) for mark in Mark]
    return render(request, "attendance/attendance.html", {"page": page, "marks": offered})


@require_POST
def say(request: HttpRequest, number: int) -> HttpResponse:
    """Say that one cannot come to the next meeting, or that one can after all."""
    circle_for(request.user, number)
    form = MomentForm(request.POST)
    if not form.is_valid():
        raise InputError(_("Say it on your circle’s page."))
    at, comes = form.cleaned_data["starts_at"], form.cleaned_data["comes"]
    if comes:
        return _then(
            request,
            lambda: actions.come_after_all(number, by=request.user, starts_at=at),
            _("Good. The others see that you come."),
            reverse("meetings:circle", args=[number]),
        )
    return _then(
        request,
        lambda: actions.call_off(number, by=request.user, starts_at=at),
        _("The others see that you cannot come. You can take it back until then."),
        reverse("meetings:circle", args=[number]),
    )


@require_POST
def correct(request: HttpRequest, number: int, meeting: int) -> HttpResponse:
    """Correct how somebody was at a meeting."""
    circle_for(request.user, number)
    form = CorrectionForm(request.POST)
    told = form.cleaned_data if form.is_valid() else {"person": 0, "mark": ""}
    return _then(
        request,
        lambda: actions.correct(number, meeting, by=request.user, person=told["person"], mark=told["mark"]),
        _("Corrected. The others see that it was you."),
        reverse("attendance:attendance", args=[number]),
    )


def _then(request: HttpRequest, do: Callable[[], object], words: str, page: str) -> HttpResponse:
    """Do something and say so on a page, or say there why not."""
    try:
        do()
    except (Conflict, Forbidden, InputError, NotFound) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, words)
    return redirect(page)
