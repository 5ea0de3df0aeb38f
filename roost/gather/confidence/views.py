"""Telling that confidence was broken, pausing, and going on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.confidence import actions
from roost.gather.confidence.access import circle_for
from roost.gather.confidence.forms import ToldForm
from roost.gather.confidence.reads import confidence_page
from roost.ground.kit.errors import Conflict, InputError


@require_safe
@never_cache
def confidence(request: HttpRequest, number: int) -> HttpResponse:
    """Show whom one can tell, or that the circle pauses; to who sits in it."""
    return render(request, "confidence/confidence.html", {"page": confidence_page(request.user, number)})


@require_POST
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """Tell one of the others."""
    circle, form = _circle(request, number), ToldForm(request.POST)
    try:
        report = actions.tell_one(circle, by=request.user, to=form.cleaned_data["to"] if form.is_valid() else 0)
        messages.success(request, _("%s reads it in Roost. Nobody else does.") % circle.people[report.told_id])
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
    return redirect("confidence:confidence", number)


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let what one told go: settled, or taken back."""
    actions.take_back(_circle(request, number), by=request.user)
    messages.success(request, _("It is gone, and nothing of it is kept."))
    return redirect("meetings:circle", number)


@require_POST
def pause(request: HttpRequest, number: int) -> HttpResponse:
    """Let the circle pause until it has talked."""
    try:
        actions.pause(_circle(request, number), by=request.user)
        messages.success(request, _("Your circle pauses. All of you are told; nobody is told by whom."))
    except Conflict as error:
        messages.warning(request, str(error))
    return redirect("confidence:confidence", number)


@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the circle how it goes on, once it has talked."""
    try:
        actions.ask_how_we_go_on(_circle(request, number), by=request.user)
        messages.success(request, _("All of you are asked. Answer as well."))
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("confidence:confidence", number)
    return redirect("decisions:decision", number)


def _circle(request: HttpRequest, number: int) -> SharedCircle:
    return shared_circle(circle_for(request.user, number))
