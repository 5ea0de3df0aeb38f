"""Find one's circles, begin a round, and say what is wished for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roost.gather.circles.access import round_for
from roost.gather.circles.actions import choose_rules, start_round
from roost.gather.circles.forms import NewRoundForm, RulesForm
from roost.gather.circles.models import Round, Seat
from roost.gather.circles.reads import (
    enrolment_of,
    gather_page,
    guess,
    how_many_circles,
    list_notes,
    names_by_code,
    roster_from,
    rules_for,
    seats_in,
    sentences,
    sizes_in,
)
from roost.gather.circles.views.forming import let_form
from roost.gather.circles.views.planning import refused
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, TooMany
from roost.ground.kit.hidden import number_from
from roost.ground.people.access import organisation_for


@require_safe
def gather(request: HttpRequest) -> HttpResponse:
    """Show the circles somebody sits in, and the rounds they convene."""
    return render(request, "circles/gather.html", {"page": gather_page(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a round of circles from a file or from teams."""
    organisation = organisation_for(request.user)
    told = (request.POST, request.FILES) if request.method == "POST" else ()
    after = number_from(request.GET, "after")
    form = NewRoundForm(*told, who=request.user, organisation=organisation, key=uuid.uuid4().hex, after=after)
    if form.is_valid() and form.people is not None:
        try:
            made = start_round(
                organisation,
                by=request.user,
                title=form.cleaned_data["title"],
                sizes=form.sizes,
                people=form.people,
                key=form.cleaned_data["key"],
                after=form.cleaned_data.get("after"),
            )
        except InputError as error:
            form.add_error("most", str(error))
        except Conflict as error:
            form.begin_another(uuid.uuid4().hex, str(error))
        else:
            return redirect("circles:wishes", made.pk)
    return render(request, "circles/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest, number: int) -> HttpResponse:
    """Say in sentences what to mix, keep close and keep apart."""
    found = round_for(request.user, number)
    if not found.is_open:
        return redirect("circles:plan", found.pk)
    form = _rules_form(request, found, seats_in(found))
    if form.is_valid():
        return _keep(request, found, form)
    return _show(request, found, form, status=422 if form.is_bound else 200)


def _keep(request: HttpRequest, round: Round, form: RulesForm) -> HttpResponse:
    """Keep what was wished for, and let circles be formed where that was asked."""
    rules, version = form.wishes(), form.cleaned_data["version"]
    try:
        kept = choose_rules(
            round, by=request.user, rules=rules, sizes=form.sizes, version=version, managers=form.managers_named()
        )
        if "form" in request.POST:
            return let_form(request, kept, kept.version)
    except Conflict as error:
        now = round_for(request.user, round.pk)
        messages.warning(request, refused(now, error))
        return _show(request, now, _rules_form(request, now, seats_in(now), again=True), status=409)
    except (InputError, TooMany) as error:
        form.add_error(None, str(error))
        return _show(request, round, form, status=422)
    messages.success(request, _("Kept."))
    return redirect("circles:wishes", round.pk)


def _rules_form(request: HttpRequest, round: Round, seats: Sequence[Seat], *, again: bool = False) -> RulesForm:
    """Give the form of wishes: as sent, or as the round has them; `again` as sent, over the round as it is now."""
    roster = roster_from(round, seats)
    sent = request.POST.copy() if request.method == "POST" else None
    if again and sent is not None:
        sent["version"] = str(round.version)
    return RulesForm(
        sent,
        roster=roster,
        names=names_by_code(seats),
        rules=rules_for(round, seats) if round.rules else guess(roster),
        sizes=sizes_in(round),
        version=round.version,
        today=clock.today(request.user.time_zone),
        notes=list_notes(round, seats),
    )


def _show(request: HttpRequest, round: Round, form: RulesForm, *, status: int) -> HttpResponse:
    told = sentences(form.rules, form.people)
    size = how_many_circles(round, len(form.roster))
    known = Seat.objects.filter(round=round, takes_part=True, person__isnull=False).count()
    page = {"round": round, "form": form, "told": told, "size": size, "known": known, "is_guess": not round.rules}
    page |= {"notes": form.notes, "asked": enrolment_of(round)}
    return render(request, "circles/wishes.html", page, status=status)
