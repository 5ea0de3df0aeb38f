"""A circle's charter as each of them reads and signs it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roost.gather.charters.access import circle_for, version_for
from roost.gather.charters.actions import settle_charter, sign_charter, withdraw_charter
from roost.gather.charters.forms import SignForm
from roost.gather.charters.reads import CharterPage, charter_page, charter_place
from roost.gather.charters.views.writing import pad_for
from roost.gather.circles.reads import shared_circle
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.vault.ports import with_sodium


@require_safe
@never_cache
@with_sodium
def charter(request: HttpRequest, number: int) -> HttpResponse:
    """Show what is proposed to a circle, or else what it agreed on; to who sits in it."""
    settle_charter(shared_circle(circle_for(request.user, number)))
    return _show(request, charter_page(request.user, number))


@require_safe
@never_cache
@with_sodium
def version(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Show a version, also one that held before."""
    return _show(request, charter_page(request.user, number, version), version)


@require_POST
def sign(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Sign a version: its choices, and its own words as far as they were read."""
    form = SignForm(request.POST)
    try:
        found = version_for(request.user, number, version)
        sign_charter(found, by=request.user, digest=form.cleaned_data["digest"] if form.is_valid() else "?")
        messages.success(request, _said(charter_page(request.user, number, version)))
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
    return redirect("charters:charter", number)


@require_POST
def withdraw(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Withdraw what one proposed."""
    found = version_for(request.user, number, version)
    try:
        withdraw_charter(found, by=request.user)
        messages.success(request, _("Your proposal is withdrawn."))
    except Conflict as error:
        messages.warning(request, str(error))
    return redirect("charters:charter", number)


def _said(page: CharterPage) -> str:
    if page.proposed == page.shown:
        return _("Signed. It holds once each of you has.")
    return _("Signed. It holds already.") if page.awaited else _("Signed. All of you have: it holds.")


def _show(request: HttpRequest, page: CharterPage, number: int | None = None) -> HttpResponse:
    found: dict[str, object] = {"page": page, "number": number}
    if page.shown is not None and (page.shown.words or page.words_before):
        found |= {"pad": pad_for(request.user, page.circle), "place": charter_place(page.circle.number)}
    return render(request, "charters/charter.html", found)
