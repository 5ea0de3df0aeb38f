"""Whoever answers, no behaviour is favoured: people who answer at random are pointed to each of them about as often.

Real people do not answer at random. But a table that favours a behaviour among those who do would favour it among all,
and nobody could see that from their own page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from roost.ground.behaviours.reads import BEHAVIOURS
from roost.grow.growth.engine import MOST, SPEAKS_FOR, WEIGHTS, signals_of
from roost.grow.growth.reads.questions import ENERGY, SECTIONS, Kind

ORDER = tuple(behaviour.key for behaviour in BEHAVIOURS)
SCALES = [one.key for section in SECTIONS for one in section.questions if one.kind is Kind.SCALE]
PEOPLE = 2000
Profile = Callable[[Random], dict[str, list[str]]]


def some(chance: Random, question: str, fewest: int, most: int) -> list[str]:
    return chance.sample(sorted(SPEAKS_FOR[question]), chance.randint(fewest, most))


def energy(chance: Random) -> list[str]:
    return [f"{scale}-{chance.randint(1, 5)}" for scale in SCALES]


def who_answers_everything(chance: Random) -> dict[str, list[str]]:
    return {
        "transition": some(chance, "transition", 1, 1),
        "expected": some(chance, "expected", 2, 2),
        ENERGY.key: energy(chance),
        "drains": some(chance, "drains", 3, 3),
        "feeds": some(chance, "feeds", 3, 3),
        "barriers": some(chance, "barriers", 0, 4),
        "strengths": chance.sample(ORDER, 2),
    }


def who_has_ten_minutes(chance: Random) -> dict[str, list[str]]:
    return {
        "transition": some(chance, "transition", 1, 1),
        "expected": some(chance, "expected", 1, 2),
        ENERGY.key: energy(chance),
        "drains": some(chance, "drains", 1, 3),
        "feeds": some(chance, "feeds", 0, 3),
    }


def who_draws_a_map(chance: Random) -> dict[str, list[str]]:
    return {
        "expected": some(chance, "expected", 2, 2),
        "drains": some(chance, "drains", 2, 2),
        "barriers": some(chance, "barriers", 3, 6),
    }


@pytest.mark.parametrize("profile", [who_answers_everything, who_has_ten_minutes, who_draws_a_map])
def test_every_behaviour_is_pointed_to_about_as_often(profile: Profile) -> None:
    chance, shown = Random(20261122), Counter[str]()
    for _ in range(PEOPLE):
        points = dict.fromkeys(ORDER, 0)
        for one in signals_of(profile(chance)):
            points[one.behaviour] += one.strength * WEIGHTS[one.question]
        shown.update(sorted((key for key in ORDER if points[key] > 0), key=lambda key: -points[key])[:MOST])
    even = sum(shown.values()) / len(ORDER)
    spread = {key: round(shown[key] / even, 2) for key in ORDER}
    assert min(spread.values()) > 0.5, spread
    assert max(spread.values()) < 2, spread
