"""What somebody enters right now, while a demo is being looked at."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

# How often each is entered of twenty times, and how much at most: what moves a board is small and happens often.
_OFTEN = (
    ("early_calls", 9, 3),
    ("visits", 5, 1),
    ("quick_quotes", 3, 2),
    ("joint_visits", 2, 1),
    ("new_customers", 1, 1),
)


class LiveScore(NamedTuple):
    """Who counted what, and how much."""

    person: int
    metric: str
    value: str


def live_score(seed: int, turn: int, people: Sequence[int]) -> LiveScore:
    """Draw the score of a turn: one of `people`, by number, counts one of the measures that happen all day long."""
    rng = Random(f"{seed}/live/{turn}")
    metric, _, most = rng.choices(_OFTEN, [weight for _, weight, _ in _OFTEN])[0]
    return LiveScore(rng.choice(people), metric, str(rng.randint(1, most)))
