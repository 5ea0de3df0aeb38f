"""The card on Today: read it, or leave it for a week."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roost.grow.growth.access import growing_in
from roost.grow.growth.actions import leave_card, read_card


@require_POST
def read(request: HttpRequest, key: str) -> HttpResponse:
    """Go and read a card."""
    read_card(growing_in(request.user), by=request.user, behaviour=key)
    return redirect("library:card", key)


@require_POST
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Leave a card for a week."""
    leave_card(growing_in(request.user), by=request.user, behaviour=key)
    messages.success(request, _("It comes back in a week, and is in the library until then."))
    return redirect("home:today")
