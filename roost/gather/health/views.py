"""How a circle is: its page, its check, and what leaves it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.gather.circles.reads import shared_circle
from roost.gather.health import actions
from roost.gather.health.access import circle_for
from roost.gather.health.engine.check import read_answers
from roost.gather.health.models import Check
from roost.gather.health.reads import CheckPage, check_page, health_page, lights_page
from roost.ground.kit.errors import Conflict, InputError, NotFound


@require_safe
def health(request: HttpRequest, number: int) -> HttpResponse:
    """Show how a circle is to who sits in it."""
    return render(request, "health/health.html", {"page": health_page(request.user, number)})


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Open a check before its quarter is over."""
    circle = shared_circle(circle_for(request.user, number))
    try:
        actions.ask_now(circle, by=request.user)
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("health:health", number)
    return redirect("health:check", number)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Show the eight sentences, and take somebody's answers."""
    circle_for(request.user, number)
    try:
        page = check_page(request.user, number)
    except NotFound as error:
        # Mails and Today lead here, also who comes after it was closed.
        messages.info(request, str(error))
        return redirect("health:health", number)
    return _take(request, page) if request.method == "POST" else _sheet(request, page)


@require_safe
def lights(request: HttpRequest) -> HttpResponse:
    """Show who convenes circles what leaves these."""
    return render(request, "health/lights.html", {"page": lights_page(request.user)})


def _take(request: HttpRequest, page: CheckPage) -> HttpResponse:
    try:
        answers = read_answers(request.POST.dict())
        held = actions.answer_check(page.check, by=request.user, answers=answers)
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("health:health", page.circle.number)
    except InputError as error:
        return _sheet(request, page, refused=str(error))
    return _thank(request, held)


def _sheet(request: HttpRequest, page: CheckPage, *, refused: str = "") -> HttpResponse:
    given = request.POST.dict() if refused else {}
    asked = [(item, sentence, given.get(item, "")) for item, sentence in page.asked]
    found = {"page": page, "asked": asked, "refused": refused}
    return render(request, "health/check.html", found, status=422 if refused else 200)


def _thank(request: HttpRequest, check: Check) -> HttpResponse:
    here = reverse("health:health", args=[check.circle_id])
    if check.closed_at is None:
        messages.success(request, _("Thank you. What came out stands here once all of you have answered."))
        return redirect(here)
    messages.success(request, _("Thank you. All of you have answered, and this is what came out."))
    return redirect(f"{here}#answered")
