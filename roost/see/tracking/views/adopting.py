"""How a program spreads, who adopts it, and how it ends."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, Forbidden, NotFound, RoostError
from roost.see.tracking.access import is_administrator, may_adopt, may_retire, public_program_for
from roost.see.tracking.actions import (
    answer_offer,
    bring_back,
    make_official,
    offer_adoption,
    retire_program,
    withdraw_offer,
)
from roost.see.tracking.forms import AnswerForm, OfferForm, OfficialForm, RetireForm
from roost.see.tracking.models import Program, State
from roost.see.tracking.reads import spread_page


@require_safe
def spread(request: HttpRequest, program: int) -> HttpResponse:
    """Show how a program spreads beside another, and what it went through."""
    found = public_program_for(request.user, program)
    page = spread_page(found, request.user, beside=request.GET.get("beside", ""))
    return render(request, "tracking/spread.html", {"page": page, "program": found})


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, program: int) -> HttpResponse:
    """Sign for a program as a sponsor; its founder answers."""
    found = public_program_for(request.user, program)
    if not may_adopt(request.user, found):
        raise Forbidden(_("A program is adopted by a sponsor who did not start it."))
    if found.state != State.OPEN:
        raise Conflict(_("Only an open program can be adopted."))
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            offer_adoption(found, by=request.user, words=form.cleaned_data["words"])
        except RoostError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("You signed. It is adopted as soon as %(who)s agrees.") % {"who": found.founder}
            )
            return redirect("tracking:spread", found.pk)
    return _asked(
        request,
        found,
        form,
        title=_("Adopt this program"),
        lead=_("The name of %(who)s stays on it, and until the end of next month nobody else changes its rules.")
        % {"who": found.founder},
        yes=_("Sign for it"),
    )


@require_POST
def withdraw_adoption(request: HttpRequest, program: int) -> HttpResponse:
    """Take back what one signed."""
    found = public_program_for(request.user, program)
    if withdraw_offer(found, by=request.user):
        messages.success(request, _("You took it back."))
    return redirect("tracking:spread", found.pk)


@require_POST
def answer_adoption(request: HttpRequest, program: int) -> HttpResponse:
    """Agree that a sponsor adopts what one started, or not."""
    found = public_program_for(request.user, program)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise NotFound(_("There is no such answer."))
    told = form.cleaned_data
    if answer_offer(found, by=request.user, agrees=told["answer"] == "yes", sponsor=told["sponsor"]):
        messages.success(request, _("Your program is adopted. Your name stays on it."))
    else:
        messages.success(request, _("It stays as it was, and nothing is kept of the answer."))
    return redirect("tracking:spread", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def official(request: HttpRequest, program: int) -> HttpResponse:
    """Make an adopted program an official one, perhaps in place of another."""
    found = public_program_for(request.user, program)
    if not is_administrator(request.user, found):
        raise Forbidden(_("An administrator makes a program official."))
    if found.state != State.ADOPTED:
        raise Conflict(_("Only a program that was adopted becomes official."))
    form = OfficialForm(request.POST if request.method == "POST" else None, program=found)
    if form.is_bound and form.is_valid():
        try:
            make_official(found, by=request.user, words=form.cleaned_data["words"], replaces=form.replaced())
        except RoostError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(title)s” is official from now on.") % {"title": found})
            return redirect("tracking:spread", found.pk)
    return _asked(
        request,
        found,
        form,
        title=_("Make it official"),
        lead=_("The organisation counts on it. Taking part stays everybody’s own choice."),
        yes=_("Make it official"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, program: int) -> HttpResponse:
    """End a program, after asking."""
    found = public_program_for(request.user, program)
    if not may_retire(request.user, found):
        raise Forbidden(_("An administrator retires programs; before one is adopted, its founder does, too."))
    form = RetireForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if retire_program(found, by=request.user, words=form.cleaned_data["words"]):
            messages.success(request, _("The program is retired. You can bring it back."))
        return redirect("tracking:spread", found.pk)
    return _asked(
        request,
        found,
        form,
        title=_("Retire this program"),
        lead=_(
            "Nobody joins it any more and no scores come in. Its boards stay to be read, and it can be brought back."
        ),
        yes=_("Retire it"),
    )


@require_POST
def revive(request: HttpRequest, program: int) -> HttpResponse:
    """Bring a retired program back."""
    found = public_program_for(request.user, program)
    if bring_back(found, by=request.user):
        messages.success(request, _("The program goes on as it stood before."))
    return redirect("tracking:spread", found.pk)


def _asked(
    request: HttpRequest,
    program: Program,
    form: OfferForm | OfficialForm | RetireForm,
    **words: str,
) -> HttpResponse:
    context = words | {"program": program, "form": form, "back": reverse("tracking:spread", args=[program.pk])}
    return render(request, "tracking/step.html", context, status=422 if form.is_bound else 200)
