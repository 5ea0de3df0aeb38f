"""How a circle is: its page, its check, and what leaves it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.gather.circles.reads import shared_circle
from roost.gather.health import actions
from roost.gather.health.access import check_for, circle_for
from roost.gather.health.engine.check import read_answers
from roost.gather.health.reads import check_page, health_page, lights_page
from roost.ground.kit.errors import Conflict, InputError


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
    page = check_page(request.user, number)
    refused = ""
    if request.method == "POST":
        try:
            answers = read_answers(request.POST.dict())
            actions.answer_check(check_for(request.user, number), by=request.user, answers=answers)
        except Conflict as error:
            messages.warning(request, str(error))
            return redirect("health:health", number)
        except InputError as error:
            refused = str(error)
        else:
            messages.success(request, _("Thank you. What all of you answered stands here once the check is closed."))
            return redirect("health:health", number)
    given = request.POST.dict() if refused else {}
    asked = [(item, sentence, given.get(item, "")) for item, sentence in page.asked]
    found = {"page": page, "asked": asked, "refused": refused}
    return render(request, "health/check.html", found, status=422 if refused else 200)


@require_safe
def lights(request: HttpRequest) -> HttpResponse:
    """Show who convenes circles what leaves these."""
    return render(request, "health/lights.html", {"page": lights_page(request.user)})
