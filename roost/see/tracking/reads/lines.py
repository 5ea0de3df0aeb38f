"""What lies behind a board: a team's people in name order, one's own line, and the entries that made each point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.ground.kit import clock
from roost.ground.people.models import Person, Team, TeamMembership
from roost.ground.people.reads import names_in
from roost.ground.ui.frame import Link
from roost.ground.ui.templatetags.ui import points as figures
from roost.see.tracking.access import may_run
from roost.see.tracking.engine import Contribution, Metric, Rules, Window, parse_window
from roost.see.tracking.models import Closing, Program
from roost.see.tracking.reads.asof import contributions_at, rules_at
from roost.see.tracking.reads.closings import PublishedLine, closed_period, closing_of
from roost.see.tracking.reads.entries import EntryLine, newest_entries
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.taking_part import came_within, taking_part_in
from roost.see.tracking.reads.windows import Shown, shown_window, week_name, window_links
from roost.see.tracking.reads.words import MetricWords, label_of, readable, words_for

WEEKS_BACK = 8


@dataclass(frozen=True)
class OwnLine:
    """A person's own points in a window, in thousandths, and how their week compares with the one before."""

    points: int
    sentence: str
    url: str


@dataclass(frozen=True)
class ClosedView:
    """A page of a closed period: as it was published, or as it is now with what came later; and the way to the other.

    `was` is the line of a team as it was published. Whether the live numbers of a team `differ` is known, of a person
    None. What was published `adds_up` unless somebody's team was changed since for days of the period.
    """

    when: datetime
    shows_live: bool
    other: str
    was: PublishedLine | None = None
    differs: bool | None = None
    adds_up: bool = True


@dataclass(frozen=True)
class MetricShare:
    """What a metric gives a team: its people's points together, and what the team gets of them."""

    label: str
    total: int
    together: int
    gets: int
    how: str


@dataclass(frozen=True)
class PersonLine:
    """What one person brought to a team; `by_metric` gives label and points by the rules, None for nothing entered.

    Of who `just_came`, within the period, and brought nothing yet, no points are told: none would look like a result.
    """

    name: str
    url: str | None
    points: int
    by_metric: tuple[tuple[str, int | None], ...]
    just_came: bool


@dataclass(frozen=True)
class TeamPage:
    """A team's points and where they come from; `figure` is what people read of them."""

    program: Program
    team: Team
    shown: Shown
    windows: tuple[Link, ...]
    points: int
    figure: int
    rank: int | None
    members: int
    metrics: tuple[MetricShare, ...]
    labels: tuple[str, ...]
    people: tuple[PersonLine, ...]
    board_url: str
    closed: ClosedView | None


@dataclass(frozen=True)
class MetricLine:
    """How a person's points of one metric came about."""

    words: MetricWords
    entries: int
    total: int
    sum_in_words: str
    points: int


@dataclass(frozen=True)
class LinePage:
    """A person's own line, down to the entries."""

    program: Program
    person: str
    mine: bool
    shown: Shown
    windows: tuple[Link, ...]
    points: int
    teams: tuple[str, ...]
    metrics: tuple[MetricLine, ...]
    entries: tuple[EntryLine, ...]
    more_entries: int
    trend: tuple[float, ...]
    trend_words: str
    board_url: str
    closed: ClosedView | None


def own_line(
    reader: Reader, person: Person, shown: Shown, today: date, *, closing: Closing | None = None, live: bool = False
) -> OwnLine:
    """Give a person's own points in a window, as of a `closing` unless `live`. Three queries beside the reader's."""
    own = Reader(reader.program, person=person.pk)
    here = reverse("tracking:line", args=[reader.program.pk, person.pk])
    sentence = _progress(own, today) if shown.running else ""
    if closing is None or live:
        brought = own.contributions(shown.window)
    else:
        brought = contributions_at(closing, rules_at(closing), shown.window, [person.pk])
    return OwnLine(_points(brought), sentence, _address(here, shown, live=live))


def _address(here: str, shown: Shown, *, live: bool) -> str:
    return f"{here}?{urlencode({'window': shown.window.name} | ({'live': 1} if live else {}))}"


def _progress(own: Reader, today: date) -> str:
    """Say how this week compares with the same days of the last one: with oneself, never with others."""
    this = parse_window(week_name(today, own.rules), own.rules)
    if this.starts is None:
        return ""
    so_far = _points(own.contributions(this))
    before = _points(own.contributions(Window("", this.starts - timedelta(7), today - timedelta(6))))
    if so_far > before:
        return _("%(points)s more this week than by the same day last week.") % {"points": figures(so_far - before)}
    if so_far:
        return _("%(points)s so far this week.") % {"points": figures(so_far)}
    return _("Nothing entered for this week yet.")


def _points(contributions: Sequence[Contribution]) -> int:
    return sum(one.points + one.bonus for one in contributions)


def team_page(program: Program, team: Team, viewer: Person, *, window: str = "", live: bool = False) -> TeamPage:
    """Give a team's people in name order with what each brought, and what the team got for it.

    Fourteen queries at most.
    A closed period is shown as it was published, or with `live` as it is now.
    """
    reader = Reader(program)
    shown = shown_window(window, reader.rules, clock.today(reader.rules.time_zone))
    here = reverse("tracking:team", args=[program.pk, team.pk])
    now = next((one for one in reader.standings(shown.window) if one.team == team.pk), None)
    closed = closed_period(program, shown.window) if shown.over else None
    was = closed.of_team(team.pk) if closed else None
    if closed and not live:
        standing = was.standing if was else None
        rules = rules_at(closed.closing)
        members = TeamMembership.objects.filter(team=team).values_list("person", flat=True)
        contributions = contributions_at(closed.closing, rules, shown.window, members, team=team.pk) if was else []
    else:
        standing, rules = now, reader.rules_for(shown.window)
        contributions = reader.contributions(shown.window, team=team.pk)
    members_then, points = (standing.members, standing.points) if standing else (0, 0)
    metrics = tuple(
        _share(metric, [one for one in contributions if one.metric == place], members_then)
        for place, metric in enumerate(rules.metrics)
    )
    view = None
    if closed:
        view = ClosedView(
            when=closed.closing.closed_at,
            shows_live=live,
            other=_address(here, shown, live=not live),
            was=was,
            differs=(was and (was.points, was.rank)) != (now and (now.points, now.rank)),
            adds_up=live or sum(metric.gets for metric in metrics) == points,
        )
    return TeamPage(
        program=program,
        team=team,
        shown=shown,
        windows=window_links(here, shown, reader.rules, {}),
        points=points,
        figure=readable(points),
        rank=standing.rank if standing else None,
        members=members_then,
        metrics=metrics,
        labels=tuple(label_of(metric) for metric in rules.metrics),
        people=_person_lines(reader, team, viewer, shown, rules, contributions, live=live),
        board_url=_address(reverse("tracking:board", args=[program.pk]), shown, live=live),
        closed=view,
    )


def _person_lines(
    reader: Reader,
    team: Team,
    viewer: Person,
    shown: Shown,
    rules: Rules,
    contributions: Sequence[Contribution],
    *,
    live: bool,
) -> tuple[PersonLine, ...]:
    """Give everybody's line; who runs the program reads all of them down to the entries, others their own."""
    program = reader.program
    people = _people_of(program, team, shown.window, {one.person for one in contributions})
    names, runs = names_in(program.organisation_id, [one.pk for one in people]), may_run(viewer, program)
    silent = {one.pk for one in people} - {one.person for one in contributions if one.entries}
    newcomers = came_within(program, team, shown.window, silent)
    lines = []
    for person in people:
        url = None
        if runs or person == viewer:
            url = _address(reverse("tracking:line", args=[program.pk, person.pk]), shown, live=live)
        own = {one.metric: one for one in contributions if one.person == person.pk}
        by_metric = tuple(
            (label_of(metric), own[place].points + own[place].bonus if place in own and own[place].entries else None)
            for place, metric in enumerate(rules.metrics)
        )
        line = PersonLine(
            names.get(person.pk, str(person)), url, _points(list(own.values())), by_metric, person.pk in newcomers
        )
        lines.append(line)
    return tuple(lines)


def _people_of(program: Program, team: Team, window: Window, contributing: set[int]) -> list[Person]:
    """Give everybody who was in the team in the window and took part, silent members too, in name order."""
    stays = TeamMembership.objects.filter(team=team)
    if window.ends is not None:
        stays = stays.filter(starts_on__lt=window.ends)
    if window.starts is not None:
        stays = stays.filter(Q(ends_on=None) | Q(ends_on__gt=window.starts))
    there = taking_part_in(program, Person.objects.filter(pk__in=stays.values("person")), window)
    return list(Person.objects.filter(Q(pk__in=there) | Q(pk__in=contributing)).order_by("name", "pk"))


def _share(metric: Metric, contributions: Sequence[Contribution], members: int) -> MetricShare:
    together = _points(contributions)
    active = sum(1 for one in contributions if one.entries > 0)
    over = members if metric.over == "roster" else active
    if metric.team == "sum":
        gets, how = together, _("added up")
    elif over:
        gets, how = (
            together // over,
            ngettext("divided by %(people)s person", "divided by %(people)s people", over) % {"people": over},
        )
    else:
        gets, how = 0, _("nobody to average over")
    return MetricShare(label_of(metric), sum(one.total for one in contributions), together, gets, how)


def line_page(program: Program, person: Person, viewer: Person, *, window: str = "", live: bool = False) -> LinePage:
    """Give a person's line: the sum behind each metric's points, and the newest entries.

    A closed period is shown as it was published, or with `live` as it is now.
    One query a week of the trend, and seventeen beside them.
    """
    reader = Reader(program, person=person.pk)
    today = clock.today(reader.rules.time_zone)
    shown = shown_window(window, reader.rules, today)
    here = reverse("tracking:line", args=[program.pk, person.pk])
    closing = closing_of(program, shown.window) if shown.over else None
    if closing and not live:
        rules = rules_at(closing)
        contributions = contributions_at(closing, rules, shown.window, [person.pk])
    else:
        rules, contributions = reader.rules_for(shown.window), reader.contributions(shown.window)
    words = words_for(rules, dict(program.metrics.values_list("key", "behaviour"))).metrics
    trend = _trend(reader, today)
    entries, earlier = newest_entries(program, rules, person, viewer, shown.window, None if live else closing)
    return LinePage(
        program=program,
        person=names_in(program.organisation_id, [person.pk]).get(person.pk, str(person)),
        mine=person == viewer,
        shown=shown,
        windows=window_links(here, shown, reader.rules, {}),
        points=_points(contributions),
        teams=tuple(Team.objects.filter(pk__in={one.team for one in contributions}).values_list("name", flat=True)),
        metrics=metric_lines(rules, words, contributions),
        entries=entries,
        more_entries=earlier,
        trend=trend,
        trend_words=_("Points of the last %(weeks)s weeks: %(points)s")
        % {"weeks": WEEKS_BACK, "points": ", ".join(f"{points:g}" for points in trend)},
        board_url=_address(reverse("tracking:board", args=[program.pk]), shown, live=live),
        closed=ClosedView(closing.closed_at, live, _address(here, shown, live=not live)) if closing else None,
    )


def _trend(reader: Reader, today: date) -> tuple[float, ...]:
    names = [week_name(today - timedelta(7 * back), reader.rules) for back in reversed(range(WEEKS_BACK))]
    return tuple(_points(reader.contributions(parse_window(name, reader.rules))) / 1000 for name in names)


def metric_lines(
    rules: Rules, words: Sequence[MetricWords], contributions: Sequence[Contribution]
) -> tuple[MetricLine, ...]:
    """Say how somebody's points of each metric came about."""
    grouped: dict[int, list[Contribution]] = defaultdict(list)
    for one in contributions:
        grouped[one.metric].append(one)
    return tuple(_metric_line(rules.metrics[place], words[place], grouped[place]) for place in sorted(grouped))


def _metric_line(metric: Metric, words: MetricWords, contributions: Sequence[Contribution]) -> MetricLine:
    total = sum(one.total for one in contributions)
    before, points = (sum(getattr(one, part) for one in contributions) for part in ("before_cap", "points"))
    bonus = sum(one.bonus for one in contributions)
    worked = {"total": figures(total), "each": figures(metric.points_per_unit), "points": figures(before)}
    said = [_("%(total)s × %(each)s = %(points)s") % worked]
    if points != before:
        said.append(_("after the cap %(points)s") % {"points": figures(points)})
    if bonus:
        said.append(
            _("and %(bonus)s extra = %(points)s") % {"bonus": figures(bonus), "points": figures(points + bonus)}
        )
    return MetricLine(words, sum(one.entries for one in contributions), total, ", ".join(said), points + bonus)
