"""Rosters for tests of circles: small, odd, and replayable."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import (
    Apart,
    AtMost,
    Balance,
    Columns,
    Hours,
    Measure,
    Past,
    Roles,
    Rules,
    Spread,
    Strength,
    Together,
)

ZONES = ("Europe/Paris", "America/New_York", "Asia/Tokyo")


def roster_with(**columns: list[str]) -> Roster:
    """Make a roster of the ids p0, p1 and so on, with these columns."""
    many = len(next(iter(columns.values())))
    ids = tuple(f"p{place}" for place in range(many))
    cells = {"id": ids} | {name: tuple(values) for name, values in columns.items()}
    return Roster(ids, cells, tuple(range(2, many + 2)))


def some_roster(seed: int, many: int) -> Roster:
    """Make a roster with a column of every kind; every other seed leaves some cells empty."""
    chance = random.Random(seed)
    missing = 0.15 * (seed % 2)

    def column(*values: str) -> list[str]:
        return ["" if chance.random() < missing else chance.choice(values) for _one in range(many)]

    managers = [f"p{chance.randrange(place)}" if place and chance.random() < 0.8 else "" for place in range(many)]
    return roster_with(
        function=column("law", "sales", "care", "works"),
        gender=column("woman", "man"),
        tenure=[cell and str(chance.randrange(20)) for cell in column("x")],
        level=column("1", "2", "3", "4"),
        team=column(*(f"t{one}" for one in range(max(2, many // 3)))),
        timezone=column(*ZONES[: 1 + seed % 3]),
        language=column("en", "en", "de"),
        leads=column("yes", "no"),
        manager=managers,
    )


def some_rules(seed: int, roster: Roster) -> tuple[Rules, PastRounds]:
    """Make rules of every kind, some hard, some soft, each in some seeds only, and what was before."""
    chance = random.Random(seed)

    def pick(share: float) -> bool:
        return chance.random() < share

    def strength() -> Strength:
        return Strength(pick(0.5), chance.choice([0.5, 1.0, 2.0]))

    def pairs() -> tuple[tuple[str, str], ...]:
        drawn = (chance.sample(roster.ids, 2) for _one in range(2))
        return tuple((one, other) for one, other in drawn)

    rules = Rules(
        mix=(Measure("function"), Measure("gender", weight=2.0), Measure("tenure", chance.choice(["number", "rank"]))),
        alike=(Measure("level", "number", 1.5),) if pick(0.5) else (),
        apart=Apart(
            chance.choice(["none", "direct", "chain"]),
            (AtMost("team", chance.choice([1, 2])),) if pick(0.5) else (),
            pairs() if pick(0.5) else (),
            strength(),
        ),
        together=Together(pairs(), strength()) if pick(0.4) else Together(),
        hours=Hours(date(2026, 3, 2), 120, strength=strength()) if pick(0.4) else None,
        same=Columns(("language",), strength()) if pick(0.2) else Columns(),
        not_alone=Columns(("gender",), strength()) if pick(0.4) else Columns(),
        spread=Spread(("function",), chance.choice([0, 1]), strength()) if pick(0.3) else Spread(),
        balance=Balance(("tenure",), chance.choice([0.5, 1.0]), strength()) if pick(0.3) else Balance(),
        roles=Roles("leads", 1, strength()) if pick(0.4) else None,
        past=Past(chance.choice([0.0, 1.0]), 0.8, chance.choice([0, 1])),
        diversity_slack=chance.choice([0.0, 0.01]),
    )
    circles = max(2, len(roster) // 4)
    rounds = {number: {one: f"c{chance.randrange(circles)}" for one in roster.ids if pick(0.9)} for number in (1, 2)}
    return rules, PastRounds(rounds if pick(0.4) else {})


def distances(roster: Roster, measures: tuple[Measure, ...]) -> NDArray[np.float64]:
    """Give all distances by the words of the format, one pair and one column after the other; no ranks."""
    many = len(roster)
    found = np.zeros((many, many))
    for one, other in combinations(range(many), 2):
        counted, weights = 0.0, 0.0
        for measure in measures:
            texts = roster.columns[measure.column]
            if not texts[one] or not texts[other]:
                continue
            if measure.kind == "category":
                delta = float(texts[one] != texts[other])
            else:
                known = [float(text) for text in texts if text]
                mean = sum(known) / len(known)
                variance = sum((number - mean) ** 2 for number in known) / len(known)
                delta = (float(texts[one]) - float(texts[other])) ** 2 / (2 * variance) if variance else 0.0
            counted += measure.weight * delta
            weights += measure.weight
        found[one, other] = found[other, one] = counted / weights if weights else 0.0
    return found


def all_plans(people: list[int], sizes: Sequence[int]) -> Iterator[list[tuple[int, ...]]]:
    """Give all ways to seat people in circles of these sizes."""
    if not people:
        yield []
        return
    first, *others = people
    for size in sorted(set(sizes)):
        rest = list(sizes)
        rest.remove(size)
        for company in combinations(others, size - 1):
            left = [one for one in others if one not in company]
            for plan in all_plans(left, rest):
                yield [(first, *company), *plan]
