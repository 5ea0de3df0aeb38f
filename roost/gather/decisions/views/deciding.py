"""How a circle goes on: asked, answered, decided, and stopped."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roost.gather.circles.reads import shared_circle
from roost.gather.decisions import actions
from roost.gather.decisions.access import circle_for, misses_for, question_for, reseating_for
from roost.gather.decisions.forms import AnswerForm
from roost.gather.decisions.reads import misses_page, standing_of
from roost.ground.kit.errors import Conflict, InputError


@require_safe
@never_cache
def decision(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a circle is asked, what came out, or when it ends; to who sits in it."""
    actions.settle(shared_circle(circle_for(request.user, number)))
    return render(request, "decisions/decision.html", {"page": standing_of(request.user, number)})


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the circle how it goes on."""
    try:
        actions.ask(shared_circle(circle_for(request.user, number)), by=request.user)
        messages.success(request, _("All of you are asked. Answer as well."))
    except Conflict as error:
        messages.warning(request, str(error))
    return redirect("decisions:decision", number)


@require_POST
def answer(request: HttpRequest, number: int, question: int) -> HttpResponse:
    """Answer what the circle is asked."""
    asked = question_for(request.user, number, question)
    form = AnswerForm(request.POST)
    try:
        option = form.cleaned_data["option"] if form.is_valid() else ""
        held = actions.answer(asked, by=request.user, option=option)
        messages.success(request, _said(is_decided=held.decided_at is not None))
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
    return redirect("decisions:decision", number)


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop the circle's ending, which asks all of it anew."""
    try:
        actions.stop_ending(shared_circle(circle_for(request.user, number)), by=request.user)
        messages.success(request, _("It is stopped. All of you are asked once more."))
    except Conflict as error:
        messages.warning(request, str(error))
    return redirect("decisions:decision", number)


@require_POST
def read(request: HttpRequest, number: int) -> HttpResponse:
    """Put a note away that a circle asked to be seated anew."""
    actions.forget_reseating(reseating_for(request.user, number))
    return redirect("circles:gather")


@require_safe
@never_cache
def misses(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a circle is asked about misses, to who sits in it."""
    return render(request, "decisions/misses.html", {"page": misses_page(request.user, number)})


@require_POST
def answer_misses(request: HttpRequest, number: int, misses: int) -> HttpResponse:
    """Answer what the circle is asked about somebody's misses."""
    asked = misses_for(request.user, number, misses)
    form = AnswerForm(request.POST)
    try:
        say = form.cleaned_data["option"] if form.is_valid() else ""
        held = actions.answer_about_misses(asked, by=request.user, say=say)
        messages.success(request, _said(is_decided=held.decided_at is not None))
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
    return redirect("decisions:misses", number)


def _said(*, is_decided: bool) -> str:
    if is_decided:
        return _("All of you have answered. This is what came out.")
    return _("Thank you. You can change it until it is decided.")
