"""Promise something, and say that it is settled: from the page's script, or from a form without one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roost.gather.circles.reads import shared_circle
from roost.gather.commitments import actions
from roost.gather.commitments.access import circle_for, commitment_for
from roost.gather.commitments.forms import PromiseForm
from roost.ground.kit.errors import Conflict, InputError


@require_POST
def promise(request: HttpRequest, number: int) -> HttpResponse:
    """Promise a circle something for a day."""
    circle = shared_circle(circle_for(request.user, number))
    form = PromiseForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError(_("Choose a day."))
        told = form.cleaned_data
        made = actions.promise(circle, by=request.user, due=told["due"], key=told["key"])
    except (Conflict, InputError) as error:
        return _answer(request, number, str(error), is_done=False)
    return _answer(request, number, _("Promised for %s.") % date_format(made.due, "l j F"))


@require_POST
def settle(request: HttpRequest, number: int, key: UUID) -> HttpResponse:
    """Say that one told how something went."""
    actions.settle(commitment_for(request.user, number, key), by=request.user)
    return _answer(request, number, _("Thank you for telling."))


def _answer(request: HttpRequest, number: int, words: str, *, is_done: bool = True) -> HttpResponse:
    """Answer a script with words, and a form with its circle's page."""
    if request.headers.get("X-Part"):
        return HttpResponse(words, content_type="text/plain", status=200 if is_done else 422)
    (messages.success if is_done else messages.warning)(request, words)
    return redirect(f"{reverse('meetings:circle', args=[number])}#commitments")
