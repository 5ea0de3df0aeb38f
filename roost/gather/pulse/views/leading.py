"""What a leader begins, and what the team and the leader read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.gather.pulse import actions
from roost.gather.pulse.access import Whom, own_pulse_for
from roost.gather.pulse.forms import BeginForm, ReplyForm
from roost.gather.pulse.reads import begin_page, overview_page, pulse_page
from roost.ground.kit.errors import Conflict, InputError


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how one's teams were."""
    return render(request, "pulse/overview.html", {"page": overview_page(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Look at what is asked and whom, and ask them."""
    page = begin_page(request.user)
    form = BeginForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_valid():
        try:
            told = form.cleaned_data
            found = actions.begin_pulse(request.user, instrument=told["instrument"], whom=Whom(told["whom"]))
        except (Conflict, InputError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your team is asked."))
            return redirect("pulse:pulse", found.pk)
    return render(request, "pulse/begin.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pulse(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a team said to who belongs to it, and take what its leader answers."""
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        held = own_pulse_for(request.user, number)
        if form.is_valid():
            try:
                actions.reply(held, by=request.user, **form.cleaned_data)
            except (Conflict, InputError) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Your team reads it now."))
                return redirect("pulse:pulse", number)
    told = {"page": pulse_page(request.user, number), "form": form}
    return render(request, "pulse/pulse.html", told, status=422 if form.errors else 200)


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Ask no more."""
    try:
        actions.drop_pulse(own_pulse_for(request.user, number), by=request.user)
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("pulse:pulse", number)
    messages.success(request, _("Nobody is asked any more. What was answered is deleted unread."))
    return redirect("pulse:overview")
