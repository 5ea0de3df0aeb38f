"""Close a period, after seeing what will be published."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.see.tracking.access import To, program_for
from roost.see.tracking.actions import close_period as close
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader, closing_page, shown_window
from roost.see.tracking.reads.windows import Shown


@require_http_methods(["GET", "HEAD", "POST"])
def close_period(request: HttpRequest, program: int) -> HttpResponse:
    """Show the boards that would be published, and publish them."""
    found = program_for(request.user, program, to=To.RUN)
    try:
        return _publish(request, found) if request.method == "POST" else _ask(request, found)
    except InputError as error:
        page = {"program": found, "problems": error.problems}
        return render(request, "tracking/close_refused.html", page, status=400)


def _ask(request: HttpRequest, program: Program) -> HttpResponse:
    reader = Reader(program)
    return render(request, "tracking/close.html", {"page": closing_page(reader, _shown(request, reader))})


def _publish(request: HttpRequest, program: Program) -> HttpResponse:
    window = _shown(request, Reader(program)).window
    close(program, by=request.user, window=window)
    messages.success(request, _("Published. What comes in later changes the live board only."))
    query = urlencode({"window": window.name, "division": "*"})
    return redirect(f"{reverse('tracking:board', args=[program.pk])}?{query}")


def _shown(request: HttpRequest, reader: Reader) -> Shown:
    asked = request.POST.get("window", request.GET.get("window", ""))
    return shown_window(asked, reader.rules, clock.today(reader.rules.time_zone))
