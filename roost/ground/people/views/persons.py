"""Look people up, change what is kept of them, let them in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.people.access import To, affiliation_for, organisation_for
from roost.ground.people.actions import (
    add_person,
    end_affiliation,
    grant_role,
    make_sign_in_link,
    resume_affiliation,
    revise_person,
    revoke_role,
)
from roost.ground.people.forms import LeavingForm, PersonForm, RoleForm
from roost.ground.people.models import Role
from roost.ground.people.reads import list_people, person_page, today_here


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List everybody of the organisation, or those who left."""
    organisation = organisation_for(request.user, to=To.ADMINISTER)
    words, left = request.GET.get("q", "")[:200], request.GET.get("who") == "left"
    found = list_people(organisation, words=words, left=left, page=request.GET.get("page", "1"), day=today_here())
    page = {"organisation": organisation, "people": found, "words": words, "left": left}
    return render(request, "people/list.html", page)


@require_safe
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show what is kept of one person."""
    affiliation = affiliation_for(request.user, number)
    return render(request, "people/person.html", {"page": person_page(affiliation, today_here())})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add one person."""
    organisation = organisation_for(request.user, to=To.ADMINISTER)
    form = PersonForm.blank(organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = add_person(organisation, by=request.user, **form.told())
        except InputError as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(name)s belongs here now.") % {"name": affiliation_for(request.user, new.pk)})
            return redirect("people:person", new.pk)
    return render(request, "people/person_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change what is kept of one person."""
    affiliation = affiliation_for(request.user, number)
    form = PersonForm.of(affiliation, request.POST or None)
    stale = ""
    if request.method == "POST" and form.is_valid():
        on, seen = form.cleaned_data["on"], form.cleaned_data["seen"]
        try:
            revise_person(affiliation, form.changes(), by=request.user, on=on, seen=seen)
        except Conflict as error:
            stale, affiliation = str(error), affiliation_for(request.user, number)
            form = PersonForm.of(affiliation)
        except (InputError, Forbidden) as error:
            form.refuse(error)
        else:
            messages.success(request, _("The change is kept."))
            return redirect("people:person", number)
    page = {"form": form, "affiliation": affiliation, "stale": stale}
    return render(request, "people/person_form.html", page, status=409 if stale else 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a person leaves, after asking."""
    affiliation = affiliation_for(request.user, number)
    form = LeavingForm(request.POST or None, initial={"on": today_here()})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        try:
            end_affiliation(affiliation.person, organisation=affiliation.organisation, by=request.user, on=on)
        except (Conflict, InputError) as error:
            form.refuse(error)
        else:
            messages.success(request, _("The last day is kept. Everything that was stays in the history."))
            return redirect("people:person", number)
    page = {"form": form, "affiliation": affiliation}
    return render(request, "people/leave.html", page, status=422 if form.errors else 200)


@require_POST
def bring_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let a person who left, or was to leave, belong again."""
    affiliation = affiliation_for(request.user, number)
    resume_affiliation(affiliation.person, organisation=affiliation.organisation, by=request.user)
    messages.success(request, _("%(name)s belongs here again.") % {"name": affiliation})
    return redirect("people:person", number)


@require_POST
def roles(request: HttpRequest, number: int) -> HttpResponse:
    """Give a person a role, or take it."""
    affiliation = affiliation_for(request.user, number)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise InputError(_("There is no such role."))
    act = grant_role if form.cleaned_data["give"] else revoke_role
    role = Role(form.cleaned_data["role"])
    act(affiliation.person, organisation=affiliation.organisation, role=role, by=request.user)
    messages.success(request, _("The role is given.") if form.cleaned_data["give"] else _("The role is taken back."))
    return redirect("people:person", number)


@never_cache
@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Make a one-time link for signing in, shown this once."""
    affiliation = affiliation_for(request.user, number)
    path = make_sign_in_link(affiliation, by=request.user)
    page = {"affiliation": affiliation, "link": request.build_absolute_uri(path)}
    return render(request, "people/link.html", page)
