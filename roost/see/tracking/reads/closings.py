"""Boards of closed periods as they were published, and what has changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from roost.see.tracking.engine import Board, Row, Standing, Window, digest
from roost.see.tracking.models import Closing, Program
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.source import team_names
from roost.see.tracking.reads.windows import Shown, shown_window
from roost.see.tracking.reads.words import readable


@dataclass(frozen=True)
class PublishedLine:
    """A team's line as it was published; points in thousandths.

    `rank_before` and `points_before` are those of the bulletin before, None for a team that was not in it.
    """

    team: int
    division: str
    name: str
    members: int
    active: int
    points: int
    rank: int
    rank_before: int | None = None
    points_before: int | None = None

    @property
    def standing(self) -> Standing:
        """Give the line in the engine's words; divisions have no number here."""
        return Standing(None, self.team, self.members, self.active, self.points, self.rank)

    @property
    def figure(self) -> int:
        """Give what people read of the points."""
        return readable(self.points)

    @property
    def climbed(self) -> int | None:
        """Give by how many places it rose, or fell by less than none; None for a team that is new."""
        return None if self.rank_before is None else self.rank_before - self.rank

    @property
    def gained(self) -> int | None:
        """Give how many points more or less it has than in the bulletin before; None for a team that is new."""
        return None if self.points_before is None else readable(self.points) - readable(self.points_before)


@dataclass(frozen=True)
class Closed:
    """A closed period, and every team's line as it was published."""

    closing: Closing
    lines: tuple[PublishedLine, ...]

    def of_team(self, team: int) -> PublishedLine | None:
        """Give the line of a team, if it was there."""
        return next((line for line in self.lines if line.team == team), None)

    def of_division(self, division: str | None) -> list[PublishedLine]:
        """Give the lines of one division; None is all of them."""
        return [line for line in self.lines if division is None or line.division == division]


@dataclass(frozen=True)
class NamedBoard:
    """A board by names, as files and the API know it, and when it was published if its period is closed."""

    board: Board
    published_at: datetime | None


def published_lines(reader: Reader, window: Window, before: Closing | None = None) -> list[PublishedLine]:
    """Give what would be published of a window at this moment, after another bulletin, by division, rank and name."""
    were = {line.team: (line.rank, line.points) for line in lines_of(before)} if before else {}
    standings = reader.standings(window)
    names = team_names(reader.program)
    lines = [
        PublishedLine(
            one.team,
            *names[one.team],
            one.members,
            one.active,
            one.points,
            one.rank,
            *were.get(one.team, (None, None)),
        )
        for one in standings
    ]
    return sorted(lines, key=lambda line: (line.division, line.rank, line.name))


def closing_of(program: Program, window: Window) -> Closing | None:
    """Give the closing of exactly this period, if there is one. One query."""
    if window.starts is None or window.ends is None:
        return None
    found = Closing.objects.filter(program=program, starts_on=window.starts, ends_on=window.ends)
    return found.select_related("closed_by").first()


def closed_period(program: Program, window: Window) -> Closed | None:
    """Give a period as it was published, if it is closed. One query."""
    closing = closing_of(program, window)
    return Closed(closing, lines_of(closing)) if closing else None


def is_closed_on(program: Program, day: date) -> bool:
    """Say whether a day lies in a period that was closed. One query."""
    return Closing.objects.filter(program=program, starts_on__lte=day, ends_on__gt=day).exists()


def left_open(reader: Reader, shown: Shown, today: date) -> Shown | None:
    """Give the period before one that runs, if people entered something for it and nobody closed it. Two queries."""
    if not shown.running or shown.before is None:
        return None
    before = shown_window(shown.before, reader.rules, today)
    if closing_of(reader.program, before.window) is not None:
        return None
    return before if reader.has_entries(before.window) else None


def lines_of(closing: Closing) -> tuple[PublishedLine, ...]:
    """Give the lines of all teams as they were published."""
    return tuple(PublishedLine(**line) for line in json.loads(closing.board))


def teams_changed_since(closed: Closed, live: list[Standing], division: str | None) -> int:
    """Count the teams, of one division or of all, whose points or rank are not what was published."""
    before = {(line.team, line.points, line.rank) for line in closed.of_division(division)}
    now = {(one.team, one.points, one.rank) for one in live}
    return len({team for team, *_ in before ^ now})


def published_board(closing: Closing, window: Window) -> Board:
    """Give a closed period's board by names, as files and the API know it; late entries are not in it."""
    rows = tuple(Row(line.division, line.name, line.members, line.points, line.rank) for line in lines_of(closing))
    return Board(window.name, rows, closing.unplaced, digest(rows))


def named_board(reader: Reader, window: Window, *, live: bool) -> NamedBoard:
    """Give a closed period's board as it was published, or else the `live` one. One query beside the reader's."""
    closing = closing_of(reader.program, window)
    if closing is None:
        return NamedBoard(reader.board(window), None)
    return NamedBoard(reader.board(window) if live else published_board(closing, window), closing.closed_at)
