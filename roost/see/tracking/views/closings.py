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
from roost.see.tracking.access import To, program_for
from roost.see.tracking.actions import close_period as close
from roost.see.tracking.reads import Reader, closing_page, shown_window


@require_http_methods(["GET", "HEAD", "POST"])
def close_period(request: HttpRequest, program: int) -> HttpResponse:
    """Show the boards that would be published, and publish them."""
    found = program_for(request.user, program, to=To.RUN)
    reader = Reader(found)
    asked = request.POST.get("window", request.GET.get("window", ""))
    shown = shown_window(asked, reader.rules, clock.today(reader.rules.time_zone))
    if request.method == "POST":
        close(found, by=request.user, window=shown.window)
        messages.success(request, _("Published. What comes in later changes the live board only."))
        query = urlencode({"window": shown.window.name, "division": "*"})
        return redirect(f"{reverse('tracking:board', args=[found.pk])}?{query}")
    return render(request, "tracking/close.html", {"page": closing_page(reader, shown)})
