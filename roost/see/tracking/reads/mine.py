"""What somebody counts as success for themselves: their own measures, and their own weeks in programs of others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.ui.templatetags.ui import points as figures
from roost.see.tracking.access import visible_programs, visible_sharings
from roost.see.tracking.engine import DaySum, Metric, Progress, Rules, Week, parse_rules, progress_of, weeks_of
from roost.see.tracking.models import Aim, Cell, Program, Rule, Sharing, State
from roost.see.tracking.reads.boards import ProgramCard, program_cards
from roost.see.tracking.reads.taking_part import programs_of

WEEKS_DRAWN = 12
WEEKS_LISTED = 26


@dataclass(frozen=True)
class WeekLine:
    """A week as people read it: its first day, what it came to, whether that is the aim, and its part of the best."""

    starts: date
    figure: int
    entries: int
    is_reached: bool
    is_running: bool
    share: float


@dataclass(frozen=True)
class Own:
    """Somebody's own weeks in a program, and by this day of the week `before`; figures are thousandths."""

    program: Program
    rules: Rules
    progress: Progress
    before: int
    aim: int | None

    @cached_property
    def only(self) -> Metric | None:
        """Give the metric, where one alone is counted and each of it is worth one point: then people read how many."""
        metric = self.rules.metrics[0]
        plain = len(self.rules.metrics) == 1 and abs(metric.points_per_unit) == 1000
        return metric if plain and not metric.cap and not metric.bonus else None

    @property
    def is_less_better(self) -> bool:
        return self.only is not None and self.only.points_per_unit < 0

    @property
    def unit(self) -> str:
        """Give what figures are of, where that is more than the title says."""
        return "" if self.only else _("points")

    def figure(self, points: int) -> int:
        """Give what people read of points."""
        return -points if self.is_less_better else points

    @property
    def now(self) -> int:
        return self.figure(self.progress.now.points)

    @property
    def is_drawn(self) -> bool:
        return len(self.progress.weeks) > 1

    @property
    def has_entries(self) -> bool:
        return self.progress.best is not None or self.progress.now.entries > 0

    @property
    def aimed(self) -> int | None:
        return None if self.aim is None else self.figure(self.aim)

    @property
    def is_reached(self) -> bool:
        return self.aim is not None and self._reaches(self.progress.now)

    def _reaches(self, week: Week) -> bool:
        return week.entries > 0 and (self.aim is None or week.points >= self.aim)

    @property
    def share_of_aim(self) -> float | None:
        """Give how much of the aim the week that runs has, in percent; None where fewer are better."""
        if self.aim is None or self.aim <= 0 or self.is_less_better:
            return None
        return round(100 * min(max(self.progress.now.points, 0), self.aim) / self.aim, 1)

    @property
    def trend(self) -> tuple[float, ...]:
        return tuple(self.figure(one.points) / 1000 for one in self._drawn)

    @property
    def trend_words(self) -> str:
        told = ", ".join(figures(self.figure(one.points)) for one in self._drawn)
        return _("%(what)s, week by week: %(figures)s") % {"what": self.program.title, "figures": told}

    @property
    def _drawn(self) -> Sequence[Week]:
        # The week that runs would always look like a fall.
        return self.progress.weeks[-WEEKS_DRAWN:]

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Say what the weeks come to, of each thing only what is good to know."""
        said = [self._this_week(), self._best(), self._rising(), self._streak()]
        return tuple(filter(None, said))

    def _this_week(self) -> str:
        if not self.progress.now.entries:
            return _("Nothing entered for this week yet.")
        more = self.now - self.figure(self.before)
        if not self.progress.weeks or not more:
            return ""
        words = _("%(many)s more than by the same day last week.") if more > 0 else ""
        if self.is_less_better and more < 0:
            words = _("%(many)s fewer than by the same day last week.")
        return words % {"many": figures(abs(more))} if words else ""

    def _best(self) -> str:
        best = self.progress.best
        if best is None:
            return ""
        if self.progress.is_best_now and not self.is_less_better:
            return _("Your best week so far.")
        told = {"figure": figures(self.figure(best.points)), "day": date_format(best.starts, "j F")}
        return _("Your best week: %(figure)s, from %(day)s.") % told

    def _rising(self) -> str:
        many = self.progress.rising
        if not self.progress.is_rising:
            return ""
        if self.is_less_better:
            return _("Fewer each time, %(weeks)s weeks running.") % {"weeks": many}
        return _("%(weeks)s weeks rising.") % {"weeks": many}

    def _streak(self) -> str:
        many = self.progress.streak
        if many < 2:
            return ""
        words = _("A streak of %(weeks)s weeks at your aim.")
        if self.aim is None:
            words = _("A streak of %(weeks)s weeks with something entered.")
        free = _("A week off would not end it.") if self.progress.is_free else ""
        return " ".join(filter(None, [words % {"weeks": many}, free]))

    @cached_property
    def lines(self) -> tuple[WeekLine, ...]:
        """Give the weeks of half a year, the newest first."""
        weeks = (*self.progress.weeks, self.progress.now)
        most = max((abs(one.points) for one in weeks), default=0)
        return tuple(
            WeekLine(
                one.starts,
                self.figure(one.points),
                one.entries,
                self.aim is not None and self._reaches(one),
                one is self.progress.now,
                round(100 * abs(one.points) / most, 1) if most else 0.0,
            )
            for one in reversed(weeks[-WEEKS_LISTED:])
        )


@dataclass(frozen=True)
class Shared:
    """What a colleague lets one see, in a line."""

    sharing: Sharing
    own: Own


@dataclass(frozen=True)
class MinePage:
    """What one counts for oneself, where one takes part, what others share, and what else there is."""

    own: tuple[Own, ...]
    boards: tuple[Own, ...]
    shared: tuple[Shared, ...]
    others: tuple[ProgramCard, ...]
    put_away: tuple[Program, ...]
    retired: tuple[Program, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.own or self.boards or self.shared or self.others)


def mine_page(person: Person) -> MinePage:
    """Give all that a person counts. Eleven queries at most."""
    visible = visible_programs(person)
    mine = visible.filter(is_private=True, put_away_at=None)
    public = visible.filter(is_private=False)
    boards = public.exclude(state=State.RETIRED)
    taken = programs_of(person, boards, clock.today(person.time_zone))
    found = own_weeks([*mine, *taken], person)
    sharings = list(visible_sharings(person))
    return MinePage(
        own=tuple(one for one in found if one.program.is_private),
        boards=tuple(one for one in found if not one.program.is_private),
        shared=tuple(_shared(sharings)),
        others=tuple(program_cards(boards.exclude(pk__in=[one.pk for one in taken]))),
        put_away=tuple(visible.filter(is_private=True, put_away_at__isnull=False)),
        retired=tuple(public.filter(state=State.RETIRED)),
    )


def own_weeks(programs: Collection[Program], person: Person) -> list[Own]:
    """Give somebody's own weeks in programs, in their order. Three queries."""
    documents = dict(Rule.objects.filter(program__in=programs).order_by("version").values_list("program", "document"))
    cells: dict[int, list[tuple[str, int, int, int]]] = defaultdict(list)
    known = Cell.objects.filter(person=person, metric__program__in=programs, entries__gt=0)
    columns = ("metric__program", "metric__key", "day", "total", "entries")
    for number, key, day, total, entries in known.values_list(*columns):
        cells[number].append((key, day, total, entries))
    aims = dict(Aim.objects.filter(person=person, program__in=programs).values_list("program", "points"))
    return [_own(one, parse_rules(documents[one.pk]), cells[one.pk], aims.get(one.pk)) for one in programs]


def _own(program: Program, rules: Rules, cells: list[tuple[str, int, int, int]], aim: int | None) -> Own:
    today = clock.today(rules.time_zone)
    places = rules.metric_index
    days = [
        DaySum(places[key], date.fromordinal(day), total, entries)
        for key, day, total, entries in cells
        if key in places and 0 < day <= today.toordinal()
    ]
    last_week = today - timedelta(7)
    before = weeks_of(rules, [one for one in days if one.day <= last_week], last_week)[-1].points
    return Own(program, rules, progress_of(weeks_of(rules, days, today), aim=aim), before, aim)


def _shared(sharings: Sequence[Sharing]) -> list[Shared]:
    """Give the weeks that are shared; three queries for each who shares."""
    found = []
    by_person: dict[Person, list[Sharing]] = defaultdict(list)
    for one in sharings:
        by_person[one.person].append(one)
    for person, theirs in by_person.items():
        weeks = own_weeks([one.program for one in theirs], person)
        found += [Shared(one, own) for one, own in zip(theirs, weeks, strict=True)]
    return found


@dataclass(frozen=True)
class OwnPage:
    """One's own weeks in a program, and who may see them."""

    own: Own
    sharings: tuple[Sharing, ...]
    since: datetime


def own_page(program: Program, person: Person) -> OwnPage:
    """Give somebody's own weeks in a program and with whom they share them. Four queries."""
    (own,) = own_weeks([program], person)
    return OwnPage(own, tuple(sharings_of(program, person)), program.launched_at)


def shared_weeks(sharing: Sharing) -> Own:
    """Give the weeks that somebody shares. Three queries."""
    (own,) = own_weeks([sharing.program], sharing.person)
    return own


def sharings_of(program: Program, person: Person) -> QuerySet[Sharing]:
    """Give with whom somebody shares their own weeks in a program, by name."""
    found = Sharing.objects.filter(program=program, person=person).select_related("reader")
    return found.order_by("reader__name", "pk")
