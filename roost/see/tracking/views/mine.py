"""What one counts for oneself: all of it, one thing, who may see it, and what colleagues share."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, InputError, RoostError
from roost.ground.people.access import organisation_for
from roost.see.tracking.access import own_sharing, private_program_for, program_for, sharing_for
from roost.see.tracking.actions import (
    aim_for,
    begin_measure,
    change_measure,
    end_sharing,
    put_away,
    share_with,
    submit_scores,
    take_up,
)
from roost.see.tracking.forms import AimForm, AmountForm, MeasureForm, ShareForm
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Own, mine_page, own_page, rules_page, shared_weeks


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """Show what one counts, what colleagues share, and the programs of the organisation."""
    page = mine_page(request.user)
    amounts = [(one, AmountForm(own=one) if one.only else None) for one in page.own]
    return render(request, "tracking/programs.html", {"page": page, "amounts": amounts})


@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest) -> HttpResponse:
    """Begin to count something for oneself."""
    organisation = organisation_for(request.user)
    form = MeasureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = form.cleaned_data["key"] or None
        program = begin_measure(request.user, organisation=organisation, counted=form.told(), key=key)
        messages.success(request, _("You count it from now on. Nobody else sees it."))
        return redirect("tracking:own", program.pk)
    return render(request, "tracking/count.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def own(request: HttpRequest, program: int) -> HttpResponse:
    """Show one's own weeks in a program."""
    return _own_page(request, program_for(request.user, program))


def _own_page(
    request: HttpRequest, program: Program, *, amount: AmountForm | None = None, aim: AimForm | None = None
) -> HttpResponse:
    page = own_page(program, request.user)
    refused = amount or aim
    context = {
        "page": page,
        "own": page.own,
        "program": program,
        "amount": amount or (AmountForm(own=page.own) if program.is_private and page.own.only else None),
        "aim": aim or AimForm(own=page.own),
    }
    return render(request, "tracking/own.html", context, status=422 if refused else 200)


@require_POST
def enter_own(request: HttpRequest, program: int) -> HttpResponse:
    """Enter how much of what one counts for oneself."""
    found = private_program_for(request.user, program)
    weeks = _weeks(request, found)
    if weeks.only is None:
        return redirect("tracking:enter", found.pk)
    form = AmountForm(request.POST, own=weeks)
    if form.is_valid():
        try:
            done = submit_scores(found, by=request.user, scores=[form.score(request.user)])
        except InputError as error:
            form.refuse(error)
        except Conflict as error:
            form.add_error("amount", str(error))
        else:
            _say_entered(request, found, done.added)
            return redirect("tracking:programs") if "back" in request.POST else redirect("tracking:own", found.pk)
    return _own_page(request, found, amount=form)


def _say_entered(request: HttpRequest, program: Program, added: int) -> None:
    told = _weeks(request, program)
    if not added:
        messages.success(request, _("This was entered before."))
    elif told.progress.is_best_now:
        messages.success(request, _("Entered. This is your best week so far."))
    elif told.is_reached and not told.is_less_better:
        messages.success(request, _("Entered. You are at your aim for this week."))
    else:
        messages.success(request, _("Entered."))


def _weeks(request: HttpRequest, program: Program) -> Own:
    return own_page(program, request.user).own


@require_POST
def aim(request: HttpRequest, program: int) -> HttpResponse:
    """Say what a week of one's own shall come to."""
    found = program_for(request.user, program)
    form = AimForm(request.POST, own=_weeks(request, found))
    if not form.is_valid():
        return _own_page(request, found, aim=form)
    aim_for(found, by=request.user, points=form.cleaned_data["aim"])
    messages.success(
        request, _("Your aim is set.") if form.cleaned_data["aim"] is not None else _("You have no aim now.")
    )
    return redirect("tracking:own", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_own(request: HttpRequest, program: int) -> HttpResponse:
    """Call what one counts otherwise, or turn round what is better."""
    found = private_program_for(request.user, program)
    weeks = _weeks(request, found)
    if weeks.only is None:
        return redirect("tracking:edit-rules", found.pk)
    page = rules_page(found, request.user)
    behaviours = dict(found.metrics.values_list("key", "behaviour"))
    start = MeasureForm.of(weeks, behaviours.get(page.rules.metrics[0].key, ""))
    form = MeasureForm(request.POST) if request.method == "POST" else start
    if form.is_valid():
        try:
            change_measure(found, by=request.user, version=page.version, counted=form.told())
        except RoostError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Changed. What you entered stays."))
            return redirect("tracking:own", found.pk)
    return render(
        request, "tracking/count.html", {"form": form, "program": found}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, program: int) -> HttpResponse:
    """Let a colleague see one's own weeks in a program."""
    found = program_for(request.user, program)
    form = ShareForm(request.POST if request.method == "POST" else None, by=request.user, program=found)
    if form.is_valid() and form.person is not None:
        try:
            share_with(found, by=request.user, reader=form.person)
        except InputError as error:
            form.add_error("who", str(error))
        else:
            words = _("%(person)s finds your weeks under See from now on. You can end that at any time.")
            messages.success(request, words % {"person": form.person})
            return redirect("tracking:own", found.pk)
    context = {"form": form, "program": found}
    return render(request, "tracking/share.html", context, status=422 if form.is_bound else 200)


@require_safe
def shared(request: HttpRequest, sharing: int) -> HttpResponse:
    """Show the weeks that a colleague shares."""
    found = sharing_for(request.user, sharing)
    return render(request, "tracking/shared.html", {"sharing": found, "own": shared_weeks(found)})


@require_POST
def unshare(request: HttpRequest, sharing: int) -> HttpResponse:
    """End a sharing, from either side."""
    found = own_sharing(request.user, sharing)
    end_sharing(found, by=request.user)
    if found.reader == request.user:
        messages.success(request, _("You see it no more."))
        return redirect("tracking:programs")
    messages.success(request, _("%(person)s sees it no more.") % {"person": found.reader})
    return redirect("tracking:own", found.program_id)


@require_POST
def lay_aside(request: HttpRequest, program: int) -> HttpResponse:
    """Put away what one counts for oneself, or take it up again."""
    found = private_program_for(request.user, program)
    if "again" in request.POST:
        take_up(found, by=request.user)
        messages.success(request, _("You go on with it."))
        return redirect("tracking:own", found.pk)
    put_away(found, by=request.user)
    messages.success(request, _("Put away. Its numbers stay, at the end of this page."))
    return redirect("tracking:programs")
