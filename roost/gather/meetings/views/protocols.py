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
from roost.gather.meetings.forms import KEEPING, ProtocolForm, text_in
from roost.gather.meetings.reads import (
    USUAL,
    CirclePage,
    ProtocolChoice,
    circle_page,
    own_key,
    parsed,
    people_to_plan_for,
    protocol_choices,
    text_of,
)
from roost.ground.kit.errors import Conflict, InputError, NotFound

MINUTES = 90


@require_http_methods(["GET", "HEAD", "POST"])
def new_protocol(request: HttpRequest, number: int) -> HttpResponse:
    """Write a way of meeting of one's own, from one that there is or from a file."""
    page = circle_page(request.user, number)
    text = text_of(request.GET.get("from", USUAL), number)
    return _write(request, page, ProtocolForm(request.POST or None, start=parsed(text)))


@require_http_methods(["GET", "HEAD", "POST"])
def own_protocol(request: HttpRequest, number: int, protocol: int) -> HttpResponse:
    """Change one of the circle's own; what was typed is there still where somebody deleted it meanwhile."""
    page = circle_page(request.user, number)
    if request.POST:
        return _write(request, page, ProtocolForm(request.POST, start=parsed(text_of(USUAL, number))), protocol)
    own = own_protocol_in(number, protocol)
    return _write(request, page, ProtocolForm(start=parsed(own.text), version=own.version), protocol)


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


def _write(request: HttpRequest, page: CirclePage, form: ProtocolForm, number: int | None = None) -> HttpResponse:
    """Answer the form of a new one, or of the circle's own of this `number`."""
    circle, refusal = page.circle, ""
    if form.wish == "take":
        refusal = _take(request, form)
    elif form.is_bound and form.is_valid() and form.wish in KEEPING:
        at = number if form.wish == "keep" else None
        try:
            kept = keep_protocol(circle, by=request.user, protocol=form.protocol, number=at, version=form.version)
        except NotFound:
            refusal = _("Somebody deleted it meanwhile. What you wrote is below.")
        except Conflict as error:
            refusal = str(error)
        except InputError as error:
            for problem in error.problems:
                form.refuse(problem)
        else:
            messages.success(request, _("Kept. It is on offer when a meeting begins."))
            return redirect(f"{reverse('meetings:begin', args=[circle.number])}?protocol={own_key(kept)}")
    may_stand_beside = bool(refusal) and number is not None and form.wish in KEEPING
    shown = {"page": page, "form": form, "own": _own_of(page, number)}
    shown |= {"refusal": refusal, "may_stand_beside": may_stand_beside}
    # Of steps that were moved since, it would say what was before.
    plan = plan_meeting(form.protocol, people=people_to_plan_for(circle), minutes=MINUTES) if form.is_whole else None
    is_refused = bool(refusal) or (form.is_bound and form.wish in KEEPING)
    return render(request, "meetings/protocol.html", {**shown, "plan": plan}, status=422 if is_refused else 200)


def _own_of(page: CirclePage, number: int | None) -> ProtocolChoice | None:
    """Give the circle's own of this number as it is now, where there still is one."""
    return next((one for one in protocol_choices(page.circle.number) if one.own and one.own.pk == number), None)


def _take(request: HttpRequest, form: ProtocolForm) -> str:
    """Show what a file says in the form; give what is wrong with it."""
    if "file" not in request.FILES:
        return _("Choose a file first.")
    try:
        form.take(text_in(request.FILES["file"]), request.FILES["file"].name or "")
    except InputError as error:
        return " ".join(str(problem) for problem in error.problems[:5])
    return ""
