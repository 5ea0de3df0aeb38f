"""Look at a plan, lock seats, move people, and take a move back."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.gather.circles.access import round_for, seat_of
from roost.gather.circles.actions import lock_seat, move_seat, undo_move
from roost.gather.circles.forms import version_from
from roost.gather.circles.models import Round, Seat
from roost.gather.circles.reads import (
    called_apart,
    enrolment_of,
    have_met,
    move_page,
    newest_forming,
    plan_page,
    published_page,
    seats_in,
)
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.kit.hidden import number_from


@require_safe
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Show the circles of a round as cards."""
    return _show(request, round_for(request.user, number))


def _show(request: HttpRequest, round: Round, *, status: int = 200) -> HttpResponse:
    newest = newest_forming(round)
    if newest is not None and newest.finished_at is None and status == 200:
        return redirect("circles:forming", round.pk)
    if round.state == Round.State.INVITING:
        return redirect("circles:answers", round.pk)
    if round.state == Round.State.DRAFT:
        return redirect("circles:wishes", round.pk)
    if not round.is_open:
        page = {"page": published_page(round), "asked": enrolment_of(round), "have_met": have_met(round)}
        return render(request, "circles/published.html", page, status=status)
    return render(request, "circles/plan.html", {"page": plan_page(round)}, status=status)


def show_changed(request: HttpRequest, number: int, why: Conflict) -> HttpResponse:
    """Show the plan as it is by now, and why nothing was changed."""
    found = round_for(request.user, number)
    messages.warning(request, refused(found, why))
    return _show(request, found, status=409)


def refused(round: Round, why: Conflict) -> str:
    """Say why nothing was changed, with the way to a search that is under way."""
    newest = newest_forming(round)
    if newest is None or newest.finished_at is not None:
        return str(why)
    link = reverse("circles:forming", args=[round.pk])
    return format_html('{} <a href="{}">{}</a>', str(why), link, _("Look at it, or stop it"))


@require_POST
def lock(request: HttpRequest, number: int) -> HttpResponse:
    """Keep somebody where they sit when circles are formed again, or no longer."""
    found = round_for(request.user, number)
    seat = seat_of(found, number_from(request.POST, "who"))
    try:
        lock_seat(seat, by=request.user, locked=request.POST.get("locked") == "yes", version=version_from(request.POST))
    except Conflict as error:
        return show_changed(request, number, error)
    return redirect(f"{reverse('circles:plan', args=[number])}#circle-{seat.number}")


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Say what moving somebody would break and cost, and do it once that was seen."""
    found = round_for(request.user, number)
    told = request.POST if request.method == "POST" else request.GET
    try:
        seat = _called(found, told["name"]) if "name" in told else seat_of(found, number_from(told, "who"))
        other, there = _goal(found, told)
    except InputError as error:
        messages.warning(request, str(error))
        return redirect("circles:plan", number)
    if request.method == "POST":
        return _do(request, seat, other, there)
    if not found.is_open or seat.number is None:
        return redirect("circles:plan", number)
    return render(request, "circles/move.html", {"page": move_page(found, seat, other=other, there=there)})


def _do(request: HttpRequest, seat: Seat, other: Seat | None, there: int | None) -> HttpResponse:
    """Move somebody, from the page that said what it breaks and costs."""
    try:
        move_seat(seat, by=request.user, version=version_from(request.POST), other=other, there=there)
    except InputError as error:
        messages.warning(request, str(error))
    except Conflict as error:
        return show_changed(request, seat.round_id, error)
    else:
        messages.success(request, _("Done. You can take it back."))
        return redirect(f"{reverse('circles:plan', args=[seat.round_id])}#circle-{other.number if other else there}")
    return redirect("circles:plan", seat.round_id)


def _goal(round: Round, told: Mapping[str, str]) -> tuple[Seat | None, int | None]:
    """Read where to: by a name, as `seat-12` or as `circle-3`; nothing where it is none of these."""
    if told.get("with"):
        return _called(round, told["with"]), None
    kind, _dash, text = told.get("to", "").partition("-")
    number = number_from({"to": text}, "to")
    if kind not in {"seat", "circle"} or number is None:
        return None, None
    return (seat_of(round, number), None) if kind == "seat" else (None, number)


def _called(round: Round, name: str) -> Seat:
    """Give who is called so on the list; raises InputError for nobody."""
    keys = {called.casefold(): key for key, called in called_apart(seats_in(round)).items()}
    key = keys.get(name.strip().casefold())
    if key is None:
        raise InputError(_("Nobody on the list is called “%s”.") % name)
    return seat_of(round, key)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take the last move back."""
    try:
        undo_move(round_for(request.user, number), by=request.user, version=version_from(request.POST))
    except Conflict as error:
        return show_changed(request, number, error)
    messages.success(request, _("Taken back."))
    return redirect("circles:plan", number)
