"""A worked example of a program's rules, calculated by the engine itself so that it cannot disagree with a board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roost.see.tracking.engine import (
    LOADED,
    Entry,
    Membership,
    Metric,
    Rules,
    compute_contributions,
    load,
    parse_window,
    sqlite_store,
)
from roost.see.tracking.reads.words import label_of

DAY = date(2024, 1, 3)
ENOUGH = 10_000


@dataclass(frozen=True)
class ExampleLine:
    """What somebody entered in one day, what they got for it, and what their team of two got; in thousandths."""

    label: str
    amount: int
    points: int
    team_gets: int


def worked_example(rules: Rules) -> tuple[ExampleLine, ...]:
    """Work the rules on a team of two, of whom one entered something and the other nothing.

    Raises InputError where the points leave the range that stays exact.
    """
    amounts = [_telling_amount(metric) for metric in rules.metrics]
    people = [Membership(row, name, "team", "division", None, None) for row, name in enumerate(["one", "other"], 2)]
    entries = [
        Entry(row, "one", metric.key, amount, DAY.isoformat(), DAY.toordinal(), "")
        for row, (metric, amount) in enumerate(zip(rules.metrics, amounts, strict=True), 2)
    ]
    with sqlite_store() as store:
        load(store, people, entries, rules)
        got = compute_contributions(store, rules, parse_window("all", rules), LOADED)
    points = {one.metric: one.points + one.bonus for one in got}
    return tuple(
        ExampleLine(label_of(metric), amount, points[place], _team_gets(metric, points[place]))
        for place, (metric, amount) in enumerate(zip(rules.metrics, amounts, strict=True))
        if place in points
    )


def _telling_amount(metric: Metric) -> int:
    """Choose an amount large enough to meet the cap or the first bonus, so that the example shows them."""
    amount = ENOUGH
    if metric.cap and metric.points_per_unit > 0:
        amount = max(amount, (metric.cap.points // metric.points_per_unit + 2) * 1000)
    first = min((step.at for step in metric.bonus), default=0)
    return max(amount, first)


def _team_gets(metric: Metric, points: int) -> int:
    return points // 2 if metric.team == "average" and metric.over == "roster" else points
