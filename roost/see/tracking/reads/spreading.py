"""How a program spreads through teams and divisions, beside another one, week by week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Case, IntegerField, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.ground.kit import clock
from roost.ground.people.models import Person, TeamMembership
from roost.see.tracking.access import visible_programs
from roost.see.tracking.engine import (
    Shares,
    Stay,
    months_up_to,
    overtaken_since,
    reach_on,
    shares_of,
)
from roost.see.tracking.models import Cell, Program, State
from roost.see.tracking.reads.boards import division_name
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.source import source_for, team_names
from roost.see.tracking.reads.standing import Happened, Steps, decides_until, history_of, sentence_of, steps_of

FEWEST = 5
"""Shares of fewer people than this say more about one of them than about the program."""
WEEKS = 52


@dataclass(frozen=True)
class Told:
    """A month of a program as people read it: shares in percent, None where too few took part or nobody could."""

    taking_part: int
    entering: float | None
    returning: float | None


@dataclass(frozen=True)
class MonthLine:
    """A month of a program, and of the one beside it."""

    label: str
    running: bool
    here: Told
    beside: Told | None


@dataclass(frozen=True)
class TeamReach:
    """How many of a team take part on a day; `level` is 0 for nobody, up to 3 for most."""

    team: int
    name: str
    people: int
    members: int

    @property
    def level(self) -> int:
        return level_of(self.people, self.members)


@dataclass(frozen=True)
class SpreadPage:
    """How a program spreads; `frames` are its weeks as plain values for the timeline, the last of them is today."""

    program: Program
    sentence: str
    verdict: str
    people: int
    teams: int
    divisions: int
    entering: float | None
    returning: float | None
    newest: str
    beside: Program | None
    others: tuple[Program, ...]
    months: tuple[MonthLine, ...]
    reach: tuple[tuple[str, tuple[TeamReach, ...]], ...]
    frames: tuple[dict[str, Any], ...]
    history: tuple[Happened, ...]
    steps: Steps
    decides_until: date | None


def level_of(people: int, members: int) -> int:
    """Give 0 for nobody, 1 for fewer than a third of a team, 2 for fewer than two thirds, else 3."""
    if not people or not members:
        return 0
    return 1 if 3 * people < members else 2 if 3 * people < 2 * members else 3


def spread_page(program: Program, viewer: Person, *, beside: str = "") -> SpreadPage:
    """Give how a program spreads, beside the one of that number, or else the official one. Some twenty queries."""
    reader = Reader(program)
    today = clock.today(reader.rules.time_zone)
    history = history_of(program)
    ended = history[-1].when if program.state == State.RETIRED else None
    last = min(today, ended.astimezone(ZoneInfo(reader.rules.time_zone)).date()) if ended else today
    began = min(program.launched_at.astimezone(ZoneInfo(reader.rules.time_zone)).date(), last)
    others = _others(program, viewer)
    other = next((one for one in others if str(one.pk) == beside), others[0] if others else None)
    months = months_up_to(last, since=began)
    stays = stays_in(program, reader)
    ours = _shares(program, stays, months)
    theirs = _shares(other, stays_in(other, Reader(other)), months) if other else None
    lines = tuple(
        MonthLine(
            date_format(starts, "F Y"),
            starts <= today < ends,
            _told(ours[place]),
            _told(theirs[place]) if theirs else None,
        )
        for place, (starts, ends) in enumerate(months)
    )
    whole = [line for line in lines if not line.running] or list(lines)
    names = team_names(program)
    here = reach_on(stays, last)
    members = _members(program)
    everybody = reach_on(members, last)
    newest = whole[-1]
    return SpreadPage(
        program=program,
        sentence=sentence_of(program, history),
        verdict=_verdict(whole, other),
        people=sum(here.values()),
        teams=len(here),
        divisions=len({names[team][0] for team in here}),
        entering=newest.here.entering,
        returning=newest.here.returning,
        newest=newest.label,
        beside=other,
        others=tuple(others),
        months=lines[::-1],
        reach=_reach(names, here, everybody),
        frames=tuple(_frames(program, stays, members, names, history, began, last, reader)),
        history=history,
        steps=steps_of(program, viewer),
        decides_until=decides_until(program, today),
    )


def stays_in(program: Program, reader: Reader) -> list[Stay]:
    """Give who takes part with which team on which days, as boards count them. One query."""
    source = source_for(program, reader.rules)
    params: tuple[Any, ...] = source.memberships_params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT person, team, starts, ends FROM ({source.memberships}) s", params)
        rows = cursor.fetchall()
    return [Stay(person, team, starts, ends) for person, team, starts, ends in rows if ends is None or starts < ends]


def _members(program: Program) -> list[Stay]:
    found = TeamMembership.objects.filter(organisation=program.organisation_id)
    return [
        Stay(person, team, starts.toordinal(), ends.toordinal() if ends else None)
        for person, team, starts, ends in found.values_list("person", "team", "starts_on", "ends_on")
    ]


def entered_in(program: Program, periods: Sequence[tuple[date, date]]) -> dict[int, set[int]]:
    """Give who entered a score for a day of each neighbouring period, by its place. One query."""
    if not periods:
        return {}
    places = [When(day__lt=ends.toordinal(), then=Value(place)) for place, (_starts, ends) in enumerate(periods)]
    cells = Cell.objects.filter(
        metric__program=program,
        entries__gt=0,
        day__gte=periods[0][0].toordinal(),
        day__lt=periods[-1][1].toordinal(),
    )
    found: dict[int, set[int]] = defaultdict(set)
    rows = cells.annotate(place=Case(*places, output_field=IntegerField())).values_list("place", "person")
    for place, person in rows.distinct():
        found[place].add(person)
    return found


def _others(program: Program, viewer: Person) -> list[Program]:
    """Give what a program may stand beside, the likeliest first: an official one, or of that what is open."""
    running = visible_programs(viewer).filter(is_private=False, organisation=program.organisation_id)
    found = list(running.exclude(pk=program.pk).exclude(state=State.RETIRED).order_by("-launched_at", "-pk"))
    wanted = {State.OPEN, State.ADOPTED} if program.state == State.OFFICIAL else {State.OFFICIAL}
    return sorted(found, key=lambda one: one.state not in wanted)


def _shares(program: Program, stays: Sequence[Stay], months: Sequence[tuple[date, date]]) -> list[Shares]:
    """Give the shares of months; who came back in the first of them is known by the one before."""
    before = months_up_to(months[0][0] - timedelta(1), since=months[0][0] - timedelta(1))
    periods = [*before, *months]
    return shares_of(stays, periods, entered_in(program, periods))[1:]


def _told(shares: Shares) -> Told:
    """Give shares in percent, where at least `FEWEST` people stand behind them."""
    return Told(
        shares.taking_part,
        100 * (shares.share_entering or 0) if shares.taking_part >= FEWEST else None,
        100 * (shares.share_returning or 0) if shares.before >= FEWEST else None,
    )


def _verdict(whole: Sequence[MonthLine], other: Program | None) -> str:
    """Say since which month a larger share enters scores here than beside, or there than here."""
    if other is None:
        return ""
    ours = [line.here.entering for line in whole]
    theirs = [line.beside.entering if line.beside else None for line in whole]
    since = overtaken_since(ours, theirs)
    if since is not None:
        words = _("Since %(month)s a larger share enters scores here than in “%(other)s”.")
        return words % {"month": whole[since].label, "other": other}
    since = overtaken_since(theirs, ours)
    if since is not None:
        words = _("Since %(month)s a larger share enters scores in “%(other)s” than here.")
        return words % {"month": whole[since].label, "other": other}
    return ""


def _reach(
    names: dict[int, tuple[str, str]], here: Counter[int], everybody: Counter[int]
) -> tuple[tuple[str, tuple[TeamReach, ...]], ...]:
    """Give the teams that have people, by division and name."""
    divisions: dict[str, list[TeamReach]] = defaultdict(list)
    for team in sorted(everybody, key=lambda one: names[one]):
        division, name = names[team]
        divisions[division].append(TeamReach(team, name, here[team], everybody[team]))
    return tuple((division_name(one), tuple(teams)) for one, teams in sorted(divisions.items()))


def _frames(
    program: Program,
    stays: Sequence[Stay],
    members: Sequence[Stay],
    names: dict[int, tuple[str, str]],
    history: Sequence[Happened],
    began: date,
    last: date,
    reader: Reader,
) -> list[dict[str, Any]]:
    """Give the weeks up to a day, each with what a reader of the timeline is told of its last day."""
    weeks = min(WEEKS, (last - began).days // 7)
    days = [last - timedelta(7 * back) for back in range(weeks, -1, -1)]
    periods = [(day - timedelta(6), day + timedelta(1)) for day in days]
    entered = entered_in(program, periods)
    zone = ZoneInfo(reader.rules.time_zone)
    found = []
    for place, day in enumerate(days):
        here, everybody = reach_on(stays, day), reach_on(members, day)
        past = [one for one in history if one.when.astimezone(zone).date() <= day] or history[:1]
        people = sum(here.values())
        found.append(
            {
                "day": date_format(day, "j F Y"),
                "words": _frame_words(people, len(here), len({names[team][0] for team in here})),
                "entered": _entered_words(len(entered.get(place, ()))),
                "step": f"{past[-1].what} · {past[-1].who}",
                "teams": {
                    team: [here[team], members_there, level_of(here[team], members_there)]
                    for team, members_there in everybody.items()
                },
            }
        )
    return found


def _entered_words(people: int) -> str:
    return ngettext("%(n)s person entered a score", "%(n)s people entered a score", people) % {"n": people}


def _frame_words(people: int, teams: int, divisions: int) -> str:
    return _("%(people)s of %(teams)s and %(divisions)s take part") % {
        "people": ngettext("%(n)s person", "%(n)s people", people) % {"n": people},
        "teams": ngettext("%(n)s team", "%(n)s teams", teams) % {"n": teams},
        "divisions": ngettext("%(n)s division", "%(n)s divisions", divisions) % {"n": divisions},
    }
