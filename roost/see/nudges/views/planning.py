"""One's own reminders: planned, changed, resting, ended, brought back, deleted; and how one wants them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.access import organisation_for
from roost.see.nudges.access import plan_for, plan_of_form, wishes_of
from roost.see.nudges.actions import (
    change_plan,
    choose_wishes,
    delete_plan,
    end_plan,
    plan_reminder,
    rest_plan,
    wake_plan,
)
from roost.see.nudges.forms import ChangePlanForm, NewPlanForm, RestForm, WishesForm
from roost.see.nudges.models import Plan
from roost.see.nudges.reads import answers_offered, plan_page, plans_page, words_to_begin_with


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """List what the person wants to be reminded of."""
    organisation_for(request.user)
    return render(request, "nudges/list.html", {"page": plans_page(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan what to be reminded of; `?from=` names one's own experiment to take the words of."""
    organisation = organisation_for(request.user)
    told = request.GET.get("from", "")
    words = words_to_begin_with(request.user, int(told) if told.isdecimal() and len(told) < 19 else None)
    form = NewPlanForm(request.POST if request.method == "POST" else None, words=words)
    if request.method == "POST" and form.is_valid():
        try:
            plan_reminder(organisation, by=request.user, intent=form.intent(), key=form.cleaned_data["key"])
        except InputError as error:
            form.add_error(None, str(error))
        except Conflict as error:
            known = plan_of_form(request.user, form.cleaned_data["key"])
            return render(request, "nudges/new.html", {"form": form, "stale": str(error), "known": known}, status=409)
        else:
            messages.success(request, _("Kept. Here you see when it comes."))
            return redirect("nudges:list")
    return render(request, "nudges/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def plan(request: HttpRequest, plan: int) -> HttpResponse:
    """Show a plan, and what the person said to it."""
    return _show(request, plan_for(request.user, plan), RestForm())


def _show(request: HttpRequest, plan: Plan, form: RestForm, status: int = 200) -> HttpResponse:
    page = {"page": plan_page(plan, request.user), "form": form, "answers": answers_offered()}
    return render(request, "nudges/plan.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, plan: int) -> HttpResponse:
    """Change a plan."""
    found = plan_for(request.user, plan)
    form = ChangePlanForm(request.POST) if request.method == "POST" else ChangePlanForm.of(found)
    if request.method == "POST" and form.is_valid():
        try:
            change_plan(found, by=request.user, intent=form.intent(), version=form.cleaned_data["version"])
        except InputError as error:
            form.add_error(None, str(error))
        except Conflict as error:
            return _show_both(request, found, str(error))
        else:
            messages.success(request, _("Changed."))
            return redirect("nudges:plan", found.pk)
    return render(request, "nudges/change.html", {"plan": found, "form": form}, status=422 if form.errors else 200)


def _show_both(request: HttpRequest, plan: Plan, why: str) -> HttpResponse:
    """Show what is kept now above what was typed, which sent again takes its place."""
    now = plan_for(request.user, plan.pk)
    anew = request.POST.copy()
    anew["version"] = str(now.version)
    page: dict[str, Any] = {"plan": now, "form": ChangePlanForm(anew), "stale": why}
    return render(request, "nudges/change.html", page, status=409)


@require_POST
def rest(request: HttpRequest, plan: int) -> HttpResponse:
    """Let a plan rest until a day."""
    found = plan_for(request.user, plan)
    form = RestForm(request.POST)
    if form.is_valid():
        try:
            rest_plan(found, by=request.user, until=form.cleaned_data["until"])
        except InputError as error:
            form.add_error("until", error.problems[0].message)
        else:
            messages.success(request, _("It rests. It comes back by itself."))
            return redirect("nudges:plan", found.pk)
    return _show(request, found, form, 422)


@require_POST
def end(request: HttpRequest, plan: int) -> HttpResponse:
    """End a plan."""
    found = end_plan(plan_for(request.user, plan), by=request.user)
    messages.success(request, _("Ended. What you said to it stays here."))
    return redirect("nudges:plan", found.pk)


@require_POST
def wake(request: HttpRequest, plan: int) -> HttpResponse:
    """Bring a plan back."""
    found = plan_for(request.user, plan)
    try:
        wake_plan(found, by=request.user)
    except InputError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("It is back."))
    return redirect("nudges:plan", found.pk)


@require_POST
def delete(request: HttpRequest, plan: int) -> HttpResponse:
    """Delete a plan with all that was said to it."""
    delete_plan(plan_for(request.user, plan), by=request.user)
    messages.success(request, _("Deleted."))
    return redirect("nudges:list")


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Choose how to be reminded."""
    organisation_for(request.user)
    form = WishesForm(request.POST) if request.method == "POST" else WishesForm.of(wishes_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            choose_wishes(request.user, form.chosen(), by=request.user, version=form.cleaned_data["version"])
        except InputError as error:
            form.add_error(None, error.problems[0].message)
        except Conflict as error:
            return _show_both_wishes(request, str(error))
        else:
            messages.success(request, _("Kept. It holds from now on."))
            return redirect("nudges:list")
    return render(request, "nudges/settings.html", {"form": form}, status=422 if form.errors else 200)


def _show_both_wishes(request: HttpRequest, why: str) -> HttpResponse:
    """Show what is kept now above what was chosen, which sent again takes its place."""
    now = wishes_of(request.user)
    anew = request.POST.copy()
    anew["version"] = str(now.version)
    page: dict[str, Any] = {"wishes": now, "form": WishesForm(anew), "stale": why}
    return render(request, "nudges/settings.html", page, status=409)
