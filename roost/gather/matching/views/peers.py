"""Find a peer: say whom one looks for, and answer who is proposed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.gather.matching.access import peers_organisation, side_for, wish_for, wish_of
from roost.gather.matching.actions import answer_proposal, renew_wish, seek_peer, stop_seeking
from roost.gather.matching.forms import WishForm
from roost.gather.matching.models import Answer, Side
from roost.gather.matching.reads import name_of, peers_page
from roost.gather.matching.views.whose import organisation_of
from roost.ground.kit.again import or_done_already
from roost.ground.kit.errors import Conflict, InputError, TooMany
from roost.ground.kit.pace import keep_pace
from roost.ground.people.models import Organisation


@require_safe
def peers(request: HttpRequest) -> HttpResponse:
    """Show whom the person looks for, who is proposed, and whom they found."""
    page = peers_page(request.user, peers_organisation(request.user))
    return render(request, "matching/peers.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """Say what peer one looks for, or change it."""
    organisation = organisation_of(request, peers_organisation)
    known = wish_of(request.user, organisation)
    form = WishForm.of(known) if known else WishForm.about("", None, organisation=organisation)
    form = WishForm(request.POST) if request.method == "POST" else form
    if form.is_valid():
        try:
            keep_pace("matching.wish", request.user.pk, most=20, seconds=3600)
            told = form.cleaned_data["version"]
            kept = seek_peer(organisation, by=request.user, sought=form.sought(), version=told)
        except TooMany as error:
            form.add_error(None, str(error))
        except Conflict as error:
            return _show_both(request, organisation, str(error))
        else:
            messages.success(request, _said(before=told, now=kept.version))
            return redirect("matching:peers")
    return render(request, "matching/wish.html", {"form": form, "known": known}, status=422 if form.errors else 200)


def _said(*, before: int, now: int) -> str:
    """Say what became of a wish by its versions."""
    if not before:
        return _("Kept. Roost looks for somebody every day, for sixty days.")
    if before == now:
        return _("Nothing was changed: you look for the same as before.")
    return _("Your wish is changed. Roost looks for somebody every day, for sixty days from today.")


def _show_both(request: HttpRequest, organisation: Organisation, why: str) -> HttpResponse:
    """Show what is kept now above what was typed, which sent again takes its place."""
    now = wish_of(request.user, organisation)
    anew = request.POST.copy()
    anew["version"] = str(now.version if now else 0)
    page: dict[str, Any] = {"form": WishForm(anew), "known": now, "stale": why}
    page["topic"] = name_of(now.topic) if now else ""
    return render(request, "matching/wish.html", page, status=409)


@require_POST
@or_done_already("matching:peers")
def renew(request: HttpRequest, wish: int) -> HttpResponse:
    """Look on for another sixty days."""
    renew_wish(wish_for(request.user, wish), by=request.user)
    messages.success(request, _("Roost looks on, for sixty days from today."))
    return redirect("matching:peers")


@require_POST
@or_done_already("matching:peers")
def stop(request: HttpRequest, wish: int) -> HttpResponse:
    """Look for nobody any more."""
    stop_seeking(wish_for(request.user, wish), by=request.user)
    messages.success(
        request, _("Ended. What you wrote is deleted; in a question that is open, once its ten days are over.")
    )
    return redirect("matching:peers")


@require_POST
def answer(request: HttpRequest, side: int) -> HttpResponse:
    """Say yes or no to who is proposed."""
    asked = side_for(request.user, side)
    if not {"yes", "no"} & request.POST.keys():
        raise InputError(_("Say yes or no: nothing was kept yet."))
    try:
        found = answer_proposal(asked, by=request.user, yes="yes" in request.POST)
    except Conflict as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _told(found))
    return redirect("matching:peers")


def _told(side: Side) -> str:
    if side.proposal.paired_at is not None:
        return _("You both said yes. Here is who it is.")
    if side.answer == Answer.YES:
        return _("Kept. If the other says yes as well, you find their name here.")
    return _("Kept. They are not told, and Roost looks for somebody else, another day.")
