"""What a second press, or a page from before, finds gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from roost.ground.kit.errors import NotFound

View = Callable[..., HttpResponse]


def or_done_already(to: str) -> Callable[[View], View]:
    """Lead a press on what is gone to a page, with the same words for everybody, whether it ever was there."""

    def lenient(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **where: Any) -> HttpResponse:
            try:
                return view(request, **where)
            except NotFound:
                if request.method != "POST":
                    raise
                messages.warning(request, _("This was done already. Nothing was changed."))
                return redirect(to)

        return answered

    return lenient
