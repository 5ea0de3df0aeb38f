"""Let everybody count a year of work and enter it: mostly in time, sometimes late, now and then wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import exp, log
from random import Random
from statistics import NormalDist
from typing import NamedTuple
from zoneinfo import ZoneInfo

from roost.doors.demo.engine.company import LEADS, LISTENER, ZONE, Company, Employee, Team
from roost.doors.demo.engine.documents import EARLY, LISTENING, StartedProgram
from roost.doors.demo.engine.truth import MEASURES, RATING, Truth
from roost.doors.demo.engine.workdays import DAILY, MONTHLY, is_workday

BY_DAY = frozenset({"early_calls", "visits"})
"""What some people enter day by day, the others once a week."""
ON_ITS_DAY = frozenset({"new_customers", "returns", "joint_visits", "ideas"})
"""What is entered on the day of the week on which it happened."""

CLOCK = ZoneInfo(ZONE)
"""The zone in which the order of entries is told."""

LEADERS_PART = log(0.5)
OWN_PART_OF_RATING = 0.25
WEEKS_BETWEEN_RATINGS = 2
WEEK_OFF, DAY_OFF = 0.05, 0.03
LATE, WRONG = 0.02, 0.0015
RATED = NormalDist(0, 0.35)
CALLS_HEARD, THINGS_TRIED = 1.1, 0.6


@dataclass(frozen=True)
class Entry:
    """A score as its person enters it, or with `reverses` the taking back of one.

    `person` is a number of the company, `occurred` local time of the program, `recorded_at` (UTC) when it was entered.
    """

    key: str
    program: str
    person: int
    metric: str
    value: str
    occurred: str
    recorded_at: datetime
    reverses: str = ""


class _Luck(NamedTuple):
    """Three draws behind a count: how much, at what time of day, and what becomes of its entry."""

    amount: float
    moment: float
    fate: float


def enter_year(
    seed: int, company: Company, truth: Truth, programs: Sequence[StartedProgram], without: Set[str]
) -> list[Entry]:
    """Give everything that was entered by the end of `company.as_of`, in the order in which it was entered.

    What somebody meant to enter or to put right after they had left stays undone.
    """
    found: list[Entry] = []
    for person in company.people:
        if person.employee_id in truth.traits:
            found += _Seller(Random(f"{seed}/results/{person.number}"), company, truth, person, without).year()
    for program in programs:
        if program.key == LISTENING:
            found += _learning_calls(Random(f"{seed}/learning_calls"), company, program, truth.weeks)
    closed = company.as_of + timedelta(days=1)
    last = [datetime.combine(person.ends_on or closed, time(), CLOCK) for person in company.people]
    return sorted(
        (one for one in found if one.recorded_at < last[one.person]), key=lambda one: (one.recorded_at, one.key)
    )


class _Seller:
    """One person's year. Draws are the same whatever treatments do, so two worlds differ by these alone."""

    def __init__(self, rng: Random, company: Company, truth: Truth, person: Employee, without: Set[str]) -> None:
        self.draw = rng.random
        self.company, self.truth, self.person = company, truth, person
        self.traits = truth.traits[person.employee_id]
        self.treatments = [treatment for treatment in truth.treatments if treatment.key not in without]

    def year(self) -> Iterator[Entry]:
        for week, monday in enumerate(self.truth.weeks):
            off = self.draw() < WEEK_OFF
            days = [monday + timedelta(days=number) for number in range(5)]
            days = [day for day in days if self.draw() >= DAY_OFF and not off and self.works(day)]
            luck = {
                measure.key: [self.luck() for _ in range(5 if measure.key in BY_DAY else 1)] for measure in MEASURES
            }
            post = self.person.post_on(days[0]) if days else None
            if post is not None and post.team is not None:
                around = self.around(week, monday, post.team)
                own = self.traits.skill + self.traits.growth * week / 52 + self.traits.energy[week]
                selling = own + (LEADERS_PART if post.title == LEADS else 0.0)
                for measure in MEASURES:
                    if measure.key != RATING:
                        mean = exp(log(measure.usual) + selling + around[measure.key])
                        yield from self.counted(measure.key, days, mean, luck[measure.key])
                    elif week % WEEKS_BETWEEN_RATINGS == 0:
                        stars = measure.usual + OWN_PART_OF_RATING * own + around[measure.key]
                        yield from self.rated(days[-1], stars, luck[measure.key][0])

    def luck(self) -> _Luck:
        return _Luck(self.draw(), self.draw(), self.draw())

    def works(self, day: date) -> bool:
        return self.company.start <= day <= self.company.as_of and is_workday(day)

    def around(self, week: int, monday: date, team: Team) -> dict[str, float]:
        """Add up, by measure, what people around and treatments do to a week."""
        climate = self.truth.climate[str(team)][week]
        felt = {one.key: one.climate * climate + one.support * self.traits.support for one in MEASURES}
        for treatment in self.treatments:
            unit = str(team) if treatment.unit == "team" else self.person.employee_id
            strength = treatment.strength(unit, monday)
            for key, effect in treatment.effects.items():
                felt[key] += strength * effect
        return felt

    def rated(self, day: date, mean: float, luck: _Luck) -> list[Entry]:
        """Give what customers said of somebody."""
        stars = mean + RATED.inv_cdf(min(max(luck.amount, 1e-9), 1 - 1e-9))
        return self.score(RATING, day, f"{min(5.0, max(1.0, stars)):.1f}", luck)

    def counted(self, metric: str, days: list[date], mean: float, luck: list[_Luck]) -> Iterator[Entry]:
        """Give what somebody counted in a week of these days, with `mean` a usual day's; nothing is not entered."""
        if metric not in BY_DAY:
            day = days[int(luck[0].moment * len(days))] if metric in ON_ITS_DAY else days[-1]
            counts = [(day, _poisson(luck[0].amount, mean * sum(_demand(day) for day in days)))]
        else:
            counts = [(day, _poisson(luck[day.weekday()].amount, mean * _demand(day))) for day in days]
            if not self.traits.enters_daily:
                counts = [(days[-1], sum(count for _, count in counts))]
        for day, count in counts:
            if count:
                yield from self.score(metric, day, str(count), luck[day.weekday() % len(luck)])

    def score(self, metric: str, day: date, value: str, luck: _Luck) -> list[Entry]:
        """Enter a value: within minutes, some days late, or wrong at first and put right later."""
        key = f"{self.person.employee_id}/{metric}/{day}"
        at = datetime.combine(day, time(14)) + timedelta(minutes=int(luck.moment * 220))
        entry = _entry(key, EARLY, self.person.number, metric, value, at, minutes=int(luck.fate * 20))
        if luck.fate < LATE:
            return [replace(entry, recorded_at=_days_later(entry, 1 + int(luck.fate / LATE * 9)))]
        if luck.fate > 1 - WRONG and metric != RATING:
            noticed = _days_later(entry, 1 + day.day % 3)
            back = Entry(f"{key}/back", EARLY, self.person.number, "", "", "", noticed, reverses=key)
            again = replace(entry, key=f"{key}/again", recorded_at=noticed + timedelta(minutes=1))
            return [replace(entry, value=f"{value}0"), back, again]
        return [entry]


def _learning_calls(rng: Random, company: Company, program: StartedProgram, weeks: Sequence[date]) -> Iterator[Entry]:
    """Let the founder's team listen to calls: each has a Poisson number heard and tried, entered on Wednesdays."""
    team = company.named(LISTENER).posts[0].team
    for monday in weeks:
        day = monday + timedelta(days=2)
        for person in company.people:
            heard, tried = _poisson(rng.random(), CALLS_HEARD), _poisson(rng.random(), THINGS_TRIED)
            minutes = int(rng.random() * 240)
            post = person.post_on(day)
            if day < program.started_on or not is_workday(day) or post is None or post.team != team:
                continue
            at = datetime.combine(day, time(9)) + timedelta(minutes=minutes)
            for metric, count in (("calls_heard", heard), ("tried", tried)):
                if count:
                    key = f"{person.employee_id}/{metric}/{day}"
                    yield _entry(key, LISTENING, person.number, metric, str(count), at, minutes=5)


def _entry(key: str, program: str, person: int, metric: str, value: str, at: datetime, *, minutes: int) -> Entry:
    recorded = (at + timedelta(minutes=minutes)).replace(tzinfo=CLOCK).astimezone(UTC)
    return Entry(key, program, person, metric, value, at.isoformat(timespec="minutes"), recorded)


def _days_later(entry: Entry, days: int) -> datetime:
    return entry.recorded_at + timedelta(days=days)


def _demand(day: date) -> float:
    return MONTHLY[day.month - 1] * DAILY[day.weekday()]


def _poisson(luck: float, mean: float) -> int:
    """Give the count that a draw from 0 to 1 stands for; a larger mean never gives a smaller one."""
    chance = reached = exp(-mean)
    count = 0
    while luck > reached and chance > 0:
        count += 1
        chance *= mean / count
        reached += chance
    return count
