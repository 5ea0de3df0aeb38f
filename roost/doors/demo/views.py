"""Take a part in the sample company, and look into what it keeps and tells."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.doors.demo.access import insist_on_demo, person_of_part
from roost.doors.demo.reads import broken_survey, newest_rows, search_house, window_circle
from roost.ground.kit.errors import InputError

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
@login_not_required
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the person of that role; there is no such way in outside a demo."""
    login(request, person_of_part(role), backend=BACKEND)
    return redirect("demo:window" if "window" in request.POST else "home:today")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def window(request: HttpRequest) -> HttpResponse:
    """Show what whoever keeps the server has before them, and where a word stands in it; in a demo alone."""
    insist_on_demo()
    page: dict[str, Any] = {"circle": window_circle(request.user), "tables": newest_rows()}
    if request.method == "POST":
        page["word"] = request.POST.get("word", "")
        try:
            page["searched"] = search_house(page["word"])
        except InputError as error:
            page["refused"] = str(error)
    return render(request, "demo/window.html", page)


@require_safe
@never_cache
def rows(request: HttpRequest) -> HttpResponse:
    """Show the newest rows once more, for the page that asks every two seconds."""
    insist_on_demo()
    return render(request, "demo/window.html#rows", {"tables": newest_rows()})


@require_safe
@login_not_required
def break_survey(request: HttpRequest) -> HttpResponse:
    """Let anybody attack one made-up survey twice: as others tell it, and as Roost does; in a demo alone."""
    insist_on_demo()
    return render(request, "demo/break.html", {"survey": broken_survey(request.GET.dict())})
