"""Whom one does not want to be paired with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.gather.matching.access import apart_for, organisations_for
from roost.gather.matching.actions import keep_apart, let_together
from roost.gather.matching.forms import ApartForm
from roost.gather.matching.reads import apart_lines
from roost.ground.kit.errors import InputError, TooMany
from roost.ground.kit.pace import keep_pace


@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: HttpRequest) -> HttpResponse:
    """Show the person's own list, of all their organisations, and put somebody on it."""
    if request.method == "POST":
        # Before anybody is looked for: who asks for many names would read who works here.
        keep_pace("matching.apart", request.user.pk, most=60, seconds=3600)
    around = organisations_for(request.user)
    form = ApartForm(request.POST if request.method == "POST" else None, who=request.user, organisations=around)
    if form.is_valid():
        other = form.chosen().person
        try:
            keep_apart(by=request.user, other=other)
        except (InputError, TooMany) as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Kept. %(name)s and you are not brought together.") % {"name": other})
            return redirect("matching:apart")
    page = {"form": form, "lines": apart_lines(request.user)}
    return render(request, "matching/apart.html", page, status=422 if form.errors else 200)


@require_POST
def end_apart(request: HttpRequest, apart: int) -> HttpResponse:
    """Take somebody from the list."""
    let_together(apart_for(request.user, apart), by=request.user)
    messages.success(request, _("Taken from your list."))
    return redirect("matching:apart")
