"""A meeting, as each of those who are there has it in front of them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roost.gather.circles.reads import shared_circle
from roost.gather.meetings.access import is_inside, meeting_for
from roost.gather.meetings.actions import (
    call_off,
    choose_heaviest,
    come_in,
    count_guest_in,
    end_meeting,
    move_meeting,
    note_present,
    rate_meeting,
    weigh_topics,
)
from roost.gather.meetings.forms import read_number, read_press, read_weights
from roost.gather.meetings.models import Meeting
from roost.gather.meetings.ports import Conducted
from roost.gather.meetings.reads import own_part, parsed, parts_of, stage_of
from roost.gather.meetings.views.writing import pad_for
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.vault.ports import with_sodium

MOVED_ON = gettext_lazy("The meeting had moved on already, so nothing was changed. This is where it is now.")


@require_safe
@never_cache
@with_sodium
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Show a meeting to who promised confidentiality, the promise to others of it; once it ended, the circle."""
    found = meeting_for(request.user, number)
    if found.ended_at is not None:
        return redirect("meetings:circle", found.circle_id)
    if not is_inside(found, request.user):
        return render(request, "meetings/promise.html", {"meeting": found, "protocol": parsed(found.protocol)})
    return render(request, "meetings/meeting.html", _page(request, found) | _writing(request, found))


@require_safe
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Give one's own part of a meeting alone, to the page's script; 410 sends it to load the page anew."""
    return _part(request, meeting_for(request.user, number))


@require_POST
def come(request: HttpRequest, number: int) -> HttpResponse:
    """Promise confidentiality, and take part."""
    found = meeting_for(request.user, number)
    try:
        come_in(found, by=request.user)
    except Conflict as error:
        messages.info(request, str(error))
    return redirect("meetings:meeting", found.pk)


@require_POST
def press(request: HttpRequest, number: int) -> HttpResponse:
    """Do what a button says; one that was pressed too late changes nothing."""
    found = meeting_for(request.user, number)
    return _answer(request, found, lambda: _press(request, found))


@require_POST
def weigh(request: HttpRequest, number: int) -> HttpResponse:
    """Say how much topics weigh."""
    found = meeting_for(request.user, number)
    return _answer(request, found, lambda: _weigh(request, found))


@require_POST
def rate(request: HttpRequest, number: int) -> HttpResponse:
    """Say what the meeting was worth."""
    found = meeting_for(request.user, number)
    return _answer(request, found, lambda: _rate(request, found))


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a meeting, or call it off before it begins: as the button said, and only where that is still true."""
    found = meeting_for(request.user, number)
    try:
        words = _call_off(request, found) if request.POST.get("what") == "call-off" else _end(request, found)
    except (Conflict, Forbidden, InputError) as error:
        messages.warning(request, str(error))
        return redirect("meetings:meeting", found.pk)
    messages.success(request, words)
    return redirect(f"{reverse('meetings:circle', args=[found.circle_id])}#past")


def _call_off(request: HttpRequest, found: Meeting) -> str:
    call_off(found, by=request.user)
    return _("The meeting is called off. Nothing of it remains.")


def _end(request: HttpRequest, found: Meeting) -> str:
    if not end_meeting(found, by=request.user, move=read_number(request.POST.dict(), "move")):
        raise Conflict(str(MOVED_ON))
    return _("The meeting is over, and what was written in it is deleted. This is what remains of it.")


def _press(request: HttpRequest, found: Meeting) -> str:
    told = request.POST.dict()
    if told.get("act") == "here":
        if told.get("who") == "guest":
            count_guest_in(found, by=request.user)
        else:
            note_present(found, by=request.user, person=read_number(told, "who"))
        return ""
    if told.get("act") == "heaviest":
        is_done = choose_heaviest(found, by=request.user, move=read_number(told, "move"))
    else:
        event, move = read_press(told, request.user)
        is_done = move_meeting(found, event, by=request.user, move=move)
    return "" if is_done else str(MOVED_ON)


def _weigh(request: HttpRequest, found: Meeting) -> str:
    weights = read_weights(request.POST.dict())
    if not weights:
        return _("Choose both numbers of a topic: how much it matters, and how soon.")
    weigh_topics(found, by=request.user, weights=weights)
    return _("Kept. You can change it until a topic is chosen.")


def _rate(request: HttpRequest, found: Meeting) -> str:
    told = request.POST.dict()
    rate_meeting(found, by=request.user, value=read_number(told, "value"), room=read_number(told, "room"))
    return _("Kept. Nobody sees your numbers.")


def _answer(request: HttpRequest, found: Meeting, do: Callable[[], str]) -> HttpResponse:
    """Do something, and show the meeting as it is then, with words where there is something to say."""
    try:
        words = do()
    except (Conflict, Forbidden, InputError) as error:
        words = str(error)
    if request.headers.get("X-Part"):
        return _part(request, meeting_for(request.user, found.pk), words)
    if words:
        messages.info(request, words)
    return redirect("meetings:meeting", found.pk)


def _part(request: HttpRequest, found: Meeting, words: str = "") -> HttpResponse:
    if found.ended_at is not None or not is_inside(found, request.user):
        return HttpResponse(status=410)
    return render(request, "meetings/meeting.html#own", _page(request, found) | {"words": words})


def _page(request: HttpRequest, found: Meeting) -> dict[str, object]:
    stage = stage_of(found)
    return {"meeting": found, "stage": stage, "own": own_part(stage, request.user)}


def _writing(request: HttpRequest, found: Meeting) -> dict[str, object]:
    """Give what is written with; on one screen for all, nobody writes."""
    if found.one_screen:
        return {}
    conducted = Conducted(shared_circle(found.circle), parsed(found.protocol).first_round)
    return {"pad": pad_for(request.user, found.circle_id), "parts": parts_of(found), "conducted": conducted}
