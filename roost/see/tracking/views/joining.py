"""Take part in a program, and leave it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.see.tracking.access import public_program_for
from roost.see.tracking.actions import join_program, leave_program


@require_POST
def join(request: HttpRequest, program: int) -> HttpResponse:
    """Take part from today on."""
    found = public_program_for(request.user, program)
    if join_program(found, by=request.user):
        messages.success(request, _("You take part from today on. Enter your first score when you like."))
    return redirect("tracking:board", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, program: int) -> HttpResponse:
    """Take part no more, after asking."""
    found = public_program_for(request.user, program)
    back = reverse("tracking:board", args=[found.pk])
    if request.method == "POST":
        if leave_program(found, by=request.user):
            messages.success(request, _("You take part no more. You can come back on any day."))
        return redirect(back)
    asked = {
        "question": _("Take part no more?"),
        "consequence": _(
            "What you brought until today stays with your team; from tomorrow on nothing of you is counted here, and "
            "nobody is told. You can take single scores back first."
        ),
        "yes": _("Take part no more"),
    }
    return render(request, "tracking/ask.html", {"program": found, "back": back} | asked)
