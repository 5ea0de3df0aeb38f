"""Boards on walls: their links, and the page a television opens."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roost.ground.kit.errors import NotFound
from roost.ground.kit.live import Frame, snapshot, stream
from roost.ground.kit.scopes import touching
from roost.see.tracking.access import To, public_program_for, screen_behind, screen_for
from roost.see.tracking.actions import close_screen, open_screen
from roost.see.tracking.forms import ScreenForm
from roost.see.tracking.models import Screen
from roost.see.tracking.reads import screen_state
from roost.see.tracking.reads.screens import PERIODS

# With one link, in one process; whoever has the link may not take the places of everybody else.
MOST_TELEVISIONS = 1_000


@require_http_methods(["GET", "HEAD", "POST"])
def screens(request: HttpRequest, program: int) -> HttpResponse:
    """List a program's screens and open another."""
    found = public_program_for(request.user, program, to=To.RUN)
    form = ScreenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        open_screen(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The screen has a link of its own now. Open it on the television."))
        return redirect("tracking:screens", found.pk)
    opened = found.screens.filter(closed_at=None).order_by("pk")
    page = {
        "program": found,
        "form": form,
        "screens": [(one, _link(request, one), PERIODS[one.window]) for one in opened],
    }
    return render(request, "tracking/screens.html", page, status=422 if form.errors else 200)


def _link(request: HttpRequest, screen: Screen) -> str:
    return request.build_absolute_uri(f"/tv/{screen.token}/")


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, screen: int) -> HttpResponse:
    """End a screen's link, after asking."""
    found = screen_for(request.user, screen)
    back = reverse("tracking:screens", args=[found.program_id])
    if request.method == "POST":
        close_screen(found, by=request.user)
        messages.success(request, _("The link of “%(name)s” works no more.") % {"name": found.name})
        return redirect(back)
    page = {
        "program": found.program,
        "question": _("End the link of “%(name)s”?") % {"name": found.name},
        "consequence": _("The screen goes dark at once, and this link never works again. You can make a new one."),
        "yes": _("End this link"),
        "back": back,
    }
    return render(request, "tracking/ask.html", page)


@require_safe
@login_not_required
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """Show a program's boards to whoever holds the link, one division after another; a dark page once it is ended."""
    try:
        found = screen_behind(token)
    except NotFound as error:
        return render(request, "tracking/screen_over.html", {"words": error}, status=404)
    with touching(found.organisation_id):
        state = screen_state(found)
    return render(request, "tracking/screen.html", {"screen": found, "state": state})


@require_safe
@login_not_required
def screen_stream(request: HttpRequest, token: str) -> StreamingHttpResponse:
    """Send a screen's state, and again whenever it changes."""
    found = screen_behind(token)
    topic = f"screen:{found.pk}"
    # Nothing tells one television from another, and offices share an address, so all with this link count together.
    return stream(topic, partial(_frame, token), who=topic, most=MOST_TELEVISIONS)


@require_safe
@login_not_required
def screen_latest(request: HttpRequest, token: str) -> HttpResponse:
    """Give a screen's state once, for televisions whose stream is down."""
    return snapshot(request, partial(_frame, token))


def _frame(token: str) -> Frame:
    """Make the frame of a screen; raises NotFound once its link is ended."""
    found = screen_behind(token)
    with touching(found.organisation_id):
        return Frame.of(screen_state(found))
