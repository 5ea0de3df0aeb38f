"""What a second press, or a page from before, finds gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from roost.ground.kit.errors import NotFound

View = Callable[[HttpRequest, int], HttpResponse]


def or_done_already(view: View) -> View:
    """Lead a press on what is gone back to Gather, with the same words for everybody, whether it ever was there."""

    @wraps(view)
    def lenient(request: HttpRequest, number: int) -> HttpResponse:
        try:
            return view(request, number)
        except NotFound:
            if request.method != "POST":
                raise
            messages.warning(request, _("This was done already. Nothing was changed."))
            return redirect("circles:gather")

    return lenient
