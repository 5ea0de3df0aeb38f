"""Find something to read, and read it."""

from __future__ import annotations

from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roost.ground.behaviours.reads import THEMES, behaviours_of
from roost.ground.kit.errors import NotFound
from roost.ground.people.access import organisation_for
from roost.grow.library.access import item_for
from roost.grow.library.actions import path_of
from roost.grow.library.engine.cards import Card
from roost.grow.library.engine.documents import SORTS
from roost.grow.library.forms import TriedForm
from roost.grow.library.models import Item, Kind
from roost.grow.library.reads import Wanted, card_for, card_page, item_page, library_page, own_page

KINDS = [
    ("", gettext_lazy("Everything")),
    ("card", gettext_lazy("Cards")),
    ("here", gettext_lazy("From people here")),
    *Kind.choices,
]
BY_THEME = [(theme.name, behaviours_of(theme)) for theme in THEMES]
# The file is somebody's: a browser that shows it all the same may run nothing of it.
SHUT = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Search the library, or look what there is."""
    wanted = Wanted.of(request.GET.dict())
    page = library_page(request.user, organisation_for(request.user), wanted, request.GET.get("page"))
    return render(request, "library/search.html", {"page": page, "kinds": KINDS, "themes": BY_THEME})


def card_named(key: str) -> Card:
    """Give a card; raises NotFound where there is none."""
    found = card_for(key)
    if found is None:
        raise NotFound(_("There is no such card."))
    return found


@require_safe
def card(request: HttpRequest, key: str) -> HttpResponse:
    """Show a card."""
    return show_card(request, card_named(key))


def show_card(
    request: HttpRequest, found: Card, form: TriedForm | None = None, stale: str = "", status: int = 200
) -> HttpResponse:
    """Show a card; with a form as it was sent where something in it cannot be kept."""
    page = card_page(request.user, organisation_for(request.user), found)
    told = {"page": page, "form": form or TriedForm.of(page.tried.mine), "stale": stale}
    return render(request, "library/card.html", told, status=status)


@require_safe
def item(request: HttpRequest, number: int) -> HttpResponse:
    """Show an item."""
    return show_item(request, item_for(request.user, number))


def show_item(
    request: HttpRequest, found: Item, form: TriedForm | None = None, stale: str = "", status: int = 200
) -> HttpResponse:
    """Show an item; with a form as it was sent where something in it cannot be kept."""
    page = item_page(request.user, found)
    told = {"page": page, "form": form or TriedForm.of(page.tried.mine), "stale": stale}
    return render(request, "library/item.html", told, status=status)


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse | FileResponse:
    """Send a document as a file to keep; nothing of it runs here."""
    found = item_for(request.user, number)
    if not found.file or not path_of(found).exists():
        raise NotFound(_("There is no such file."))
    sort = SORTS[found.file_type]
    answer = FileResponse(path_of(found).open("rb"), content_type=sort.content_type)
    name = f"{slugify(found.title) or 'document'}.{sort.ending}"
    full = quote(f"{found.title}.{sort.ending}", safe="")
    answer["Content-Disposition"] = f"attachment; filename=\"{name}\"; filename*=UTF-8''{full}"
    answer["Content-Security-Policy"] = SHUT
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what the person added, and what they tried of what is gone."""
    return render(request, "library/mine.html", {"page": own_page(request.user, request.GET.get("page"))})
