"""Bulletins: what a period came to, what went well in it, and what earlier ones would say by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.ground.kit.errors import InputError, NotFound
from roost.ground.people.models import Person
from roost.ground.people.reads import team_on
from roost.see.tracking.access import may_run
from roost.see.tracking.engine import Rules, Story, Told, Window, parse_window, stories_of
from roost.see.tracking.models import Closing, Draft, Program
from roost.see.tracking.reads.asof import rules_at
from roost.see.tracking.reads.boards import division_name
from roost.see.tracking.reads.closings import PublishedLine, lines_of, published_board, published_lines
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.windows import Shown, shown_window, today_of, week_name
from roost.see.tracking.reads.words import places_for, readable

MOST_LOOKED_AT = 12
"""How many earlier bulletins of such periods are looked through for what came late."""
STAMP = 12


@dataclass(frozen=True)
class CorrectedLine:
    """What was told of a team, and what would be by now, points in thousandths; None where it was not there."""

    team: int
    division: str
    name: str
    points: int | None
    points_now: int | None
    rank: int | None
    rank_now: int | None

    @property
    def figure(self) -> int:
        return readable(self.points or 0)

    @property
    def figure_now(self) -> int:
        return readable(self.points_now or 0)


@dataclass(frozen=True)
class Correction:
    """What an earlier bulletin would say by now, by its number and period."""

    number: int
    starts_on: date
    ends_on: date
    label: str
    lines: tuple[CorrectedLine, ...]


@dataclass(frozen=True)
class BulletinBoard:
    """A division's lines as they were published."""

    title: str
    lines: tuple[PublishedLine, ...]
    mine: int | None

    @property
    def places(self) -> int:
        return places_for(line.figure for line in self.lines)


@dataclass(frozen=True)
class BulletinPage:
    """A bulletin, published for good with a `stamp` that boards, files and the API tell as well; or as a draft.

    `compares` says whether there was a bulletin of such a period before. One's own division stands first; `late` says
    that something came in since which no bulletin told.
    """

    program: Program
    shown: Shown
    number: int
    foreword: str
    boards: tuple[BulletinBoard, ...]
    stories: tuple[str, ...]
    corrections: tuple[Correction, ...]
    compares: bool
    unplaced: int
    stamp: str
    closing: Closing | None
    before: int | None
    after: int | None
    late: bool


@dataclass(frozen=True)
class BulletinsPage:
    """All bulletins of a program, the newest first, and the drafts that wait for who runs it."""

    program: Program
    published: tuple[tuple[Closing, str], ...]
    drafts: tuple[tuple[Draft, Shown], ...]
    may_run: bool


def bulletins_page(program: Program, viewer: Person) -> BulletinsPage:
    """Give all bulletins of a program. Three queries beside those of the rules."""
    rules = Reader(program).rules
    runs_it = may_run(viewer, program)
    found = Closing.objects.filter(program=program).select_related("closed_by").order_by("-number")
    drafts = Draft.objects.filter(program=program, left_at=None).order_by("-ends_on") if runs_it else []
    return BulletinsPage(
        program=program,
        published=tuple((one, shown_between(one.starts_on, one.ends_on, rules).label) for one in found),
        drafts=tuple((one, shown_between(one.starts_on, one.ends_on, rules)) for one in drafts),
        may_run=runs_it,
    )


def bulletin_page(program: Program, viewer: Person, number: int) -> BulletinPage:
    """Give a bulletin as it was published; raises NotFound for a number that there is not. Eight queries at most."""
    closing = Closing.objects.filter(program=program, number=number).select_related("closed_by").first()
    if closing is None:
        raise NotFound(_("There is no bulletin of this number."))
    reader = Reader(program)
    shown = shown_between(closing.starts_on, closing.ends_on, reader.rules)
    lines = lines_of(closing)
    numbers = Closing.objects.filter(program=program).values_list("number", flat=True)
    return BulletinPage(
        program=program,
        shown=shown,
        number=number,
        foreword=closing.foreword,
        boards=_boards(program, viewer, lines, today_of(reader.rules)),
        stories=tuple(_in_words([Story(**one) for one in closing.stories], _names(lines), shown)),
        corrections=tuple(_correction(one, reader.rules) for one in closing.corrections),
        compares=any(line.rank_before is not None for line in lines),
        unplaced=closing.unplaced,
        stamp=stamp_of(closing, shown.window),
        closing=closing,
        before=max((one for one in numbers if one < number), default=None),
        after=min((one for one in numbers if one > number), default=None),
        late=bool(_corrections([closing], Reader(program), _told_since(closing))),
    )


def draft_page(reader: Reader, viewer: Person, shown: Shown, foreword: str = "") -> BulletinPage:
    """Give what would be published of a period; raises InputError for one that is not over."""
    if not shown.over:
        raise InputError(_("Only a period that is over can be closed."))
    made = compose(reader, shown.window)
    return BulletinPage(
        program=reader.program,
        shown=shown,
        number=made.number,
        foreword=foreword,
        boards=_boards(reader.program, viewer, made.lines, today_of(reader.rules)),
        stories=tuple(_in_words(made.stories, _names(made.lines), shown)),
        corrections=tuple(_correction(one, reader.rules) for one in made.corrections),
        compares=made.compares,
        unplaced=reader.unplaced(shown.window),
        stamp="",
        closing=None,
        before=made.number - 1 or None,
        after=None,
        late=False,
    )


@dataclass(frozen=True)
class Composed:
    """What makes a bulletin: its number, lines, stories and corrections, the latter as they are kept."""

    number: int
    lines: list[PublishedLine]
    stories: list[Story]
    corrections: list[dict[str, Any]]
    compares: bool


def compose(reader: Reader, window: Window) -> Composed:
    """Put together what is published of a window at this moment; some queries for each earlier bulletin of such."""
    every = list(Closing.objects.filter(program=reader.program).order_by("ends_on", "starts_on"))
    kind = _kind(window.starts, window.ends)
    alike = [
        one for one in every if _kind(one.starts_on, one.ends_on) == kind and one.ends_on <= (window.starts or date.min)
    ]
    lines = published_lines(reader, window, alike[-1] if alike else None)
    history = [{line.team: Told(line.rank, line.points) for line in lines_of(one)} for one in alike]
    told: dict[int, dict[int, tuple[int, int] | None]] = {}
    for one in every:
        for number, teams in _kept(one).items():
            told.setdefault(number, {}).update(teams)
    return Composed(
        number=max((one.number for one in every), default=0) + 1,
        lines=lines,
        stories=stories_of({line.team: Told(line.rank, line.points) for line in lines}, history),
        corrections=_corrections(alike[-MOST_LOOKED_AT:], reader, told),
        compares=bool(alike),
    )


def _kept(closing: Closing) -> dict[int, dict[int, tuple[int, int] | None]]:
    """Give what a bulletin told of earlier ones, by their numbers: points and rank of each team."""
    found: dict[int, dict[int, tuple[int, int] | None]] = {}
    for one in closing.corrections:
        found[one["number"]] = {
            line["team"]: None if line["rank_now"] is None else (line["points_now"], line["rank_now"])
            for line in one["lines"]
        }
    return found


def _told_since(closing: Closing) -> dict[int, dict[int, tuple[int, int] | None]]:
    """Give what later bulletins told of one already."""
    later = Closing.objects.filter(program=closing.program_id, number__gt=closing.number).order_by("number")
    told: dict[int, dict[int, tuple[int, int] | None]] = defaultdict(dict)
    for one in later:
        told[closing.number].update(_kept(one).get(closing.number, {}))
    return told


def _corrections(
    closings: Sequence[Closing], reader: Reader, told: Mapping[int, Mapping[int, tuple[int, int] | None]]
) -> list[dict[str, Any]]:
    """Give what bulletins would say by now and nobody was told, by the rules of each, as it is kept."""
    found = []
    for closing in closings:
        window = Window(f"{closing.starts_on}", closing.starts_on, closing.ends_on)
        now = published_lines(Reader(reader.program, instead=rules_at(closing)), window)
        before: dict[int, tuple[int, int] | None] = {line.team: (line.points, line.rank) for line in lines_of(closing)}
        before |= told.get(closing.number, {})
        named = {line.team: line for line in (*lines_of(closing), *now)}
        after = {line.team: (line.points, line.rank) for line in now}
        lines = [
            CorrectedLine(
                team,
                line.division,
                line.name,
                *_split(before.get(team), after.get(team)),
            )
            for team, line in named.items()
            if before.get(team) != after.get(team)
        ]
        if lines:
            lines.sort(key=lambda line: (line.division, line.rank_now or 0, line.name))
            found.append(
                {
                    "number": closing.number,
                    "starts_on": f"{closing.starts_on}",
                    "ends_on": f"{closing.ends_on}",
                    "lines": [asdict(line) for line in lines],
                }
            )
    return found


def _split(
    before: tuple[int, int] | None, after: tuple[int, int] | None
) -> tuple[int | None, int | None, int | None, int | None]:
    points, rank = before or (None, None)
    points_now, rank_now = after or (None, None)
    return points, points_now, rank, rank_now


def _correction(kept: dict[str, Any], rules: Rules) -> Correction:
    starts, ends = date.fromisoformat(kept["starts_on"]), date.fromisoformat(kept["ends_on"])
    lines = tuple(CorrectedLine(**line) for line in kept["lines"])
    return Correction(kept["number"], starts, ends, shown_between(starts, ends, rules).label, lines)


def _boards(program: Program, viewer: Person, lines: Sequence[PublishedLine], today: date) -> tuple[BulletinBoard, ...]:
    own = team_on(viewer, program.organisation_id, today)
    grouped: dict[str, list[PublishedLine]] = defaultdict(list)
    for line in lines:
        grouped[line.division].append(line)
    order = sorted(grouped, key=lambda division: (not own or division != own.division, division))
    several = len(grouped) > 1
    return tuple(
        BulletinBoard(
            division_name(division) if several else division or _("All teams"),
            tuple(grouped[division]),
            own.pk if own else None,
        )
        for division in order
    )


def _names(lines: Sequence[PublishedLine]) -> dict[int, str]:
    return {line.team: line.name for line in lines}


def _in_words(stories: Sequence[Story], names: Mapping[int, str], shown: Shown) -> list[str]:
    """Say what went well, a sentence each."""
    said = []
    for one in stories:
        told = {"team": names.get(one.team, ""), "number": one.number}
        if one.kind == "rising":
            words = _("%(team)s has risen %(number)s times in a row.")
        elif one.kind == "best":
            words = _("%(team)s has never had so many points.")
        elif one.kind == "climbed":
            words = ngettext("%(team)s climbed %(number)s place.", "%(team)s climbed %(number)s places.", one.number)
        else:
            words = _("%(team)s is there for the first time.")
        said.append(words % told)
    return said


def stamp_of(closing: Closing, window: Window) -> str:
    """Give the first letters of the digest of what was published, which files and the API tell whole."""
    return published_board(closing, window).digest[:STAMP]


def shown_between(starts: date, ends: date, rules: Rules) -> Shown:
    """Give the window of these days by the name that people know it by."""
    today = today_of(rules)
    names = {"month": f"{starts:%Y-%m}", "year": f"{starts:%Y}", "week": week_name(starts, rules), "season": "season"}
    for name in names.values():
        if name != "season" or rules.season:
            window = parse_window(name, rules)
            if (window.starts, window.ends) == (starts, ends):
                return shown_window(name, rules, today)
    label = _("%(first)s to %(last)s") % {"first": f"{starts:%d.%m.%Y}", "last": f"{ends - timedelta(1):%d.%m.%Y}"}
    return Shown(Window(f"{starts}", starts, ends), "other", label, None, None, False, True)


def _kind(starts: date | None, ends: date | None) -> str:
    """Say of which kind a period is: only such are compared."""
    if starts is None or ends is None:
        return "all"
    if (ends - starts).days == 7:
        return "week"
    if starts.day == ends.day == 1:
        months = (ends.year - starts.year) * 12 + ends.month - starts.month
        return {1: "month", 12: "year"}.get(months, "season")
    return "season"


def draft_of(program: Program, window: Window) -> Draft | None:
    """Give the draft of a period's bulletin, also one that was left. One query."""
    if window.starts is None or window.ends is None:
        return None
    return Draft.objects.filter(program=program, starts_on=window.starts, ends_on=window.ends).first()


def drafts_of(person: Person) -> list[tuple[Draft, Shown]]:
    """Give the drafts that wait for somebody who started their program. One query, and one for each."""
    waiting = Draft.objects.filter(program__founder=person, left_at=None).select_related("program")
    found = []
    for one in waiting.order_by("ends_on"):
        found.append((one, shown_between(one.starts_on, one.ends_on, Reader(one.program).rules)))
    return found
