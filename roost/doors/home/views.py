"""Pages that join rooms."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from roost.doors.home.ports import ADMINISTER, ME, TODAY, WELCOME
from roost.ground.kit import clock
from roost.ground.kit.privacy import export_person, held_about
from roost.ground.people.access import To, organisation_for


@require_safe
@login_not_required
def today(request: HttpRequest) -> HttpResponse:
    """Show what is first for this person; a stranger is shown the way in."""
    if not request.user.is_authenticated:
        return redirect("home:welcome")
    cards = TODAY.cards(request.user, request.user)[:6]
    page = {"cards": cards, "day": clock.today(request.user.time_zone)}
    return render(request, "home/today.html", page)


@require_safe
@login_not_required
def welcome(request: HttpRequest) -> HttpResponse:
    """Show strangers the ways in that this installation has."""
    ways = WELCOME.cards(None, None)
    if not ways:
        return redirect("account_login")
    return render(request, "home/welcome.html", {"ways": ways})


@require_safe
def administer(request: HttpRequest) -> HttpResponse:
    """Show an administrator what there is to look after."""
    organisation = organisation_for(request.user, to=To.ADMINISTER)
    page = {"organisation": organisation, "cards": ADMINISTER.cards(request.user, request.user)}
    return render(request, "home/administer.html", page)


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show a person what Roost knows of them and what they can set."""
    page = {"held": held_about(request.user.pk), "cards": ME.cards(request.user, request.user)}
    return render(request, "home/me.html", page)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give a person everything that is kept about them, as one file."""
    answer = JsonResponse(export_person(request.user.pk), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="roost-about-me.json"'
    answer["Cache-Control"] = "no-store"
    return answer
