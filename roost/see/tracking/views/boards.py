"""See boards, and drill down."""

from __future__ import annotations

import csv
from functools import partial

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from roost.ground.kit import clock
from roost.ground.kit.live import Frame, stream
from roost.ground.kit.scopes import touching
from roost.ground.kit.sheets import safe_cell
from roost.ground.people.access import person_of_session
from roost.see.tracking.access import To, line_of, program_for, public_program_for, team_in
from roost.see.tracking.engine import show
from roost.see.tracking.models import Program
from roost.see.tracking.reads import (
    Reader,
    board_page,
    division_boards,
    line_page,
    named_board,
    shown_window,
    team_page,
    unplaced_page,
)


@require_safe
def board(request: HttpRequest, program: int) -> HttpResponse:
    """Show teams within their division; a live page asks for the boards alone."""
    found = program_for(request.user, program)
    if found.is_private:
        return redirect("tracking:own", found.pk)
    asked = request.GET
    page = board_page(
        found,
        request.user,
        window=asked.get("window", ""),
        division=asked.get("division"),
        live="live" in asked,
    )
    template = "tracking/board.html#boards" if request.headers.get("X-Part") == "boards" else "tracking/board.html"
    return render(request, template, {"page": page})


@require_safe
def board_stream(request: HttpRequest, program: int) -> StreamingHttpResponse:
    """Tell an open board page that its boards changed."""
    found = public_program_for(request.user, program)
    window, division = request.GET.get("window", ""), request.GET.get("division", "*")
    live = "live" in request.GET
    make = partial(_frame, found, window, None if division == "*" else division, live)
    make()  # a window or division that is none is refused here, with words, and not in the middle of a stream
    may_stay = partial(_may_stay, request.session, found)
    return stream(f"board:{found.pk}:{window}:{division}:{live}", make, who=request.user.pk, may_stay=may_stay)


def _may_stay(session: SessionBase, program: Program) -> bool:
    """Say whether whoever looks on is signed in still, and still belongs where the program is."""
    person = person_of_session(session)
    with touching(program.organisation_id):
        return person is not None and program_for(person, program.pk) == program


def _frame(program: Program, window: str, division: str | None, live: bool) -> Frame:
    with touching(program.organisation_id):
        reader = Reader(program)
        today = clock.today(reader.rules.time_zone)
        boards = division_boards(reader, shown_window(window, reader.rules, today), today, only=division, live=live)
    return Frame.of([[line.team, line.rank, line.points, line.recent] for board in boards for line in board.lines])


@require_safe
def board_file(request: HttpRequest, program: int) -> HttpResponse:
    """Give a board as CSV, of a closed period as it was published."""
    reader = Reader(public_program_for(request.user, program))
    shown = shown_window(request.GET.get("window", ""), reader.rules, clock.today(reader.rules.time_zone))
    live = "live" in request.GET
    named = named_board(reader, shown.window, live=live)
    # A closed period has two boards, which would look alike in a folder.
    which = "" if named.published_at is None else "-live" if live else "-published"
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="board-{shown.window.name}{which}.csv"'
    rows = csv.writer(answer)
    rows.writerow(["division", "rank", "team", "members", "points"])
    for row in named.board.rows:
        rows.writerow([safe_cell(row.division), row.rank, safe_cell(row.team), row.members, show(row.points)])
    return answer


@require_safe
def unplaced(request: HttpRequest, program: int) -> HttpResponse:
    """List the entries that the board counts for no team."""
    found = public_program_for(request.user, program, to=To.RUN)
    page = unplaced_page(found, window=request.GET.get("window", ""), page=request.GET.get("page", ""))
    return render(request, "tracking/unplaced.html", {"page": page})


@require_safe
def team(request: HttpRequest, program: int, team: int) -> HttpResponse:
    """Show a team's people in name order, and what the team got."""
    found = public_program_for(request.user, program)
    asked = request.GET
    page = team_page(found, team_in(found, team), request.user, window=asked.get("window", ""), live="live" in asked)
    return render(request, "tracking/team.html", {"page": page})


@require_safe
def line(request: HttpRequest, program: int, person: int) -> HttpResponse:
    """Show a person's own line, down to the entries."""
    found = program_for(request.user, program)
    whose = line_of(request.user, found, person)
    asked = request.GET
    page = line_page(found, whose, request.user, window=asked.get("window", ""), live="live" in asked)
    return render(request, "tracking/line.html", {"page": page})
