"""A circle writes its own way of meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.gather.meetings.access import own_protocol_in
from roost.gather.meetings.actions import delete_protocol, keep_protocol
from roost.gather.meetings.engine.planning import plan_meeting
from roost.gather.meetings.forms import ProtocolForm, text_in
from roost.gather.meetings.models import CircleProtocol
from roost.gather.meetings.reads import (
    USUAL,
    CirclePage,
    circle_page,
    own_key,
    parsed,
    people_to_plan_for,
    text_of,
)
from roost.ground.kit.errors import Conflict, InputError, NotFound

MINUTES = 90


@require_http_methods(["GET", "HEAD", "POST"])
def new_protocol(request: HttpRequest, number: int) -> HttpResponse:
    """Write a way of meeting of one's own, from one that there is or from a file."""
    page = circle_page(request.user, number)
    text = text_of(request.GET.get("from", USUAL), number)
    return _write(request, page, ProtocolForm(request.POST or None, start=parsed(text)), None)


@require_http_methods(["GET", "HEAD", "POST"])
def own_protocol(request: HttpRequest, number: int, protocol: int) -> HttpResponse:
    """Change one of the circle's own."""
    page = circle_page(request.user, number)
    own = own_protocol_in(number, protocol)
    form = ProtocolForm(request.POST or None, start=parsed(own.text), version=own.version)
    return _write(request, page, form, own)


@require_POST
def drop_protocol(request: HttpRequest, number: int, protocol: int) -> HttpResponse:
    """Delete one of the circle's own; asked once, on its page."""
    page = circle_page(request.user, number)
    try:
        delete_protocol(page.circle, by=request.user, number=protocol)
    except NotFound:
        messages.warning(request, _("It is deleted already."))
    else:
        messages.success(request, _("Deleted. Meetings that you held by it stay."))
    return redirect("meetings:begin", number)


@require_safe
def protocol_file(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """Give a way of meeting as its file."""
    circle_page(request.user, number)
    answer = HttpResponse(text_of(key, number), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}.toml"'
    answer["Cache-Control"] = "no-store"
    return answer


def _write(request: HttpRequest, page: CirclePage, form: ProtocolForm, own: CircleProtocol | None) -> HttpResponse:
    circle, refusal = page.circle, ""
    if form.wish == "take":
        refusal = _take(request, form)
    elif form.is_bound and form.is_valid() and form.wish == "keep":
        try:
            kept = keep_protocol(
                circle,
                by=request.user,
                protocol=form.protocol,
                number=own.pk if own else None,
                version=form.version,
            )
        except Conflict as error:
            refusal = str(error)
        except InputError as error:
            for problem in error.problems:
                form.refuse(problem)
        else:
            messages.success(request, _("Kept. It is on offer when a meeting begins."))
            return redirect(f"{reverse('meetings:begin', args=[circle.number])}?protocol={own_key(kept)}")
    plan = plan_meeting(form.protocol, people=people_to_plan_for(circle), minutes=MINUTES)
    shown = {
        "page": page,
        "form": form,
        "own": own,
        "key": own_key(own) if own else "",
        "refusal": refusal,
        # Of steps that were moved since, it would say what was before.
        "plan": plan if form.is_whole else None,
    }
    is_refused = bool(refusal) or (form.is_bound and form.wish == "keep")
    return render(request, "meetings/protocol.html", shown, status=422 if is_refused else 200)


def _take(request: HttpRequest, form: ProtocolForm) -> str:
    """Show what a file says in the form; give what is wrong with it."""
    if "file" not in request.FILES:
        return _("Choose a file first.")
    try:
        form.take(text_in(request.FILES["file"]), request.FILES["file"].name or "")
    except InputError as error:
        return " ".join(str(problem) for problem in error.problems[:5])
    return ""
