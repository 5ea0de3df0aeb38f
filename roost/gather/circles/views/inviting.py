"""Ask people whether they want a seat, read the answers, draw lots; and answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.gather.circles.access import invitation_for, round_for, waiting_for, was_asked
from roost.gather.circles.actions import (
    answer_invitation,
    close_answers,
    invite_people,
    leave_waiting,
    look_over,
    note_answers,
    prolong_answers,
    step_back,
)
from roost.gather.circles.actions.mailing import where_to_answer
from roost.gather.circles.forms import OfferForm, day_from, notes_from, version_from
from roost.gather.circles.models import Round
from roost.gather.circles.reads import answers_page, enrolment_of, lot_page, my_lot, offer_page, roster_from, seats_in
from roost.gather.circles.views.growing import show_taken_back
from roost.gather.circles.views.planning import show_changed
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """Ask everybody on the list whether they want a seat, once what goes out was looked over."""
    found = round_for(request.user, number)
    if too_late := _too_late_to_ask(found):
        messages.info(request, too_late)
        return redirect("circles:plan", number)
    seats = seats_in(found)
    today = clock.today(request.user.time_zone)
    told = request.POST if request.method == "POST" else None
    form = OfferForm(told, roster=roster_from(found, seats), version=found.version, today=today)
    if form.is_valid() and "change" not in request.POST:
        try:
            return _go_on(request, found, form)
        except Conflict as error:
            return show_changed(request, number, error)
        except InputError as error:
            form.add_error(None, str(error))
    page = {
        "round": found,
        "form": form,
        "people": len(seats),
        "known": sum(one.person_id is not None for one in seats),
    }
    return render(request, "circles/invite.html", page, status=422 if form.errors else 200)


def _too_late_to_ask(round: Round) -> str:
    """Say why nobody can be asked any more; empty where they can."""
    if enrolment_of(round) is not None:
        return _("People were asked already for this round.")
    if round.state == Round.State.FORMED and not round.is_changed:
        return _("These circles are formed already. People are asked before that: start another round to ask first.")
    if round.state == Round.State.CLOSED:
        return _("This round is closed, and its list is deleted.")
    if round.state != Round.State.DRAFT or round.is_changed:
        return _("These circles were published already, so nobody is asked first. Say who joins or leaves instead.")
    return ""


def _go_on(request: HttpRequest, round: Round, form: OfferForm) -> HttpResponse:
    """Show what would go out, or send what was looked over."""
    if "send" in request.POST:
        invite_people(round, by=request.user, version=form.cleaned_data["version"], offer=form.offer())
        messages.success(request, _("Everybody who is known here is asked now."))
        return redirect("circles:answers", round.pk)
    offered = look_over(round, by=request.user, offer=form.offer())
    page = offer_page(offered, address=where_to_answer())
    return render(request, "circles/look_over.html", {"round": round, "form": form, "page": page})


@require_safe
def answers(request: HttpRequest, number: int) -> HttpResponse:
    """Show who wants a seat so far."""
    found = round_for(request.user, number)
    if found.state != Round.State.INVITING:
        return redirect("circles:plan", number)
    return render(request, "circles/answers.html", {"page": answers_page(found)})


@require_POST
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what people said whom Roost cannot ask."""
    found = round_for(request.user, number)
    try:
        many = note_answers(found, by=request.user, noted=notes_from(request.POST))
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
    else:
        words = ngettext("One answer was written down.", "%s answers were written down.", many)
        messages.success(request, words % many if many > 1 else words if many else _("Nothing was changed."))
    return redirect("circles:answers", number)


@require_POST
def prolong(request: HttpRequest, number: int) -> HttpResponse:
    """Move the last day for answers to a later one."""
    found = round_for(request.user, number)
    try:
        day = day_from(request.POST, "closes_on")
        if day is None:
            raise InputError(_("Choose a day."))
        prolong_answers(found, by=request.user, version=version_from(request.POST), closes_on=day)
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The last day is moved. Who has not answered is told."))
    return redirect("circles:answers", number)


@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Let in who wants a seat, by lot where more do than fit."""
    try:
        closed = close_answers(round_for(request.user, number), by=request.user, version=version_from(request.POST))
    except Conflict as error:
        messages.warning(request, str(error))
        return redirect("circles:answers", number)
    asked = enrolment_of(closed)
    return redirect("circles:lot" if asked is not None and asked.drawn else "circles:wishes", number)


@require_safe
def lot(request: HttpRequest, number: int) -> HttpResponse:
    """Show how seats were drawn, so that anybody can check it."""
    found = round_for(request.user, number)
    asked = enrolment_of(found)
    if asked is None or not asked.drawn or found.state == Round.State.CLOSED:
        raise NotFound(_("No lots were drawn for this round, or its list is deleted."))
    return render(request, "circles/lot.html", {"page": lot_page(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Say whether one wants a seat; and how a lot came out for oneself."""
    if was_asked(request.user, number):
        return show_taken_back(request)
    found = invitation_for(request.user, number)
    if request.method != "POST":
        mine = my_lot(found)
        return render(request, "circles/my_lot.html", {"one": mine}) if mine else redirect("circles:gather")
    try:
        answer_invitation(found, by=request.user, answer=request.POST.get("answer", ""))
    except (Conflict, InputError) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Thank you. You can change your mind until the last day."))
    return redirect("circles:gather")


@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Want the seat no longer that one was drawn for."""
    if was_asked(request.user, number):
        return show_taken_back(request)
    try:
        step_back(invitation_for(request.user, number), by=request.user)
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("You are asked for nothing more."))
    return redirect("circles:gather")


@require_POST
def stop_waiting(request: HttpRequest, number: int) -> HttpResponse:
    """Wait for a seat no longer."""
    leave_waiting(waiting_for(request.user, number), by=request.user)
    messages.success(request, _("You wait no longer."))
    return redirect("circles:gather")
