"""Say what one tried after reading something, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.access import organisation_for
from roost.ground.people.models import Organisation
from roost.grow.library.access import item_for, own_tried
from roost.grow.library.actions import say_tried, take_back_tried
from roost.grow.library.forms import TriedForm, with_version
from roost.grow.library.models import Item
from roost.grow.library.reads import tried_here
from roost.grow.library.views.finding import card_named, show_card, show_item

Show = Callable[..., HttpResponse]


@require_POST
def say_card_tried(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what somebody tried of a card."""
    found = card_named(key)
    kept = _say(request, organisation_for(request.user), found.key, found, show_card)
    return kept or redirect("library:card", key)


@require_POST
def say_item_tried(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what somebody tried of an item."""
    found = item_for(request.user, number)
    return _say(request, found.organisation, found, found, show_item) or redirect("library:item", number)


def _say(
    request: HttpRequest, organisation: Organisation, thing: Item | str, found: Any, show: Show
) -> HttpResponse | None:
    """Keep what was sent; give the page with the form again where it cannot be kept."""
    form = TriedForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, status=422)
    told = form.told()
    try:
        say_tried(organisation, by=request.user, thing=thing, **told)
    except InputError as error:
        form.refuse(error)
        return show(request, found, form, status=422)
    except Conflict as error:
        mine = tried_here(request.user, organisation, thing).mine
        form = TriedForm(with_version(request.POST, mine.version if mine else 0))
        return show(request, found, form, str(error), status=409)
    messages.success(request, _("Kept. Colleagues can read it.") if told["is_shared"] else _("Kept, for you alone."))
    return None


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what one tried, whatever became of what it is about."""
    line = own_tried(request.user, number)
    if line is not None:
        take_back_tried(line, by=request.user)
    messages.success(request, _("Taken back. Nothing of it stays."))
    if line is not None and line.card:
        return redirect("library:card", line.card)
    if line is not None and line.item is not None and line.item.is_open:
        return redirect("library:item", line.item.pk)
    return redirect("library:mine")
