"""Pages that join rooms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roost.doors.api.access import token_for, visible_tokens
from roost.doors.api.actions import make_token, revoke_token
from roost.doors.home.forms import KeyForm, ZoneForm
from roost.doors.home.ports import TODAY, WELCOME
from roost.ground.kit import clock
from roost.ground.kit.privacy import export_person, held_about
from roost.ground.people.access import To, organisation_for
from roost.ground.people.actions import choose_time_zone
from roost.ground.people.reads import members_on, standing_of


@require_safe
@login_not_required
def today(request: HttpRequest) -> HttpResponse:
    """Show what is first for this person; a stranger is shown the way in."""
    if not request.user.is_authenticated:
        return redirect("home:welcome")
    shown = TODAY.render(request.user, request.user, request=request)
    today_there = clock.today(request.user.time_zone)
    standing = None if shown else standing_of(request.user, today_there)
    page = {"shown": shown, "day": today_there, "may_administer": standing is not None and standing.is_administrator}
    return render(request, "home/today.html", page)


@require_safe
@login_not_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Show strangers the ways in that this installation has."""
    ways = WELCOME.render(None, None, request=request)
    return render(request, "home/welcome.html", {"ways": ways}) if ways else redirect("account_login")


@require_safe
def administer(request: HttpRequest) -> HttpResponse:
    """Show an administrator what there is to look after."""
    organisation = organisation_for(request.user, to=To.ADMINISTER)
    people = members_on(organisation, clock.today(request.user.time_zone)).count()
    return render(request, "home/administer.html", {"organisation": organisation, "people": people})


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show a person what Roost knows of them and what acts in their name."""
    return render(request, "home/me.html", _about(request))


@require_POST
def choose_zone(request: HttpRequest) -> HttpResponse:
    """Let a person's days begin by another zone."""
    form = ZoneForm(request.POST)
    if not form.is_valid():
        return render(request, "home/me.html", _about(request) | {"zone": form}, status=422)
    choose_time_zone(request.user, form.cleaned_data["time_zone"], by=request.user)
    messages.success(request, _("Your days begin there now."))
    return redirect("home:me")


@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    """Make a key for the person's own programs and show it this once."""
    form = KeyForm(request.POST)
    secret = make_token(request.user, name=form.cleaned_data["name"])[1] if form.is_valid() else ""
    told: dict[str, Any] = {"secret": secret} if secret else {"form": form}
    page = _about(request) | told
    answer = render(request, "home/me.html", page, status=200 if secret else 422)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def revoke_key(request: HttpRequest, token: int) -> HttpResponse:
    """End one of the person's own keys."""
    revoke_token(token_for(request.user, token), by=request.user)
    messages.success(request, _("The key works no more."))
    return redirect("home:me")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give a person everything that is kept about them, as one file."""
    answer = JsonResponse(export_person(request.user.pk), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="roost-about-me.json"'
    answer["Cache-Control"] = "no-store"
    return answer


def _about(request: HttpRequest) -> dict[str, Any]:
    zone = ZoneForm(initial={"time_zone": request.user.time_zone})
    return {"held": held_about(request.user.pk), "keys": visible_tokens(request.user), "form": KeyForm(), "zone": zone}
