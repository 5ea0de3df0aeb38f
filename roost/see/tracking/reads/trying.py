"""What other rules would have meant: the same entries, counted by both, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roost.ground.kit.errors import InputError
from roost.ground.people.models import Person
from roost.ground.people.reads import team_on
from roost.see.tracking.engine import Rules, Standing
from roost.see.tracking.models import Cell, Program
from roost.see.tracking.reads.boards import division_name, telling_step
from roost.see.tracking.reads.running import Reader
from roost.see.tracking.reads.source import team_names
from roost.see.tracking.reads.windows import Shown, shown_window
from roost.see.tracking.reads.words import label_of, places_for


@dataclass(frozen=True)
class TriedLine:
    """A team's rank and points by the rules in force and by the others; what people read of the points.

    It `moved` up by so many places, or down by less than none.
    """

    team: int
    name: str
    rank: int
    rank_then: int
    figure: int
    figure_then: int
    mine: bool
    proposers: bool

    @property
    def moved(self) -> int:
        return self.rank - self.rank_then

    @property
    def fell(self) -> int:
        """Give by how many places it moved down."""
        return -self.moved


@dataclass(frozen=True)
class TriedDivision:
    """A division's teams by both rules."""

    title: str
    lines: tuple[TriedLine, ...]

    @property
    def now(self) -> list[TriedLine]:
        """Give the teams by their rank as it is."""
        return sorted(self.lines, key=lambda line: (line.rank, line.name))

    @property
    def then(self) -> list[TriedLine]:
        """Give the teams by the rank that they would have."""
        return sorted(self.lines, key=lambda line: (line.rank_then, line.name))

    @property
    def places(self) -> int:
        return places_for(figure for line in self.lines for figure in (line.figure, line.figure_then))


@dataclass(frozen=True)
class OwnTried:
    """What a metric brings somebody by the rules in force and by the others; None where it is not counted."""

    label: str
    now: int | None
    then: int | None


@dataclass(frozen=True)
class Tried:
    """What rules would have meant in a period, for the teams and for one person.

    `first` is that person's division, or the only one. `uncounted` are metrics for which nothing was entered yet.
    """

    label: str
    sentence: str
    first: tuple[TriedDivision, ...]
    others: tuple[TriedDivision, ...]
    own: tuple[OwnTried, ...]
    own_now: int
    own_then: int
    uncounted: tuple[str, ...]


def tried(program: Program, rules: Rules, viewer: Person, today: date, *, proposer: Person | None = None) -> Tried:
    """Count the last month, or this one where nothing was entered for that, by the rules in force and by others.

    Raises InputError where the points of either leave the range that stays exact.
    """
    now, then = Reader(program, instead=Reader(program).rules), Reader(program, instead=rules)
    shown = _period(now, today)
    names = team_names(program)
    own_team = team_on(viewer, program.organisation_id, today)
    theirs = team_on(proposer, program.organisation_id, today) if proposer else None
    divisions = _divisions(
        now.standings(shown.window),
        then.standings(shown.window),
        names,
        own_team.pk if own_team else None,
        theirs.pk if theirs else None,
    )
    mine = own_team.division if own_team and own_team.division in divisions else None
    own = _own(program, viewer, shown, now.rules, rules)
    return Tried(
        label=shown.label,
        sentence=_sentence([line for division in divisions.values() for line in division.lines]),
        first=(divisions[mine],) if mine is not None else tuple(divisions.values()),
        others=tuple(one for name, one in divisions.items() if name != mine) if mine is not None else (),
        own=own,
        own_now=sum(one.now or 0 for one in own),
        own_then=sum(one.then or 0 for one in own),
        uncounted=_uncounted(program, rules),
    )


def _period(reader: Reader, today: date) -> Shown:
    last = today.replace(day=1) - timedelta(1)
    before = shown_window(f"{last:%Y-%m}", reader.rules, today)
    return before if reader.has_entries(before.window) else shown_window("month", reader.rules, today)


def _divisions(
    now: Sequence[Standing],
    then: Sequence[Standing],
    names: dict[int, tuple[str, str]],
    mine: int | None,
    proposers: int | None,
) -> dict[str, TriedDivision]:
    later = {one.team: one for one in then}
    both: dict[str, list[tuple[Standing, Standing]]] = defaultdict(list)
    for one in now:
        if one.team in later and one.team in names:
            both[names[one.team][0]].append((one, later[one.team]))
    found = {}
    for division in sorted(both):
        pairs = both[division]
        steps = [telling_step([pair[side].points for pair in pairs]) for side in (0, 1)]
        found[division] = TriedDivision(
            division_name(division) if len(both) > 1 else division or _("All teams"),
            tuple(
                TriedLine(
                    team=one.team,
                    name=names[one.team][1],
                    rank=one.rank,
                    rank_then=other.rank,
                    figure=one.points // steps[0] * steps[0],
                    figure_then=other.points // steps[1] * steps[1],
                    mine=one.team == mine,
                    proposers=one.team == proposers,
                )
                for one, other in pairs
            ),
        )
    return found


def _sentence(lines: Sequence[TriedLine]) -> str:
    moved = [line for line in lines if line.moved]
    if not lines:
        return _("Nobody was in a team in this period.")
    if not moved:
        return _("No team would have had another place.")
    farthest = max(moved, key=lambda line: (abs(line.moved), line.name))
    words = ngettext(
        "%(moved)s team of %(teams)s would have had another place.",
        "%(moved)s teams of %(teams)s would have had another place.",
        len(moved),
    )
    most = _("Most for %(team)s: from place %(rank)s to %(then)s.")
    told = {"team": farthest.name, "rank": farthest.rank, "then": farthest.rank_then}
    return f"{words % {'moved': len(moved), 'teams': len(lines)}} {most % told}"


def _own(program: Program, viewer: Person, shown: Shown, now: Rules, then: Rules) -> tuple[OwnTried, ...]:
    brought = [_brought(program, viewer, shown, rules) for rules in (now, then)]
    labels = {metric.key: label_of(metric) for rules in (now, then) for metric in rules.metrics}
    return tuple(
        OwnTried(label, brought[0].get(key), brought[1].get(key))
        for key, label in labels.items()
        if brought[0].get(key) or brought[1].get(key)
    )


def _brought(program: Program, viewer: Person, shown: Shown, rules: Rules) -> dict[str, int]:
    """Give somebody's points by the keys of the metrics that the rules count."""
    points = dict.fromkeys(rules.metric_index, 0)
    for one in Reader(program, person=viewer.pk, instead=rules).contributions(shown.window):
        points[rules.metrics[one.metric].key] += one.points + one.bonus
    return points


def _uncounted(program: Program, rules: Rules) -> tuple[str, ...]:
    known = Cell.objects.filter(metric__program=program, metric__key__in=rules.metric_index, entries__gt=0)
    entered = set(known.values_list("metric__key", flat=True).distinct())
    return tuple(label_of(metric) for metric in rules.metrics if metric.key not in entered)


def tried_or_why(
    program: Program, rules: Rules, viewer: Person, today: date, *, proposer: Person | None = None
) -> tuple[Tried | None, str]:
    """Give what rules would have meant, or else a sentence that says why nobody can tell."""
    try:
        return tried(program, rules, viewer, today, proposer=proposer), ""
    except InputError as error:
        return None, str(error)
