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
from roost.see.tracking.access import To, public_program_for
from roost.see.tracking.actions import close_period as close
from roost.see.tracking.engine import Window
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader, closing_page, shown_window
from roost.see.tracking.reads.closings import closing_of
from roost.see.tracking.reads.windows import Shown


@require_http_methods(["GET", "HEAD", "POST"])
def close_period(request: HttpRequest, program: int) -> HttpResponse:
    """Show the boards that would be published, and publish them; go to those of a period that is closed already."""
    found = public_program_for(request.user, program, to=To.RUN)
    reader = Reader(found)
    try:
        shown = _shown(request, reader)
        if closing_of(found, shown.window) is not None:
            messages.info(request, _("This period is closed already."))
        elif request.method == "POST":
            close(found, by=request.user, window=shown.window)
            messages.success(request, _("Published. What comes in later changes the live board only."))
        else:
            return render(request, "tracking/close.html", {"page": closing_page(reader, shown)})
    except InputError as error:
        page = {"program": found, "problems": error.problems}
        return render(request, "tracking/close_refused.html", page, status=400)
    return _to_board(found, shown.window)


def _to_board(program: Program, window: Window) -> HttpResponse:
    query = urlencode({"window": window.name, "division": "*"})
    return redirect(f"{reverse('tracking:board', args=[program.pk])}?{query}")


def _shown(request: HttpRequest, reader: Reader) -> Shown:
    asked = request.POST.get("window", request.GET.get("window", ""))
    return shown_window(asked, reader.rules, clock.today(reader.rules.time_zone))
