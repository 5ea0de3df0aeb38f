"""One planned meeting: when, who does what, what to read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roost.gather.rhythm.access import circle_for, duties_in, meeting_for, visible_meetings
from roost.gather.rhythm.actions import add_date, choose_reading, drop_date, move_date, swap_roles, take_role
from roost.gather.rhythm.forms import DateForm, ReadingForm, RoleForm, VersionForm
from roost.gather.rhythm.models import PlannedMeeting, Role
from roost.gather.rhythm.reads import term_page, version_of
from roost.gather.rhythm.views.terms import told_of_term
from roost.ground.kit.errors import Conflict, InputError, NotFound


def of_meeting(view: Callable[[HttpRequest, int, PlannedMeeting], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the planned meeting that its address names, and lead to the term where others dropped it."""

    @wraps(view)
    def of_number(request: HttpRequest, number: int, meeting: int) -> HttpResponse:
        try:
            found = meeting_for(request.user, number, meeting)
        except NotFound as gone:
            circle_for(request.user, number)
            messages.info(request, str(gone))
            return redirect("rhythm:term", number)
        return view(request, number, found)

    return of_number


@require_http_methods(["GET", "HEAD", "POST"])
@of_meeting
def meeting(request: HttpRequest, number: int, found: PlannedMeeting) -> HttpResponse:
    """Show a planned meeting, and move it."""
    if request.method != "POST":
        return _show(request, number, found)
    form = DateForm(request.POST)
    if form.is_valid():
        try:
            moment = form.moment(request.user.time_zone)
            move_date(found, by=request.user, version=form.cleaned_data["version"], starts_at=moment)
        except InputError as error:
            form.add_error("day", error.problems[0].message)
        except Conflict as conflict:
            return _refused(request, number, found, conflict, move=form)
        else:
            messages.success(request, _("Moved. In ten minutes your calendars follow."))
            return redirect("rhythm:meeting", number, found.pk)
    return _show(request, number, found, move=form)


@require_POST
@of_meeting
def drop(request: HttpRequest, number: int, found: PlannedMeeting) -> HttpResponse:
    """Drop a planned meeting."""
    form = VersionForm(request.POST)
    try:
        drop_date(found, by=request.user, version=_version(form))
    except Conflict as conflict:
        return _refused(request, number, found, conflict)
    messages.success(request, _("Dropped. In ten minutes it is called off in your calendars."))
    return redirect("rhythm:term", number)


@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Add a meeting to the term."""
    told, form, status = told_of_term(request, number), DateForm(request.POST), 422
    if form.is_valid():
        try:
            moment = form.moment(request.user.time_zone)
            add_date(number, by=request.user, version=form.cleaned_data["version"], starts_at=moment)
        except InputError as error:
            form.add_error("day", error.problems[0].message)
        except Conflict as conflict:
            told, status = told_of_term(request, number), 409
            form = form.again(version=version_of(told["page"]))
            form.add_error("day", str(conflict))
        else:
            messages.success(request, _("Added."))
            return redirect("rhythm:term", number)
    return render(request, "rhythm/term.html", told | {"form": form}, status=status)


@require_POST
@of_meeting
def reading(request: HttpRequest, number: int, found: PlannedMeeting) -> HttpResponse:
    """Choose what is read."""
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return _show(request, number, found, read=form)
    try:
        choose_reading(found, by=request.user, **form.cleaned_data)
    except Conflict as conflict:
        return _refused(request, number, found, conflict)
    messages.success(request, _("Kept."))
    return redirect("rhythm:meeting", number, found.pk)


@require_POST
@of_meeting
def role(request: HttpRequest, number: int, found: PlannedMeeting) -> HttpResponse:
    """Take a role over, or swap one's own with somebody at another meeting."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise InputError(_("This cannot be understood. Press the button on the page once more."))
    told = form.cleaned_data
    try:
        if told["swap"] is None:
            take_role(found, by=request.user, version=told["version"], role=Role(told["role"]))
        else:
            duties = duties_in(number).select_related("meeting__term")
            mine = duties.filter(meeting=found, role=told["role"], person=request.user.pk).first()
            theirs = duties.filter(pk=told["swap"]).first()
            if mine is None or theirs is None:
                raise Conflict(_("Roles changed meanwhile. This is how they stand now."))
            swap_roles(mine, theirs, by=request.user, version=told["version"])
    except Conflict as conflict:
        return _refused(request, number, found, conflict)
    messages.success(request, _("Kept. The others find it here."))
    return redirect("rhythm:meeting", number, found.pk)


def _version(form: Form) -> int:
    if not form.is_valid():
        raise InputError(_("This cannot be understood. Press the button on the page once more."))
    return int(form.cleaned_data["version"])


def _refused(
    request: HttpRequest, number: int, found: PlannedMeeting, conflict: Conflict, *, move: DateForm | None = None
) -> HttpResponse:
    """Show the meeting as it stands now, with the date that was typed; the term where it was dropped meanwhile."""
    now = visible_meetings(request.user).filter(pk=found.pk).first()
    if now is None:
        messages.info(request, str(conflict))
        return redirect("rhythm:term", number)
    return _show(request, number, now, move=move, refused=str(conflict))


def _show(
    request: HttpRequest,
    number: int,
    found: PlannedMeeting,
    *,
    move: DateForm | None = None,
    read: ReadingForm | None = None,
    refused: str = "",
) -> HttpResponse:
    page = term_page(request.user, number)
    line, version = page.line(found.pk), version_of(page)
    if refused and move:
        move = move.again(version=version)
    chosen = {"reading": found.reading, "link": found.link, "version": version}
    busy = {one.duty.person_id for one in line.roles if one.duty}
    others = [
        (one, other)
        for other in page.to_come
        for one in other.roles
        if line.mine
        and one.role == line.mine.role
        and other.mine is None
        and one.duty
        and one.duty.person_id not in busy
    ]
    told = {
        "page": page,
        "line": line,
        "others": others,
        "move": move or DateForm.of(found.starts_at, version=version),
        "read": read or ReadingForm(initial=chosen),
        "is_moving": move is not None,
        "refused": refused,
    }
    return render(request, "rhythm/meeting.html", told, status=409 if refused else 422 if move or read else 200)
