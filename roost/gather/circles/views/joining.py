"""Change who sits in circles, and leave one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.gather.circles.access import membership_for, round_for
from roost.gather.circles.actions import change_people, drop_changes, leave_circle
from roost.gather.circles.forms import PeopleForm, version_from
from roost.gather.circles.models import Round
from roost.gather.circles.reads import my_circle, people_page
from roost.gather.circles.views.forming import let_form
from roost.gather.circles.views.planning import show_changed
from roost.ground.kit.again import or_done_already
from roost.ground.kit.errors import Conflict, InputError, TooMany


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, number: int) -> HttpResponse:
    """Say who leaves and who joins, and look for the circles that change least."""
    found = round_for(request.user, number)
    if found.published_at is None or found.state == Round.State.CLOSED:
        return redirect("circles:plan", number)
    page = people_page(found)
    form = PeopleForm(request.POST if request.method == "POST" else None, page=page, by=request.user)
    if form.is_valid():
        try:
            return _change(request, found, form)
        except Conflict as error:
            return show_changed(request, number, error)
        except InputError as error:
            form.add_error(None, str(error))
    return render(request, "circles/people.html", {"page": page, "form": form}, status=422 if form.is_bound else 200)


def _change(request: HttpRequest, round: Round, form: PeopleForm) -> HttpResponse:
    changed = change_people(
        round,
        by=request.user,
        version=form.cleaned_data["version"],
        leaving=form.gone,
        back=form.back,
        joining=form.new,
    )
    try:
        return let_form(request, changed, changed.version)
    except TooMany as error:
        messages.warning(request, str(error))
        return redirect("circles:wishes", round.pk)


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Leave circles as they are."""
    try:
        drop_changes(round_for(request.user, number), by=request.user, version=version_from(request.POST))
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Nothing was changed. Everybody sits where they sat."))
    return redirect("circles:plan", number)


@require_http_methods(["GET", "HEAD", "POST"])
@or_done_already("circles:gather")
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Say what leaving a circle means, and do it."""
    member = membership_for(request.user, number)
    if request.method == "POST":
        leave_circle(member, by=request.user)
        messages.success(request, _("You sit in that circle no longer."))
        return redirect("circles:gather")
    return render(request, "circles/leave.html", {"one": my_circle(member)})
