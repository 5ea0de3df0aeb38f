"""Bring somebody into a circle that people began by themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.gather.circles.access import own_circle_for, proposal_for, was_proposed
from roost.gather.circles.actions import (
    agree_to_proposal,
    answer_proposal,
    propose_member,
    take_proposal_back,
)
from roost.gather.circles.forms import ProposeForm
from roost.gather.circles.reads import my_circle, shared_circle
from roost.ground.kit.again import or_done_already
from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.reads import people_around


def show_taken_back(request: HttpRequest) -> HttpResponse:
    """Tell who was asked something that it was taken back, and no more."""
    return render(request, "circles/taken_back.html", status=410)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Propose somebody for one's circle."""
    member = own_circle_for(request.user, number)
    organisation = member.organisation
    told = request.POST if request.method == "POST" else None
    sitting = shared_circle(member.circle).people
    form = ProposeForm(told, by=request.user, organisation=organisation, sitting=sitting)
    if form.is_valid() and form.person is not None:
        try:
            propose_member(member, by=request.user, person=form.person)
        except (InputError, Conflict) as error:
            form.add_error("who", str(error))
        else:
            messages.success(request, _("Proposed. Once all agree, they are asked."))
            return redirect("circles:gather")
    around = [one for one in people_around(request.user, organisation) if one.pk not in sitting]
    page = {"one": my_circle(member), "form": form, "around": around}
    return render(request, "circles/propose.html", page, status=422 if form.is_bound else 200)


@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """Say whether one agrees to a proposal."""
    if was_proposed(request.user, number):
        return show_taken_back(request)
    try:
        agree_to_proposal(
            proposal_for(request.user, number), by=request.user, agrees=request.POST.get("agrees") == "yes"
        )
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Kept. You can change it until it is decided."))
    return redirect("circles:gather")


@require_POST
@or_done_already("circles:gather")
def respond(request: HttpRequest, number: int) -> HttpResponse:
    """Join a circle that would like one, or do not."""
    if was_proposed(request.user, number):
        return show_taken_back(request)
    try:
        member = answer_proposal(
            proposal_for(request.user, number), by=request.user, accepts=request.POST.get("accepts") == "yes"
        )
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Welcome to your circle.") if member else _("Nobody learns that you said so."))
    return redirect("circles:gather")


@require_POST
@or_done_already("circles:gather")
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Propose somebody no longer."""
    take_proposal_back(proposal_for(request.user, number), by=request.user)
    messages.success(request, _("They are proposed no longer."))
    return redirect("circles:gather")
