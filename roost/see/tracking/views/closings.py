"""Bulletins: the draft of one, looked at before it is published; and all that were."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.see.tracking.access import To, public_program_for
from roost.see.tracking.actions import close_period as close
from roost.see.tracking.actions import leave_draft, write_draft
from roost.see.tracking.forms import ForewordForm
from roost.see.tracking.models import Program
from roost.see.tracking.reads import Reader, bulletin_page, bulletins_page, draft_page, shown_window
from roost.see.tracking.reads.bulletins import draft_of
from roost.see.tracking.reads.closings import closing_of
from roost.see.tracking.reads.rules import waiting_rules
from roost.see.tracking.reads.windows import Shown


@require_safe
def bulletins(request: HttpRequest, program: int) -> HttpResponse:
    """Show all bulletins of a program, and the drafts that wait."""
    page = bulletins_page(public_program_for(request.user, program), request.user)
    return render(request, "tracking/bulletins.html", {"page": page, "program": page.program})


@require_safe
def bulletin(request: HttpRequest, program: int, number: int) -> HttpResponse:
    """Show a bulletin as it was published."""
    page = bulletin_page(public_program_for(request.user, program), request.user, number)
    return render(request, "tracking/bulletin.html", {"page": page, "program": page.program})


@require_http_methods(["GET", "HEAD", "POST"])
def close_period(request: HttpRequest, program: int) -> HttpResponse:
    """Show the draft of a period's bulletin and publish it; go to the one of a period that is closed already."""
    found = public_program_for(request.user, program, to=To.RUN)
    reader = Reader(found)
    try:
        shown = _shown(request, reader)
        closing = closing_of(found, shown.window)
        if closing is not None:
            messages.info(request, _("This period is closed already."))
            return redirect("tracking:bulletin", found.pk, closing.number)
        if request.method == "POST":
            return _kept(request, found, reader, shown)
        return _draft(request, reader, shown, None)
    except InputError as error:
        page = {"program": found, "problems": error.problems}
        return render(request, "tracking/close_refused.html", page, status=400)


def _kept(request: HttpRequest, program: Program, reader: Reader, shown: Shown) -> HttpResponse:
    form = ForewordForm(request.POST)
    if not form.is_valid():
        return _draft(request, reader, shown, form)
    wish, foreword = form.cleaned_data["wish"], form.cleaned_data["foreword"]
    if wish == "keep":
        write_draft(program, window=shown.window, foreword=foreword)
        messages.success(request, _("The draft is kept. Nobody sees it but who runs the program."))
        return redirect("tracking:bulletins", program.pk)
    if wish == "leave":
        leave_draft(program, window=shown.window)
        messages.success(request, _("You are not asked about this period any more. It can be closed at any time."))
        return redirect("tracking:bulletins", program.pk)
    closing = close(program, by=request.user, window=shown.window, foreword=foreword)
    messages.success(request, _("Published. What comes in later is told as a correction in the next bulletin."))
    return redirect("tracking:bulletin", program.pk, closing.number)


def _draft(request: HttpRequest, reader: Reader, shown: Shown, form: ForewordForm | None) -> HttpResponse:
    program, window = reader.program, shown.window
    draft = draft_of(program, window)
    page = draft_page(reader, request.user, shown)
    waiting = waiting_rules(program, reader.version.number)
    context = {
        "page": page,
        "program": program,
        "draft": draft if draft and draft.left_at is None else None,
        "form": form or ForewordForm(initial={"foreword": draft.foreword if draft else ""}),
        "waiting_zone": waiting.zone if waiting and not waiting.is_over else "",
        "back": f"{reverse('tracking:board', args=[program.pk])}?{urlencode({'window': window.name})}",
    }
    return render(request, "tracking/close.html", context, status=422 if form else 200)


def _shown(request: HttpRequest, reader: Reader) -> Shown:
    asked = request.POST.get("window", request.GET.get("window", ""))
    return shown_window(asked, reader.rules, clock.today(reader.rules.time_zone))
