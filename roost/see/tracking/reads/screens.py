"""What a television shows: one division at a time, teams only, never people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.ground.kit import clock
from roost.ground.ui.templatetags.ui import change, points
from roost.see.tracking.models import Screen
from roost.see.tracking.reads.boards import DivisionBoard, division_boards
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.windows import shown_window

LINES = 10
PERIODS = {
    "week": gettext_lazy("this week"),
    "month": gettext_lazy("this month"),
    "season": gettext_lazy("the season"),
    "all": gettext_lazy("everything"),
}


def screen_state(screen: Screen) -> dict[str, Any]:
    """Give the state of a screen as the page's script draws it. Six queries; call it in the program's scope."""
    reader = Reader(screen.program)
    today = clock.today(reader.rules.time_zone)
    shown = shown_window(screen.window, reader.rules, today)
    boards = division_boards(reader, shown, today)
    return {
        "program": screen.program.title,
        "divisions": [part for board in boards for part in _parts(board, shown.label)],
    }


def _parts(board: DivisionBoard, period: str) -> list[dict[str, Any]]:
    """Give a division as one or more pictures that can be read from ten metres."""
    title = _("%(division)s, %(period)s") % {"division": board.title, "period": period}
    lines = [
        {
            "rank": line.rank,
            "name": line.name,
            "share": line.share,
            "points": points(line.figure, board.places),
            "recent": change(line.recent, board.places) if line.recent > 0 else "",
        }
        for line in board.lines
    ]
    return [
        {"title": title, "lines": lines[start : start + LINES], "story": _story(board)}
        for start in range(0, max(len(lines), 1), LINES)
    ]


def _story(board: DivisionBoard) -> str:
    """Say the one thing worth saying: who gained most in the last seven days."""
    gains = sorted(board.lines, key=lambda line: (-line.recent, line.name))
    if not gains or gains[0].recent <= 0:
        return _("Nothing new in the last seven days. Who makes a start?")
    told = {"team": gains[0].name, "points": points(gains[0].recent, board.places)}
    if len(gains) > 1 and gains[1].recent == gains[0].recent:
        return _("Several teams gained %(points)s in the last seven days.") % told
    return _("%(team)s gained most in the last seven days: %(points)s points.") % told
