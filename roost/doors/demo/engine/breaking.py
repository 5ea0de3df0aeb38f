"""A small survey to break: what is told of it where small groups are hidden, and what where Roost decides.

A handful of people answered one question about somebody, from 1 to 6: peers, those who report, and one from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from statistics import fmean

from roost.ground.release.engine import Cell, Scale, Shown, Sum, plan_release, tell_sums
from roost.ground.release.engine.telling import ranges

SCALE = Scale(1, 6)
LEAST = 3
GROUPS = ("peers", "reports", "elsewhere")
EVERYBODY = "everybody"
NUMBERS = (EVERYBODY, "peers", "reports")
"""What a rule that only hides groups below three tells; these may be combined."""
LIKELY = (1, 2, 4, 6, 6, 4)
WEIGHTS = {EVERYBODY: 1, "peers": 2, "reports": 2, "elsewhere": 2}
"""Parts are worth more than the whole, to whoever wants to learn from them."""


@dataclass(frozen=True)
class Team:
    """Who answered, by group, as numbers; and what each answered."""

    people: Mapping[str, frozenset[int]]
    answers: Mapping[int, int]

    def total(self, key: str) -> int:
        return sum(self.answers[one] for one in self.people[key])

    @property
    def sizes(self) -> dict[str, int]:
        return {key: len(people) for key, people in self.people.items()}


@dataclass(frozen=True)
class Average:
    """An average as reports print it, with one decimal, of so many people."""

    key: str
    count: int
    mean: float

    @property
    def product(self) -> float:
        return round(self.count * self.mean, 1)

    @property
    def total(self) -> int:
        """The sum of whole answers that the average came from; there is only one for fewer than ten people."""
        return round(self.product)


@dataclass(frozen=True)
class Released:
    """What Roost tells: cells with the ends of their sums, and why each other cell is not told."""

    shown: Mapping[str, Shown]
    too_few: frozenset[str]
    withheld: frozenset[str]


@dataclass(frozen=True)
class Step:
    """One number added (1) or taken away (-1), and what stood there before and after."""

    sign: int
    average: Average
    before: int
    after: int


def draw_team(seed: int) -> Team:
    """Draw three or four peers, three or four who report, one from elsewhere, and their answers."""
    luck = Random(seed)
    counts = (luck.choice((3, 4)), luck.choice((3, 4)), 1)
    numbers = iter(range(sum(counts)))
    people = {key: frozenset(next(numbers) for _ in range(count)) for key, count in zip(GROUPS, counts, strict=True)}
    people[EVERYBODY] = frozenset(range(sum(counts)))
    points = luck.choices(range(SCALE.least, SCALE.most + 1), LIKELY, k=sum(counts))
    return Team(people, dict(enumerate(points)))


def averages(team: Team) -> dict[str, Average]:
    """Tell the average of each group of three or more, and of everybody: the rule that is to be broken."""
    return {
        key: Average(key, len(people), round(fmean(team.answers[one] for one in people), 1))
        for key, people in team.people.items()
        if len(people) >= LEAST
    }


def release(team: Team) -> Released:
    """Tell of the same team what Roost tells."""
    cells = [Cell(key, people, WEIGHTS[key]) for key, people in team.people.items()]
    plan = plan_release(cells, least=LEAST)
    sums = [Sum(key, team.people[key], team.total(key)) for key in sorted(plan.told)]
    shown = tell_sums(sums, scale=SCALE)
    return Released({one.key: one for one in shown}, plan.too_few, plan.withheld)


def combine(told: Mapping[str, Average], signs: Mapping[str, int]) -> list[Step]:
    """Add up and subtract, from the printed averages alone, in the order of `NUMBERS`."""
    steps: list[Step] = []
    for key in NUMBERS:
        if signs[key]:
            before = steps[-1].after if steps else 0
            steps.append(Step(signs[key], told[key], before, before + signs[key] * told[key].total))
    return steps


def involved(sizes: Mapping[str, int], signs: Mapping[str, int]) -> int:
    """Count of how many people's answers something is left in a combination."""
    return sum(sizes[key] for key, factor in _factors(signs).items() if factor)


def reach(shown: Mapping[str, Shown], sizes: Mapping[str, int], signs: Mapping[str, int]) -> tuple[int, int]:
    """Give the least and the most of a combination over all whole answers that fit what is told, by trying them all."""
    factors = _factors(signs)
    values = [
        sum(factors[key] * total for key, total in totals.items())
        for totals in _possible(sizes)
        if all(one.low <= _sum_of(key, totals) <= one.high for key, one in shown.items())
    ]
    return min(values), max(values)


def known_of_each(shown: Sequence[Shown], team: Team) -> dict[int, tuple[int, int]]:
    """Give the least and the most that each can have answered; of whom nothing is told, the ends of the scale."""
    found = ranges(shown, SCALE) if shown else {}
    return {one: found.get(one, (SCALE.least, SCALE.most)) for one in team.answers}


def as_shown(told: Mapping[str, Average], team: Team) -> list[Shown]:
    """Give averages as the exact sums that they amount to."""
    return [Shown(key, team.people[key], one.total, one.total) for key, one in told.items()]


def _factors(signs: Mapping[str, int]) -> dict[str, int]:
    return {key: signs[EVERYBODY] + signs.get(key, 0) for key in GROUPS}


def _possible(sizes: Mapping[str, int]) -> list[dict[str, int]]:
    spans = [range(SCALE.least * sizes[key], SCALE.most * sizes[key] + 1) for key in GROUPS]
    return [dict(zip(GROUPS, totals, strict=True)) for totals in product(*spans)]


def _sum_of(key: str, totals: Mapping[str, int]) -> int:
    return sum(totals.values()) if key == EVERYBODY else totals[key]
