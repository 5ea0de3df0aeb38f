"""Boards with exactly one thing wrong, and the place that a refusal has to name."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from roost.see.tracking.tests.cases import MODEST, SCENES, Case, Raw, make_case, moment, written

BAD_VALUES = [
    "", "abc", "1,5", "1e", "1e100", "0x10", "\u0663", "1_000", "0.0001", "1e-4", "1000000000000.001", "1e13", "NaN",
    "inf", " 1", "1 ", "--1", "1.2.3", "\u00bd", "1e1.5", "+", ".", "-", "1e\u0663", "9" * 5000, "-1000000000001",
]  # fmt: skip
BAD_MOMENTS = [
    "", "2024-02-30", "2024-13-01", "20240605", "2024-06-05T", "2024-06-05T25:00", "2024-06-05T14", "2024-06-05T14:60",
    "2024-06-05T14:30:61", "2024-06-05T14:30:15.", "05/06/2024", "2024-6-5", "2024-06-05T14:30+5:30", "2024-W23-3",
    "2024-06-05  14:30", "2024-06-05T14:30 Z", "2024-157", "\u0662\u0660\u0662\u0664-06-05", "yesterday", "0000-01-01",
    "2024-06-05T14:30Europe/London", "2024-06-05\n", " 2024-06-05", "2024-06-05T14:30,5",
]  # fmt: skip
BAD_DATES = [
    "2024-02-30", "20240605", "2024-6-5", "2024-06-05T00:00", "soon", "2024-W23-3", " 2024-06-05", "0000-01-01",
]  # fmt: skip
BAD_WINDOWS = [
    "", "2024-6", "2024-W53", "2024-W00", "2024-13", "2024-00", "24", "2024-w23", "2024W23", " 2024", "ALL", "2024-W1",
    "\u0662\u0660\u0662\u0664", "0000", "2024-06-05", "2024-Q1", "week", "2024-W023", "02024", "+2024",
]  # fmt: skip
BAD_ZONES = [
    "", "Mars/Olympus", "America", "zone.tab", "../../etc/passwd", "/etc/localtime", "GMT+25", "New York", "\x00",
]  # fmt: skip
BAD_NUMBERS = [
    Raw("0.0001"), Raw("1000000000000.001"), Raw("-1e13"), Raw("1e99"), "1", True, None, [], {}, Raw("9" * 5000),
]  # fmt: skip


@dataclass(frozen=True)
class Broken:
    """Hold a case, the file that is wrong, and row and column or key where the rules say which."""

    case: Case
    file: str
    row: int | None = None
    column: str | None = None


def some_day(g: Random) -> date:
    return date(1970, 6, 1) + timedelta(days=g.randrange(24000))


def bad_entry(g: Random) -> Broken:
    """Choose a case with one bad row among the entries, which need not be one that would count."""
    case, scene = make_case(g, MODEST), SCENES["years"]
    person = g.choice(["stranger", *[row[0] for row in case.people]])
    metric = g.choice(["unknown", case.rules["metrics"][0]["key"]])
    column, value, occurred_at = g.choice(
        [
            ("value", g.choice(BAD_VALUES), moment(g, scene, some_day(g))),
            ("occurred_at", written(g, scene), g.choice(BAD_MOMENTS)),
        ]
    )
    at = g.randint(0, len(case.entries))
    row = (person, metric, value, occurred_at, "", "")
    return Broken(replace(case, entries=(*case.entries[:at], row, *case.entries[at:])), "entries", at + 2, column)


def conflicting_id(g: Random) -> Broken:
    """Choose a case in which the last row has the id of another and differs from it in one cell."""
    case = make_case(g, MODEST)
    known = list(g.choice([row for row in case.entries if row[4]] or [("amy", "hits", "1", "2024-06-05", "once", "")]))
    other, place = list(known), g.choice([0, 1, 2, 5])
    if place == 2 and not known[5]:
        other[2] = known[2] + "0" if "." in known[2] and "e" not in known[2] else "0" + known[2].lstrip("+-")
    else:
        other[place] += "x"
    entries = (*case.entries, tuple(known), tuple(other))
    return Broken(replace(case, entries=entries), "entries", len(entries) + 1, "id")


def bad_membership(g: Random) -> Broken:
    """Choose a case with one bad membership."""
    case, first = make_case(g, MODEST), some_day(g)
    good, later, bad = first.isoformat(), (first + timedelta(days=1)).isoformat(), g.choice(BAD_DATES)
    column, start, end = g.choice(
        [("from", bad, good), ("to", good, bad), ("from", bad, ""), ("to", "", bad), (None, later, good)]
    )
    at = g.randint(0, len(case.people))
    row = ("somebody new", "red", "north", start, end)
    return Broken(replace(case, people=(*case.people[:at], row, *case.people[at:])), "people", at + 2, column)


def overlapping_memberships(g: Random) -> Broken:
    """Choose a case in which one person has two teams, or one team twice, on some day."""
    case, day = make_case(g, MODEST), some_day(g)
    before, on, after, later = ((day + timedelta(days=n)).isoformat() for n in (-1, 0, 1, 2))
    one, other = g.choice(
        [
            (("", ""), ("", "")),
            (("", after), (on, "")),
            ((on, after), (on, after)),
            ((before, later), (on, after)),
            (("", ""), (on, after)),
            ((before, after), (on, later)),
            ((on, ""), (later, "")),
        ]
    )
    rows = [("somebody new", "red", "north", *one), ("somebody new", g.choice(["red", "blue"]), "north", *other)]
    g.shuffle(rows)
    return Broken(replace(case, people=(*case.people, *rows)), "people")


def in_rules(*path: str | int, **changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Make a change of rules: set keys of the object that is found along the path; `...` takes a key away."""

    def change(rules: dict[str, Any]) -> dict[str, Any]:
        changed: dict[str, Any] = deepcopy(rules)
        place: Any = changed
        for step in path:
            place = place[step]
        place.update(changes)
        for key in [key for key, value in changes.items() if value is ...]:
            del place[key]
        return changed

    return change


CAP = {"points": Raw("1"), "per": "day"}
STEP = {"at": Raw("1"), "points": Raw("1")}
SEASON = {"from": "2024-01-01", "to": "2024-02-01"}
METRIC = {"key": "one more", "points_per_unit": Raw("1"), "team": "sum"}
WRONG_RULES = [
    ("color", in_rules(color="red")),
    ("Title", in_rules(Title="x")),
    ("weight", in_rules("metrics", 0, weight=Raw("1"))),
    ("title", in_rules(title=None)),
    ("title", in_rules(title=Raw("1"))),
    ("label", in_rules("metrics", 0, label=None)),
    ("unit", in_rules("metrics", 0, unit=Raw("5"))),
    ("time_zone", in_rules(time_zone=...)),
    ("time_zone", in_rules(time_zone=None)),
    ("time_zone", in_rules(time_zone=Raw("1"))),
    *[("time_zone", in_rules(time_zone=zone)) for zone in BAD_ZONES],
    ("week_start", in_rules(week_start="Monday")),
    ("week_start", in_rules(week_start=Raw("1"))),
    ("season", in_rules(season=None)),
    ("season", in_rules(season="2024")),
    ("from", in_rules(season={"to": "2024-01-01"})),
    ("to", in_rules(season={"from": "2024-01-01"})),
    ("until", in_rules(season=SEASON | {"until": "2024-01-01"})),
    *[("from", in_rules(season=SEASON | {"from": day})) for day in BAD_DATES],
    *[("to", in_rules(season=SEASON | {"to": day})) for day in BAD_DATES],
    (None, in_rules(season={"from": "2024-01-01", "to": "2024-01-01"})),
    (None, in_rules(season={"from": "2024-01-02", "to": "2024-01-01"})),
    ("metrics", in_rules(metrics=...)),
    ("metrics", in_rules(metrics=[])),
    ("metrics", in_rules(metrics={})),
    ("metrics", in_rules(metrics=[METRIC | {"key": f"k{n}"} for n in range(33)])),
    ("key", in_rules(metrics=[METRIC, METRIC])),
    (None, in_rules(metrics=["hits"])),
    (None, in_rules(metrics=[None])),
    ("key", in_rules("metrics", 0, key=...)),
    ("key", in_rules("metrics", 0, key=Raw("1"))),
    ("points_per_unit", in_rules("metrics", 0, points_per_unit=...)),
    *[("points_per_unit", in_rules("metrics", 0, points_per_unit=number)) for number in BAD_NUMBERS],
    *[
        (None, in_rules("metrics", 0, points_per_unit=Raw(word)))
        for word in ("NaN", "Infinity", "-Infinity", "01", "+1")
    ],
    ("team", in_rules("metrics", 0, team=...)),
    ("team", in_rules("metrics", 0, team="mean")),
    ("team", in_rules("metrics", 0, team=None)),
    ("over", in_rules("metrics", 0, team="average", over="all")),
    ("over", in_rules("metrics", 0, team="average", over=None)),
    ("cap", in_rules("metrics", 0, cap=None)),
    ("cap", in_rules("metrics", 0, cap=Raw("40"))),
    ("points", in_rules("metrics", 0, cap={"per": "day"})),
    ("per", in_rules("metrics", 0, cap={"points": Raw("1")})),
    ("per", in_rules("metrics", 0, cap=CAP | {"per": "year"})),
    ("each", in_rules("metrics", 0, cap=CAP | {"each": "day"})),
    ("points", in_rules("metrics", 0, cap=CAP | {"points": Raw("-0.001")})),
    *[("points", in_rules("metrics", 0, cap=CAP | {"points": number})) for number in BAD_NUMBERS],
    ("bonus", in_rules("metrics", 0, bonus=None)),
    ("bonus", in_rules("metrics", 0, bonus=STEP)),
    (None, in_rules("metrics", 0, bonus=[None])),
    ("at", in_rules("metrics", 0, bonus=[STEP, {"points": Raw("1")}])),
    ("points", in_rules("metrics", 0, bonus=[STEP, {"at": Raw("1")}])),
    ("once", in_rules("metrics", 0, bonus=[STEP | {"once": True}])),
    *[("at", in_rules("metrics", 0, bonus=[STEP | {"at": number}])) for number in BAD_NUMBERS],
    *[("points", in_rules("metrics", 0, bonus=[STEP | {"points": number}])) for number in BAD_NUMBERS],
    ("rank", in_rules(rank=None)),
    ("rank", in_rules(rank="dense")),
    ("ties", in_rules(rank={"ties": "Dense"})),
    ("ties", in_rules(rank={"ties": None})),
    ("order", in_rules(rank={"order": "down"})),
]


def wrong_rules(g: Random) -> Broken:
    """Choose a case whose rules have one fault; `column` is the key to blame."""
    case = make_case(g, MODEST)
    key, change = g.choice(WRONG_RULES)
    return Broken(replace(case, rules=change(case.rules)), "rules", column=key)


def missing_window(g: Random) -> Broken:
    """Choose a case that asks for a window which does not exist."""
    case = make_case(g, MODEST)
    rules = {key: value for key, value in case.rules.items() if key != "season"}
    return Broken(replace(case, rules=rules, window=g.choice([*BAD_WINDOWS, "season"])), "window")


def make_broken(g: Random) -> Broken:
    """Choose a case with exactly one fault, of whatever kind."""
    kinds = [
        bad_entry,
        conflicting_id,
        bad_membership,
        overlapping_memberships,
        wrong_rules,
        wrong_rules,
        missing_window,
    ]
    return g.choice(kinds)(g)


def broken_cases() -> st.SearchStrategy[Broken]:
    """Draw a case with exactly one fault."""
    return st.randoms(use_true_random=False).map(make_broken)
