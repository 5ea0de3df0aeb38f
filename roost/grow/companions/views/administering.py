"""What an administrator sees of companionships, and bringing two together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.ground.kit.errors import InputError
from roost.ground.people.access import To, colleague_at, organisation_for
from roost.ground.people.actions import ask_for_companion, end_companionship
from roost.ground.people.models import Companionship, Organisation, Person
from roost.grow.companions.access import counted_for
from roost.grow.companions.forms import BringTogetherForm
from roost.grow.companions.reads import pairs_counted


@require_http_methods(["GET", "HEAD", "POST"])
def counted(request: HttpRequest) -> HttpResponse:
    """List who walks with whom, how far, and how often they met; bring two together."""
    organisation = organisation_for(request.user, to=To.ADMINISTER)
    form = BringTogetherForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person, companion = (_named(request.user, organisation, form, field) for field in ("person", "companion"))
            kind = Companionship.Kind(form.cleaned_data["kind"])
            ask_for_companion(organisation, by=request.user, person=person, companion=companion, kind=kind)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Both are asked. It begins once both agree."))
            return redirect("companions:counted")
    page = {"form": form, "pairs": pairs_counted(organisation)}
    return render(request, "companions/counted.html", page, status=422 if form.errors else 200)


def _named(person: Person, organisation: Organisation, form: BringTogetherForm, field: str) -> Person:
    found = colleague_at(person, organisation, form.cleaned_data[field])
    if found is None:
        raise InputError(
            _("Nobody of your organisation has the address %(address)s.") % {"address": form.cleaned_data[field]}
        )
    return found


@require_POST
def end_counted(request: HttpRequest, number: int) -> HttpResponse:
    """End a companionship of the organisation."""
    end_companionship(counted_for(request.user, number), by=request.user)
    messages.success(request, _("It is ended."))
    return redirect("companions:counted")
