"""Conversations with colleagues whom chance chooses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.gather.matching.access import place_for, rhythm_for, talks_organisation
from roost.gather.matching.actions import rest_until, say_met, stay_in_touch, stop_taking_part, take_part
from roost.gather.matching.forms import MetForm, RestForm, RhythmForm
from roost.gather.matching.models import Met
from roost.gather.matching.reads import conversations_page
from roost.gather.matching.views.whose import organisation_of
from roost.ground.kit.again import or_done_already
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Organisation


@require_http_methods(["GET", "HEAD", "POST"])
def conversations(request: HttpRequest) -> HttpResponse:
    """Show with whom the person talks, and take how often they want to."""
    organisation = organisation_of(request, talks_organisation)
    form = RhythmForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("every", "by_mail")}
        try:
            take_part(organisation, by=request.user, goes_on=form.cleaned_data["goes_on"], **told)
        except Conflict as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Kept. It holds from the next drawing on."))
        return redirect("matching:conversations")
    return _show(request, organisation, form=form)


def _show(
    request: HttpRequest, organisation: Organisation, *, form: RhythmForm | None = None, rest: RestForm | None = None
) -> HttpResponse:
    page = conversations_page(request.user, organisation)
    rest_now = rest or RestForm.of(page.rhythm if page.is_resting else None)
    told = {"page": page, "form": form or RhythmForm.of(page.rhythm, organisation=organisation.pk), "rest": rest_now}
    return render(request, "matching/conversations.html", told, status=422 if form or rest else 200)


@require_POST
@or_done_already("matching:conversations")
def rest(request: HttpRequest, rhythm: int) -> HttpResponse:
    """Rest until a day, or no longer."""
    found = rhythm_for(request.user, rhythm)
    if "again" in request.POST:
        rest_until(found, by=request.user, day=None)
        messages.success(request, _("You take part again, from the next drawing on."))
        return redirect("matching:conversations")
    form = RestForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["until"]
        try:
            rest_until(found, by=request.user, day=day)
        except InputError as error:
            form.add_error("until", error.problems[0].message)
        else:
            told = {"day": date_format(day, "j F Y")}
            words = _("You pause until %(day)s, and take part again from then on. A conversation drawn already stays.")
            messages.success(request, words % told)
            return redirect("matching:conversations")
    return _show(request, found.organisation, rest=form)


@require_POST
@or_done_already("matching:conversations")
def stop_talking(request: HttpRequest, rhythm: int) -> HttpResponse:
    """Take part no more."""
    stop_taking_part(rhythm_for(request.user, rhythm), by=request.user)
    messages.success(request, _("Stopped. What is arranged already stands here still."))
    return redirect("matching:conversations")


@require_POST
def met(request: HttpRequest, place: int) -> HttpResponse:
    """Say whether a conversation took place."""
    found, form = place_for(request.user, place), MetForm(request.POST)
    if not form.is_valid():
        raise InputError(_("Say yes, not yet, or that there is no need to say."))
    found = say_met(found, by=request.user, met=form.said())
    told = _("Good. Would you like to stay in touch?") if found.met == Met.YES else _("Kept, for you alone.")
    messages.success(request, told)
    return redirect("matching:conversations")


@require_POST
def stay(request: HttpRequest, place: int) -> HttpResponse:
    """Say that one would like to stay in touch, or take it back."""
    found = stay_in_touch(place_for(request.user, place), by=request.user, stays="stay" in request.POST)
    if found.conversation.circle is not None:
        messages.success(request, _("You all said so: you have a circle now."))
    elif found.stays:
        messages.success(request, _("Kept. Once all of you say so, you have a circle."))
    else:
        messages.success(request, _("Taken back. Nobody was told."))
    return redirect("matching:conversations")
