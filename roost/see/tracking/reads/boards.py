"""Pages of boards: teams within their division first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.people.reads import team_on
from roost.ground.release.engine import Band, taking_part
from roost.ground.ui.frame import Link
from roost.see.tracking.access import may_run
from roost.see.tracking.engine import Rules, Standing
from roost.see.tracking.models import Entry, Program, State
from roost.see.tracking.reads.closings import Closed, PublishedLine, closed_period, left_open, teams_changed_since
from roost.see.tracking.reads.lines import OwnLine, own_line
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.source import division_number, team_names
from roost.see.tracking.reads.standing import Steps, steps_of
from roost.see.tracking.reads.taking_part import days_of
from roost.see.tracking.reads.windows import Shown, recent_window, shown_window, window_links
from roost.see.tracking.reads.words import places_for

BANDS: dict[Band, str | Promise] = {
    Band.HIDDEN: "",
    Band.FEW: gettext_lazy("few take part"),
    Band.HALF: gettext_lazy("about half take part"),
    Band.MOST: gettext_lazy("most take part"),
}


@dataclass(frozen=True)
class BoardLine:
    """A team on a board; points and `recent` in thousandths, `share` of the division's best in percent.

    `figure` is what people read: the points without the places that nobody needs to tell teams apart. `was` is the
    figure that was published, on the live board of a closed period where the points are others by now.
    """

    team: int
    name: str
    rank: int
    members: int
    points: int
    figure: int
    was: int | None
    share: float
    recent: int
    taking_part: str | Promise
    mine: bool
    url: str


@dataclass(frozen=True)
class DivisionBoard:
    """One division's teams, by rank."""

    division: str
    title: str
    lines: tuple[BoardLine, ...]

    @cached_property
    def places(self) -> int:
        """Give with how many decimals all figures of this board are written."""
        return places_for(
            figure for line in self.lines for figure in (line.figure, line.recent, line.was) if figure is not None
        )


@dataclass(frozen=True)
class Published:
    """A closed period: its bulletin, how many teams' lines are others by now, and the way to the other board."""

    number: int
    when: datetime
    who: Person
    changed: int
    unplaced: int
    shows_live: bool
    other: str


@dataclass(frozen=True)
class BoardPage:
    """Everything on a program's board page."""

    program: Program
    shown: Shown
    headline: str
    windows: tuple[Link, ...]
    division: str
    divisions: tuple[Link, ...]
    boards: tuple[DivisionBoard, ...]
    published: Published | None
    shows_published: bool
    may_close: bool
    left_open: Shown | None
    made_of: str
    as_of: datetime | None
    unplaced: int
    of_one_division: bool
    own: OwnLine | None
    takes_part: bool
    takes_entries: bool
    may_run: bool
    steps: Steps
    query: str


@dataclass(frozen=True)
class ProgramCard:
    """A program in a list, and when somebody last entered a score."""

    program: Program
    last_entry: datetime | None


def program_cards(programs: QuerySet[Program]) -> list[ProgramCard]:
    """List visible programs. One query, which looks at one entry of each."""
    latest = Entry.objects.filter(program=OuterRef("pk"), reverses=None).order_by("-recorded_at")
    found = programs.select_related("founder").annotate(scored_at=Subquery(latest.values("recorded_at")[:1]))
    return [ProgramCard(one, one.scored_at) for one in found]


def division_boards(
    reader: Reader,
    shown: Shown,
    today: date,
    *,
    mine: int | None = None,
    only: str | None = None,
    live: bool = False,
) -> tuple[DivisionBoard, ...]:
    """Give the boards of every division, or of one, by name. Six queries at most; see `Reader`.

    A closed period is given as it was published, unless the `live` board is asked for.
    """
    names, closed = team_names(reader.program), _closed(reader, shown)
    return _boards(reader, shown, today, names, closed, mine=mine, only=only, live=live)


def _closed(reader: Reader, shown: Shown) -> Closed | None:
    return closed_period(reader.program, shown.window) if shown.over else None


def _boards(
    reader: Reader,
    shown: Shown,
    today: date,
    names: dict[int, tuple[str, str]],
    closed: Closed | None,
    *,
    mine: int | None,
    only: str | None,
    live: bool,
) -> tuple[DivisionBoard, ...]:
    number = None if only is None else division_number(names, only)
    several = len({name for name, _team in names.values()}) > 1
    recent: dict[int, int] = {}
    if shown.running:
        recent = {line.team: line.points for line in reader.standings(recent_window(today), number)}
    if closed and not live:
        names = names | {line.team: (line.division, line.name) for line in closed.lines}
        standings = [line.standing for line in closed.of_division(only)]
    else:
        standings = reader.standings(shown.window, number)
        if not {one.team for one in standings} <= names.keys():
            names = team_names(reader.program)  # a team came in between
    published = {line.team: line for line in closed.lines} if closed and live else None
    grouped: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        grouped[names[standing.team][0]].append(standing)
    return tuple(
        DivisionBoard(
            division,
            division_name(division) if several else division or _("All teams"),
            _lines(reader, grouped[division], names, recent, mine, shown, published),
        )
        for division in sorted(grouped)
    )


def _lines(
    reader: Reader,
    standings: list[Standing],
    names: dict[int, tuple[str, str]],
    recent: dict[int, int],
    mine: int | None,
    shown: Shown,
    published: dict[int, PublishedLine] | None,
) -> tuple[BoardLine, ...]:
    best = max((standing.points for standing in standings), default=0)
    query = {"window": shown.window.name} | ({} if published is None else {"live": 1})
    were = [line.points for one in standings if published and (line := published.get(one.team))]
    step = telling_step([*(standing.points for standing in standings), *were])
    lines = [
        BoardLine(
            team=one.team,
            name=names[one.team][1],
            rank=one.rank,
            members=one.members,
            points=one.points,
            figure=one.points // step * step,
            was=None if published is None else _was(one, published.get(one.team), step),
            share=round(100 * max(one.points, 0) / best, 1) if best > 0 else 0,
            recent=recent.get(one.team, 0) // step * step,
            taking_part=BANDS[taking_part(min(one.active, one.members), one.members)],
            mine=one.team == mine,
            url=f"{reverse('tracking:team', args=[reader.program.pk, one.team])}?{urlencode(query)}",
        )
        for one in standings
    ]
    return tuple(sorted(lines, key=lambda line: (line.rank, line.name)))


def _was(standing: Standing, published: PublishedLine | None, step: int) -> int | None:
    points = published.points if published else 0
    return None if points == standing.points else points // step * step


def division_name(division: str | None) -> str:
    """Say which division; None is all of them, and teams without one are a division too."""
    return _("All divisions") if division is None else division or _("No division")


def telling_step(points: Sequence[int]) -> int:
    """Say to how many thousandths points are floored for reading.

    Large ones to whole points, small ones to a tenth, and finer where different points would look the same.
    """
    steps = (1000, 100, 10, 1) if max(map(abs, points), default=0) >= 100_000 else (100, 10, 1)
    return next(step for step in steps if len({one // step for one in points}) == len(set(points)))


def board_page(
    program: Program, person: Person, *, window: str = "", division: str | None = None, live: bool = False
) -> BoardPage:
    """Give a program's board for a person: their own division unless they ask for another ("*" is all of them).

    A closed period is shown as it was published, or with `live` as it would be now.
    """
    reader = Reader(program)
    today = clock.today(reader.rules.time_zone)
    shown = shown_window(window, reader.rules, today)
    own_team = team_on(person, program.organisation_id, today)
    names = team_names(program)
    known = {of_division for of_division, _ in names.values()}
    chosen = division if division in known else own_team.division if division is None and own_team else None
    mine = own_team.pk if own_team else None
    closed = _closed(reader, shown)
    boards = _boards(reader, shown, today, names, closed, mine=mine, only=chosen, live=live)
    here = reverse("tracking:board", args=[program.pk])
    published = _published(reader, shown, closed, chosen, names, live, here) if closed else None
    runs_it = may_run(person, program)
    takes_part = days_of(program, person).cover(today)
    return BoardPage(
        program=program,
        shown=shown,
        headline=_("%(division)s, %(period)s") % {"division": division_name(chosen), "period": shown.label},
        windows=window_links(here, shown, reader.rules, {"division": division} if division else {}),
        division=division or "",
        divisions=_division_links(here, shown, sorted(known), chosen) if len(known) > 1 else (),
        boards=boards,
        published=published,
        shows_published=published is not None and not live,
        may_close=runs_it and shown.over and published is None,
        left_open=left_open(reader, shown, today) if runs_it else None,
        made_of=_made_of(reader.rules_for(shown.window)),
        as_of=Entry.objects.filter(program=program).aggregate(last=Max("recorded_at"))["last"],
        unplaced=published.unplaced if published and not live else reader.unplaced(shown.window),
        of_one_division=chosen is not None and len(known) > 1,
        own=own_line(reader, person, shown, today, closing=closed.closing if closed else None, live=live),
        takes_part=takes_part,
        takes_entries=(takes_part or runs_it) and program.state != State.RETIRED,
        may_run=runs_it,
        steps=steps_of(program, person),
        query=urlencode(
            {"window": window, "division": "*" if chosen is None else chosen} | ({"live": 1} if live else {})
        ),
    )


def _published(
    reader: Reader,
    shown: Shown,
    closed: Closed,
    division: str | None,
    names: dict[int, tuple[str, str]],
    live: bool,
    here: str,
) -> Published:
    closing = closed.closing
    number = None if division is None else division_number(names, division)
    standings = reader.standings(shown.window, number)
    query = {"window": shown.window.name, "division": "*" if division is None else division}
    return Published(
        number=closing.number,
        when=closing.closed_at,
        who=closing.closed_by,
        changed=teams_changed_since(closed, standings, division),
        unplaced=closing.unplaced,
        shows_live=live,
        other=f"{here}?{urlencode(query if live else query | {'live': 1})}",
    )


def _division_links(here: str, shown: Shown, known: list[str], chosen: str | None) -> tuple[Link, ...]:
    choices = [(name, division_name(name)) for name in known] + [("*", _("All"))]
    return tuple(
        Link(
            label,
            f"{here}?{urlencode({'window': shown.window.name, 'division': name})}",
            current=name == (chosen if chosen is not None else "*"),
        )
        for name, label in choices
    )


def _made_of(rules: Rules) -> str:
    """Say in a sentence which metrics are added up and which are averaged."""
    added = [metric.label or metric.key for metric in rules.metrics if metric.team == "sum"]
    averaged = [metric.label or metric.key for metric in rules.metrics if metric.team == "average"]
    said = []
    if added:
        said.append(_("Added up: %(metrics)s.") % {"metrics": ", ".join(added)})
    if averaged:
        said.append(_("Averaged: %(metrics)s.") % {"metrics": ", ".join(averaged)})
    return " ".join(said)
