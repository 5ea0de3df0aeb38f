"""Whole boards for hypothesis to try: people, entries and rules as texts, leaning to where reckonings differ.

A board is drawn with a `random.Random`. Hypothesis has one whose choices it sees and makes simpler; a long campaign
takes Python's own, which is many times as fast.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise, product
from random import Random
from typing import Any

from hypothesis import strategies as st

from roost.see.tracking.tests.reference_reading import thousandths

NAMES = [
    "amy", "Amy", "amy ", " amy", "bo", "1", "01", "1.0", "1e0", "NULL", "nan", "-x", "é", "e\u0301", "ß", "%s", "{0}",
    "'; DROP TABLE entry; --", '"', '""', "a,b", "a\tb", "a\x01b", "a\nb", "a\r\nb", "a\rb", "\\N", "=1+1", "?1", ":p",
    "\ufeffamy", "\x85", "\u2028", "\x1c", "\x0b", "\uff5e", "\U0001f600", "\u202eamy", "\x7f", "a" * 120, "a\x00b",
    "'", "*",
]  # fmt: skip

# Names whose order is another one in UTF-16, by length, by letter or with a separator behind them.
ORDERED = [
    "\ue000", "\uff5e", "\U00010000", "\U0001f600", "a", "B", "b", "ab", "a b", "a\tb", "a\x01", "10", "2", "é", "z",
]  # fmt: skip

# A zone and a day on which its clocks do something worth trying, or on which years, ISO years or half hours meet.
PLACES = [
    ("UTC", date(2024, 2, 29)),
    ("Europe/London", date(2020, 12, 31)),
    ("America/New_York", date(2019, 3, 10)),
    ("America/New_York", date(2026, 1, 1)),
    ("Australia/Lord_Howe", date(2024, 4, 7)),
    ("Australia/Lord_Howe", date(2023, 10, 1)),
    ("Asia/Kolkata", date(2023, 12, 31)),
    ("Asia/Kathmandu", date(1986, 1, 1)),
    ("America/St_Johns", date(2006, 4, 2)),
    ("America/St_Johns", date(2024, 11, 3)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("Africa/Monrovia", date(1972, 1, 7)),
    ("Africa/Cairo", date(2024, 4, 26)),
    ("Antarctica/Troll", date(2024, 3, 31)),
    # Here a gap reaches over midnight, or is a whole day.
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Pacific/Kiritimati", date(1994, 12, 31)),
    ("Pacific/Kwajalein", date(1993, 8, 21)),
    ("America/Nuuk", date(2024, 3, 30)),
    ("America/Toronto", date(1919, 3, 30)),
    ("Asia/Pyongyang", date(2018, 5, 4)),
]
TIMES = [
    "00:00", "00:00:00.000", "00:15", "00:29:59.999", "00:30", "01:00", "01:45", "02:00", "02:15", "02:30",
    "03:00", "12:00:00", "22:30", "23:00", "23:30", "23:45", "23:59:59.999",
]  # fmt: skip
OFFSETS = ["", "", "", "Z", "+05:30", "-03:30", "+14:00", "-12:00", "+10:30", "+12:45", "+00:00"]
CLOCKS = ["", "", ""] + [sign + time + offset for time in TIMES for sign in "T " for offset in OFFSETS]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
BOUND = 10**15
OPTIONAL = ("from", "to", "id", "reverses")

WHOLE = [n * 1000 for n in (1, 1, 2, 3, 5, 8, 0, -1, -2, -5)]
UNEVEN = [1, -1, 333, 500, 777, 999, 1001, 1250, 2333, -500, -999, -1001, -2666, 4001]
HUGE = [BOUND, -BOUND, BOUND - 1, 3 * 10**12, 10**9, 10**7, 1000, -1000]


@dataclass(frozen=True)
class Scene:
    """Say how many of what a case has at most, how far from its middle days may lie, and how values look."""

    divisions: int
    team_names: int
    persons: int
    metrics: int
    entries: int
    reach: list[int]
    values: list[int]
    names: list[str]


SCENES = {
    "careers": Scene(1, 2, 1, 1, 16, list(range(-5, 6)), [1000, 2000, 3000, 5000, *UNEVEN], NAMES),
    "ties": Scene(2, 4, 6, 1, 6, list(range(-3, 4)), [0, 0, 1000, 1000, 1000, 2000, -1000], ORDERED),
    "clocks": Scene(1, 2, 1, 1, 8, [-1, 0, 0, 0, 1], [1000, 2000, 3000, 5000], NAMES),
    "years": Scene(2, 3, 4, 3, 20, [*range(-40, 41), -366, -31, 31, 365], WHOLE + UNEVEN, NAMES),
    "huge": Scene(2, 2, 3, 2, 10, list(range(-9, 10)), HUGE, NAMES),
}


Cells = tuple[str, ...]


@dataclass(frozen=True)
class Raw:
    """Hold a piece of JSON as it is to be written."""

    text: str


@dataclass(frozen=True)
class Case:
    """Hold one question to the board: cells as they will be written; a lean case leaves empty last columns out."""

    people: tuple[Cells, ...]
    entries: tuple[Cells, ...]
    rules: dict[str, Any]
    window: str = "all"
    division: str | None = None
    line_end: str = "\n"
    quote_all: bool = False
    lean: bool = False

    def __repr__(self) -> str:
        people, entries, rules = self.texts()
        return f"Case({self.window=}, {self.division=})\n{people!r}\n{entries!r}\n{rules}\n"

    def texts(self) -> tuple[str, str, str]:
        """Write the three files."""
        return (
            self.table(("person", "team", "division", "from", "to"), self.people),
            self.table(("person", "metric", "value", "occurred_at", "id", "reverses"), self.entries),
            json_text(self.rules),
        )

    def table(self, header: Cells, rows: tuple[Cells, ...]) -> str:
        width = len(header)
        while self.lean and header[width - 1] in OPTIONAL and not any(row[width - 1] for row in rows):
            width -= 1
        return "".join(",".join(self.cell(cell) for cell in row[:width]) + self.line_end for row in (header, *rows))

    def cell(self, text: str) -> str:
        quoted = self.quote_all or any(sign in text for sign in ',"\r\n')
        return '"' + text.replace('"', '""') + '"' if quoted else text


def json_text(thing: Any) -> str:
    """Write JSON, letting Raw through untouched."""
    if isinstance(thing, Raw):
        return thing.text
    if isinstance(thing, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {json_text(value)}" for key, value in thing.items()) + "}"
    if isinstance(thing, list):
        return "[" + ", ".join(json_text(value) for value in thing) + "]"
    return json.dumps(thing)


def spelled(thousandths: int, style: int) -> str:
    """Write a number in one of six ways."""
    sign, size = "-" * (thousandths < 0), abs(thousandths)
    plain = f"{sign}{size // 1000}.{size % 1000:03}"
    short = plain.rstrip("0").rstrip(".")
    return [short, short, plain, plain + "000", f"{sign}{size}e-3", f"{plain}e0"][style]


def some_of(g: Random, things: list[Any], at_most: int, at_least: int = 1) -> list[Any]:
    """Choose different things, every number of them about as often."""
    return g.sample(things, g.randint(at_least, at_most))


def number(g: Random, scene: Scene) -> int:
    """Choose thousandths as the scene likes them, sometimes any."""
    return g.choice(scene.values) if g.random() < 0.9 else g.randint(-9000, 9000)


def day(g: Random, scene: Scene, middle: date) -> date:
    """Choose a day within the scene's reach."""
    return middle + timedelta(days=g.choice(scene.reach))


def moment(g: Random, scene: Scene, middle: date) -> str:
    """Choose a moment in one of the spellings that are allowed."""
    return day(g, scene, middle).isoformat() + g.choice(CLOCKS)


def written(g: Random, scene: Scene) -> str:
    """Choose a number as it may stand in a table."""
    amount = number(g, scene)
    return g.choice(["", "", "", "+"] if amount >= 0 else [""]) + spelled(amount, g.randrange(6))


def memberships(g: Random, scene: Scene, person: str, teams: list[tuple[str, str]], middle: date) -> list[Cells]:
    """Choose a person's memberships: moves, returns, gaps, open ends and rows that cover no day."""
    cuts = sorted({day(g, scene, middle).isoformat() for _ in range(g.randint(0, 5))})
    rows: list[Cells] = []
    for start, end in pairwise(["", *cuts, ""]):
        division, team = g.choice(teams)
        if g.random() < 0.85:
            rows.append((person, team, division, start, end))
    if g.random() < 0.25:
        (division, team), nothing = g.choice(teams), day(g, scene, middle).isoformat()
        rows.append((person, team, division, nothing, nothing))
    return rows


def entry_table(g: Random, scene: Scene, persons: list[str], metrics: list[str], middle: date) -> list[Cells]:
    """Choose entries, reversals of them and of each other and of nothing, and rows that were delivered twice."""
    count, back = g.randint(0, scene.entries), g.choice([0, 0, 0, 1, 2, 4])
    ids = [*g.sample(NAMES, count + back), ""]
    doers, counted = [*persons * 6, "stranger"], [*metrics * 6, "unknown"]
    rows: list[Cells] = [
        (g.choice(doers), g.choice(counted), written(g, scene), moment(g, scene, middle), g.choice([ids[n], ""]), "")
        for n in range(count)
    ]
    for n in range(count, count + back):
        unread = g.choice([("", "", "", ""), ("amy", "x", "many", "some day")])
        rows.append((*unread, g.choice([ids[n], ""]), g.choice(ids[:-1])))
    again = [row for row in rows if row[4]]
    rows += [g.choice(again) for _ in range(g.choice([0, 0, 1, 3])) if again]
    g.shuffle(rows)
    return rows


def metric_rule(g: Random, scene: Scene, key: str, near: list[int]) -> dict[str, Any]:
    """Choose the rule of one metric; `near` are values and sums that caps and thresholds had better meet exactly."""
    rate = number(g, scene)
    rule: dict[str, Any] = {"key": key, "points_per_unit": Raw(spelled(rate, g.randrange(6))), "team": "sum"}
    if g.random() < 0.4:
        rule |= {"team": "average"} | g.choice([{}, {"over": "roster"}, {"over": "active"}, {"over": "active"}])
    if g.random() < 0.6:
        reached = [abs(n * rate) // 1000 for n in near]
        within = [0, *[n for n in reached if n <= BOUND], *[n * 2 // 3 for n in reached if n <= BOUND]]
        per = g.choice(["day", "week", "month", "window"])
        rule["cap"] = {"points": Raw(spelled(g.choice(within), g.randrange(6))), "per": per}
    if g.random() < 0.4:
        steps = [(g.choice([*near, 0, number(g, scene)]), number(g, scene)) for _ in range(g.randint(0, 3))]
        rule["bonus"] = [{"at": Raw(spelled(at, 0)), "points": Raw(spelled(points, 1))} for at, points in steps]
    return rule | g.choice([{}, {"label": "a label", "unit": 'a "unit"'}])


def make_case(g: Random, scenes: tuple[str, ...] = (*SCENES, "careers")) -> Case:
    """Choose a whole board that is not refused, unless its results are too large for 64 bits."""
    scene = SCENES[g.choice(scenes)]
    zone, middle = g.choice(PLACES)
    divisions = some_of(g, scene.names, scene.divisions)
    teams = list(product(divisions, some_of(g, scene.names, scene.team_names, at_least=2)))
    persons = some_of(g, NAMES, scene.persons)
    people = [row for person in persons for row in memberships(g, scene, person, teams, middle)]
    g.shuffle(people)

    keys = [f"m{place}" for place in range(32)] if g.random() < 0.03 else some_of(g, NAMES, scene.metrics)
    entries = entry_table(g, scene, persons, keys[:4], middle)
    near: dict[tuple[str, ...], int] = {}
    for person, metric, value, _, _, reverses in entries:
        for kind in [(person, metric), (value,)] * (not reverses):
            near[kind] = near.get(kind, 0) + (thousandths(value) or 0)
    within = [n for n in near.values() if abs(n) <= BOUND]

    rules: dict[str, Any] = {"time_zone": zone, "metrics": [metric_rule(g, scene, key, within) for key in keys]}
    windows = ["all", "all", "all"]
    start, end = sorted([day(g, scene, middle), day(g, scene, middle)])
    if start < end:
        rules["season"] = {"from": start.isoformat(), "to": end.isoformat()}
        windows += ["season", "season"]
    rules |= g.choice([{}, *[{"week_start": weekday} for weekday in WEEKDAYS]])
    rules |= g.choice([{}, {"rank": {}}, *[{"rank": {"ties": ties}} for ties in ("competition", "dense", "dense")]])
    rules |= g.choice([{}, {"title": "a \u201ctitle\u201d"}])
    about = day(g, scene, middle)
    iso = about.isocalendar()
    windows += [f"{about:%Y}", f"{about:%Y-%m}", f"{iso.year}-W{iso.week:02}", f"{iso.year}-W{iso.week:02}"]
    return Case(
        people=tuple(people),
        entries=tuple(entries),
        rules=rules,
        window=g.choice(windows),
        division=g.choice([None] * 8 + divisions),
        line_end=g.choice(["\n", "\n", "\r\n"]),
        quote_all=g.random() < 0.3,
        lean=g.random() < 0.5,
    )


MODEST = ("careers", "careers", "ties", "clocks", "years")


def cases() -> st.SearchStrategy[Case]:
    """Draw a case of any scene."""
    return st.randoms(use_true_random=False).map(make_case)


def modest_cases() -> st.SearchStrategy[Case]:
    """Draw a case that is never refused."""
    return st.randoms(use_true_random=False).map(lambda g: make_case(g, MODEST))


def counted_plainly(case: Case) -> Case:
    """Let every metric count one point per unit, summed, without cap and bonus."""
    metrics = [{"key": m["key"], "points_per_unit": Raw("1"), "team": "sum"} for m in case.rules["metrics"]]
    return replace(case, rules=case.rules | {"metrics": metrics})
