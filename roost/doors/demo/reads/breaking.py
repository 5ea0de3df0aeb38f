"""A survey to break, twice: by a rule that hides small groups, and as Roost tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roost.doors.demo.engine import breaking
from roost.doors.demo.engine.breaking import EVERYBODY, GROUPS, NUMBERS, SCALE, Average, Released, Step, Team
from roost.ground.kit.errors import NotFound
from roost.ground.release.engine import Shown

SEEDS = range(1, 10_000)
SIGNS = {"out": 0, "plus": 1, "minus": -1}
ATTACK = {EVERYBODY: "plus", "peers": "minus", "reports": "minus"}
NAMES: dict[str, str | Promise] = {
    EVERYBODY: _("Everybody"),
    "peers": _("Peers"),
    "reports": _("Those who report"),
    "elsewhere": _("Somebody from another division"),
}
ONE_OF: dict[str, str | Promise] = {
    "peers": _("A peer"),
    "reports": _("One who reports"),
    "elsewhere": NAMES["elsewhere"],
}
WORDS: dict[str, str | Promise] = {"out": _("Leave out"), "plus": _("Add"), "minus": _("Take away")}


@dataclass(frozen=True)
class Option:
    """One thing to do with a number: a link, and whether it is done."""

    label: str | Promise
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """A number that may be combined, and what may be done with it."""

    name: str | Promise
    options: Sequence[Option]


@dataclass(frozen=True)
class Line:
    """A group: what the rule tells of it, what Roost tells, and which reason Roost has where it tells nothing."""

    key: str
    name: str | Promise
    count: int
    average: Average | None
    shown: Shown | None
    reason: str
    sign: int

    @property
    def ends(self) -> tuple[float, float] | None:
        """The ends of the average that Roost tells, in points."""
        return (self.shown.low / self.count, self.shown.high / self.count) if self.shown else None


@dataclass(frozen=True)
class Answer:
    """What one person answered, and what can be worked out of it on either side."""

    name: str | Promise
    points: int
    by_rule: tuple[int, int]
    by_roost: tuple[int, int]

    @property
    def sides(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return self.by_rule, self.by_roost


@dataclass(frozen=True)
class BrokenSurvey:
    """Both sides of the page; `people` counts of whom something is left, `low` and `high` are its ends in Roost."""

    seed: int
    count: int
    choices: Sequence[Choice]
    lines: Sequence[Line]
    steps: Sequence[tuple[str | Promise, Step]]
    found: int
    people: int
    low: int
    high: int
    answers: Sequence[Answer]
    next_query: str
    done: int
    restart_query: str
    another_query: str

    @property
    def is_whole_scale(self) -> bool:
        return (self.low, self.high) == (SCALE.least, SCALE.most)

    @property
    def used(self) -> list[Line]:
        return [line for line in self.lines if line.sign]


def broken_survey(query: Mapping[str, str]) -> BrokenSurvey:
    """Work out both sides for the team and the combination that an address names.

    Raises NotFound for a team beyond 1 to 9999 and for anything to do with a number but leave out, add or take away.
    """
    seed, does = _asked(query)
    signs = {key: SIGNS[does[key]] for key in NUMBERS}
    team = breaking.draw_team(seed)
    told, released = breaking.averages(team), breaking.release(team)
    steps = breaking.combine(told, signs)
    low, high = breaking.reach(released.shown, team.sizes, signs)
    turn = -1 if signs[EVERYBODY] < 0 else 1
    done = next((number for number, key in enumerate(NUMBERS) if does[key] != ATTACK[key]), len(NUMBERS))
    return BrokenSurvey(
        seed=seed,
        count=len(team.answers),
        choices=[Choice(NAMES[key], _options(seed, does, key)) for key in NUMBERS],
        lines=[_line(key, team, told, released, signs) for key in (EVERYBODY, *GROUPS)],
        steps=[(NAMES[step.average.key], step) for step in steps],
        found=turn * steps[-1].after if steps else 0,
        people=breaking.involved(team.sizes, signs),
        low=min(turn * low, turn * high),
        high=max(turn * low, turn * high),
        answers=_answers(team, told, released),
        next_query=_query(seed, {**does, **{key: ATTACK[key] for key in NUMBERS[: done + 1]}}),
        done=done,
        restart_query=_query(seed, dict.fromkeys(NUMBERS, "out")),
        another_query=_query(seed % SEEDS[-1] + 1, does),
    )


def _asked(query: Mapping[str, str]) -> tuple[int, dict[str, str]]:
    written = query.get("seed", "1")
    does = {key: query.get(key, "out") for key in NUMBERS}
    is_number = written.isascii() and written.isdigit() and len(written) <= len(str(SEEDS[-1]))
    if not is_number or int(written) not in SEEDS or not set(does.values()) <= SIGNS.keys():
        raise NotFound("There is no such team. Teams have numbers from 1 to 9999.")
    return int(written), does


def _query(seed: int, does: Mapping[str, str]) -> str:
    return urlencode({"seed": seed, **{key: what for key, what in does.items() if what != "out"}})


def _options(seed: int, does: Mapping[str, str], key: str) -> list[Option]:
    return [Option(WORDS[what], _query(seed, {**does, key: what}), does[key] == what) for what in SIGNS]


def _line(key: str, team: Team, told: Mapping[str, Average], released: Released, signs: Mapping[str, int]) -> Line:
    reason = "few" if key in released.too_few else "others" if key in released.withheld else "room"
    count = len(team.people[key])
    return Line(key, NAMES[key], count, told.get(key), released.shown.get(key), reason, signs.get(key, 0))


def _answers(team: Team, told: Mapping[str, Average], released: Released) -> list[Answer]:
    by_rule = breaking.known_of_each(breaking.as_shown(told, team), team)
    by_roost = breaking.known_of_each(list(released.shown.values()), team)
    return [
        Answer(ONE_OF[key], team.answers[one], by_rule[one], by_roost[one])
        for key in GROUPS
        for one in sorted(team.people[key], key=lambda one: (team.answers[one], one))
    ]
