"""The two pages on which keys and notes are opened, by scripts in the browser of who holds the key."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roost.ground.vault.access import group_for
from roost.ground.vault.actions import leave_group
from roost.ground.vault.ports import with_sodium
from roost.ground.vault.reads import group_links, people_in, place_of


@require_safe
@never_cache
@with_sodium
def vault(request: HttpRequest) -> HttpResponse:
    """Show a person their key."""
    return render(
        request,
        "vault/key.html",
        {"groups": group_links(request.user), "asks_password": request.user.has_usable_password()},
    )


@require_safe
@never_cache
@with_sodium
def notes(request: HttpRequest, group: UUID) -> HttpResponse:
    """Show the notes of a group, still sealed."""
    found = group_for(request.user, group)
    can_leave = found.closed_at is not None or len(people_in(found)) == 1
    place = place_of(found, request.user)
    return render(request, "vault/notes.html", {"group": found, "place": place, "can_leave": can_leave})


@require_POST
def leave(request: HttpRequest, group: UUID) -> HttpResponse:
    """Leave a group that is closed."""
    leave_group(group_for(request.user, group), by=request.user)
    messages.success(request, _("You left these notes. Your other notes stay as they are."))
    return redirect("vault:key")
