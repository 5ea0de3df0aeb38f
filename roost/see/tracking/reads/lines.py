"""What lies behind a board: a team's people in name order, one's own line, and the entries that made each point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
from roost.see.tracking.engine import Contribution, Metric, Window, parse_window
from roost.see.tracking.models import Program
from roost.see.tracking.reads.closings import PublishedLine, published_line
from roost.see.tracking.reads.entries import EntryLine, newest_entries
from roost.see.tracking.reads.running import Reader
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
class MetricShare:
    """What a metric gives a team: its people's points together, and what the team gets of them."""

    label: str
    total: int
    together: int
    gets: int
    how: str


@dataclass(frozen=True)
class PersonLine:
    """What one person brought to a team; `by_metric` gives label and points by the rules, None for nothing entered."""

    name: str
    url: str | None
    points: int
    by_metric: tuple[tuple[str, int | None], ...]


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
    published: PublishedLine | None
    """The team's line when the period was closed, where it is another by now."""


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


def own_line(reader: Reader, person: Person, shown: Shown, today: date) -> OwnLine:
    """Give a person's own points in a window. Three queries beside the reader's."""
    own = Reader(reader.program, person=person.pk)
    url = f"{reverse('tracking:line', args=[reader.program.pk, person.pk])}?window={shown.window.name}"
    sentence = _progress(own, today) if shown.running else ""
    return OwnLine(_points(own.contributions(shown.window)), sentence, url)


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


def team_page(program: Program, team: Team, viewer: Person, *, window: str = "") -> TeamPage:
    """Give a team's people in name order with what each brought, and what the team got for it. Seven queries."""
    reader = Reader(program)
    shown = shown_window(window, reader.rules, clock.today(reader.rules.time_zone))
    standing = next((one for one in reader.standings(shown.window) if one.team == team.pk), None)
    contributions = reader.contributions(shown.window, team=team.pk)
    members, points = (standing.members, standing.points) if standing else (0, 0)
    people = _people_of(team, shown.window, {one.person for one in contributions})
    published = None if shown.running else published_line(program, shown.window, team.pk)
    if published and standing and (published.points, published.rank) == (standing.points, standing.rank):
        published = None
    names, runs = names_in(program.organisation_id, [one.pk for one in people]), may_run(viewer, program)
    return TeamPage(
        program=program,
        team=team,
        shown=shown,
        windows=window_links(reverse("tracking:team", args=[program.pk, team.pk]), shown, reader.rules, {}),
        points=points,
        figure=readable(points),
        rank=standing.rank if standing else None,
        members=members,
        metrics=tuple(
            _share(metric, [one for one in contributions if one.metric == place], members)
            for place, metric in enumerate(reader.rules.metrics)
        ),
        labels=tuple(label_of(metric) for metric in reader.rules.metrics),
        people=tuple(
            _person_line(reader, one, names.get(one.pk, str(one)), contributions, shown, readable=runs or one == viewer)
            for one in people
        ),
        board_url=f"{reverse('tracking:board', args=[program.pk])}?window={shown.window.name}",
        published=published,
    )


def _people_of(team: Team, window: Window, contributing: set[int]) -> list[Person]:
    """Give everybody who was in the team in the window, silent members too, in name order."""
    stays = TeamMembership.objects.filter(team=team)
    if window.ends is not None:
        stays = stays.filter(starts_on__lt=window.ends)
    if window.starts is not None:
        stays = stays.filter(Q(ends_on=None) | Q(ends_on__gt=window.starts))
    return list(Person.objects.filter(Q(pk__in=stays.values("person")) | Q(pk__in=contributing)).order_by("name", "pk"))


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


def _person_line(
    reader: Reader, person: Person, name: str, contributions: Sequence[Contribution], shown: Shown, *, readable: bool
) -> PersonLine:
    own = {one.metric: one for one in contributions if one.person == person.pk}
    url = f"{reverse('tracking:line', args=[reader.program.pk, person.pk])}?window={shown.window.name}"
    return PersonLine(
        name=name,
        url=url if readable else None,
        points=_points(list(own.values())),
        by_metric=tuple(
            (label_of(metric), own[place].points + own[place].bonus if place in own and own[place].entries else None)
            for place, metric in enumerate(reader.rules.metrics)
        ),
    )


def line_page(program: Program, person: Person, viewer: Person, *, window: str = "") -> LinePage:
    """Give a person's line: the sum behind each metric's points, and the newest entries.

    One query a week of the trend, and thirteen beside them.
    """
    reader = Reader(program, person=person.pk)
    today = clock.today(reader.rules.time_zone)
    shown = shown_window(window, reader.rules, today)
    contributions = reader.contributions(shown.window)
    behaviours = dict(program.metrics.values_list("key", "behaviour"))
    words = words_for(reader.rules, behaviours).metrics
    grouped: dict[int, list[Contribution]] = defaultdict(list)
    for one in contributions:
        grouped[one.metric].append(one)
    trend = _trend(reader, today)
    entries, earlier = newest_entries(reader, person, viewer, shown.window)
    return LinePage(
        program=program,
        person=names_in(program.organisation_id, [person.pk]).get(person.pk, str(person)),
        mine=person == viewer,
        shown=shown,
        windows=window_links(reverse("tracking:line", args=[program.pk, person.pk]), shown, reader.rules, {}),
        points=_points(contributions),
        teams=tuple(Team.objects.filter(pk__in={one.team for one in contributions}).values_list("name", flat=True)),
        metrics=tuple(
            _metric_line(reader.rules.metrics[place], words[place], grouped[place]) for place in sorted(grouped)
        ),
        entries=entries,
        more_entries=earlier,
        trend=trend,
        trend_words=_("Points of the last %(weeks)s weeks: %(points)s")
        % {"weeks": WEEKS_BACK, "points": ", ".join(f"{points:g}" for points in trend)},
        board_url=f"{reverse('tracking:board', args=[program.pk])}?window={shown.window.name}",
    )


def _trend(reader: Reader, today: date) -> tuple[float, ...]:
    names = [week_name(today - timedelta(7 * back), reader.rules) for back in reversed(range(WEEKS_BACK))]
    return tuple(_points(reader.contributions(parse_window(name, reader.rules))) / 1000 for name in names)


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
