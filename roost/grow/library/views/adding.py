"""Put something into the library, change it, take it out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.ground.kit.errors import Conflict, InputError, NotFound, TooMany
from roost.ground.kit.pace import keep_pace
from roost.ground.people.access import organisation_for
from roost.grow.library.access import To, item_for
from roost.grow.library.actions import (
    add_item,
    change_item,
    delete_item,
    remove_item,
    return_item,
    withdraw_item,
)
from roost.grow.library.forms import ItemForm, RemoveForm, with_new_key, with_version
from roost.grow.library.models import Kind
from roost.grow.library.reads import item_page


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Put something into the library."""
    chosen, organisation = _kind_named(kind), organisation_for(request.user)
    form = ItemForm(*(request.POST, request.FILES) if request.method == "POST" else (), kind=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            keep_pace("library.add", request.user.pk, most=60, seconds=3600)
            made = add_item(organisation, by=request.user, kind=chosen, **form.told())
        except InputError as error:
            form.refuse(error)
        except (Conflict, TooMany) as error:
            # What was typed stays, and counts as another when it is sent again.
            form = ItemForm(with_new_key(request.POST), request.FILES, kind=chosen)
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is in the library. Everybody here finds it."))
            return redirect("library:item", made.pk)
    page = {"form": form, "kind": chosen, "kinds": Kind.choices}
    return render(request, "library/add.html", page, status=422 if form.errors else 200)


def _kind_named(name: str) -> Kind:
    """Give a kind of item; raises NotFound where there is none."""
    if name not in Kind.values:
        raise NotFound(_("There is nothing of this kind."))
    return Kind(name)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change the words of one's own item."""
    found = item_for(request.user, number, to=To.CHANGE)
    form = ItemForm(request.POST if request.method == "POST" else None, kind=Kind(found.kind), item=found)
    page: dict[str, object] = {"item": found}
    if request.method == "POST" and form.is_valid():
        try:
            change_item(found, by=request.user, words=form.words(), version=form.cleaned_data["version"] or 0)
        except InputError as error:
            form.refuse(error)
        except Conflict as error:
            form = ItemForm(with_version(request.POST, found.version), kind=Kind(found.kind), item=found)
            page |= {"stale": str(error), "line": item_page(request.user, found).line}
        else:
            messages.success(request, _("Changed."))
            return redirect("library:item", found.pk)
    status = 409 if "stale" in page else 422 if form.errors else 200
    return render(request, "library/change.html", page | {"form": form}, status=status)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Let nobody else find one's own item."""
    withdraw_item(item_for(request.user, number, to=To.CHANGE), by=request.user)
    messages.success(request, _("Only you find it now."))
    return redirect("library:item", number)


@require_POST
def put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let others find one's own item again."""
    return_item(item_for(request.user, number, to=To.CHANGE), by=request.user)
    messages.success(request, _("Everybody here finds it again."))
    return redirect("library:item", number)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether an own item shall go, and delete it."""
    found = item_for(request.user, number, to=To.CHANGE)
    if request.method != "POST":
        return render(request, "library/delete.html", {"item": found})
    delete_item(found, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect("library:mine")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take an item out for everybody, with a reason for who added it."""
    found = item_for(request.user, number, to=To.REMOVE)
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        remove_item(found, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Removed. Who added it reads why."))
        return redirect("library:search")
    return render(request, "library/remove.html", {"item": found, "form": form}, status=422 if form.errors else 200)
