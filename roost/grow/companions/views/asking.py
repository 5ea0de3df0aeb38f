"""Ask for a companion, agree, and end it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import InputError, TooMany
from roost.ground.kit.pace import keep_pace
from roost.ground.people.access import companionship_for, organisation_for
from roost.ground.people.actions import agree_to_companionship, ask_for_companion, end_companionship
from roost.ground.people.models import Companionship
from roost.grow.companions.forms import AskForm
from roost.grow.companions.reads import companions_page


@require_safe
def companions(request: HttpRequest) -> HttpResponse:
    """List with whom the person walks."""
    return render(request, "companions/list.html", {"page": companions_page(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask somebody to be a companion."""
    organisation = organisation_for(request.user)
    sent = request.POST if request.method == "POST" else None
    form = AskForm(sent, who=request.user, organisation=organisation)
    if form.is_valid():
        try:
            keep_pace("companions.ask", request.user.pk, most=10, seconds=3600)
            made = ask_for_companion(organisation, by=request.user, person=request.user, **form.told())
        except (InputError, TooMany) as error:
            form.add_error(None, str(error))
        else:
            return _asked(request, made)
    return render(request, "companions/ask.html", {"form": form}, status=422 if form.errors else 200)


def _asked(request: HttpRequest, made: Companionship) -> HttpResponse:
    """Lead to the two where they walk together by now, else say where the other finds the question."""
    if made.state is Companionship.State.RUNNING:
        messages.success(request, _("You walk together now."))
        return redirect("companions:pair", made.pk)
    messages.success(request, _("%(name)s finds your question on Today.") % {"name": made.companion})
    return redirect("companions:list")


@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """Agree to walk together."""
    found = agree_to_companionship(companionship_for(request.user, number), by=request.user)
    if found.state is Companionship.State.RUNNING:
        messages.success(request, _("You walk together now."))
    else:
        messages.success(request, _("Thank you. It begins once the other agrees as well."))
    return redirect("companions:pair", found.pk)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End it, or decline what was asked."""
    found = companionship_for(request.user, number)
    end_companionship(found, by=request.user)
    if found.state is Companionship.State.ASKED:
        messages.success(request, _("It does not begin."))
    else:
        messages.success(request, _("It is ended. What you wrote for each other stays with the two of you."))
    return redirect("companions:list")
