"""What somebody finds and does who asks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, InputError
from roost.grow.feedback import actions
from roost.grow.feedback.access import loop_for, wave_for
from roost.grow.feedback.forms import BeginForm
from roost.grow.feedback.reads import begin_page, loop_lines, loop_page


@require_safe
def loops(request: HttpRequest) -> HttpResponse:
    """Show what somebody asks and asked."""
    return render(request, "feedback/loops.html", {"lines": loop_lines(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Choose a behaviour and people, and ask them."""
    page = begin_page(request.user)
    form = BeginForm(request.POST if request.method == "POST" else None, by=request.user, page=page)
    if form.is_valid():
        told = form.cleaned_data
        people = [*told["people"], *told["others"]]
        try:
            found = actions.begin_loop(request.user, behaviour=told["behaviour"], words=told["words"], people=people)
        except (Conflict, InputError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("They are asked. In ten days you read what they say."))
            return redirect("feedback:loop", found.pk)
    return render(request, "feedback/begin.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_safe
@never_cache
def loop(request: HttpRequest, number: int) -> HttpResponse:
    """Show what came of asking, to who asked."""
    return render(request, "feedback/loop.html", {"page": loop_page(request.user, number)})


@require_POST
def say_tries(request: HttpRequest, number: int, wave: int) -> HttpResponse:
    """Say what one tries next."""
    held = wave_for(request.user, number, wave)
    try:
        actions.say_what_one_tries(held, by=request.user, words=request.POST.get("words", ""))
        messages.success(request, _("Whom you asked reads it with your thanks."))
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
    return redirect("feedback:loop", number)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Ask no more."""
    actions.end_loop(loop_for(request.user, number), by=request.user)
    messages.success(request, _("Nobody is asked any more. What was told stays with you."))
    return redirect("feedback:loops")
