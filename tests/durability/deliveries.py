"""What clients send: single scores, batches, and reversals of what they sent before. The same seed sends the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roost.see.tracking.actions import Score
from tests.durability.world import METRICS

FIRST_DAY = date(2024, 5, 1)
DAYS = 40
LARGEST_BATCH = 30


@dataclass(frozen=True)
class Delivery:
    """One request: some scores, or the key of a score to take back."""

    number: int
    scores: tuple[Score, ...] = ()
    reverses: str = ""

    @property
    def size(self) -> int:
        """Say how many lines it adds to the ledger."""
        return len(self.scores) or 1


class Deliveries:
    """Think of one delivery after the other, and remember them."""

    def __init__(self, chance: random.Random, people: Sequence[int]) -> None:
        self.chance = chance
        self.people = people
        self.made: list[Delivery] = []

    def another(self, standing: list[str]) -> Delivery:
        """Give a new delivery. A reversal takes its key out of `standing`, so that no score is reversed twice."""
        number = len(self.made) + 1
        kind = self.chance.choices(("score", "batch", "reversal"), (5, 3, 2))[0]
        if kind == "reversal" and standing:
            delivery = Delivery(number, reverses=standing.pop(self.chance.randrange(len(standing))))
        else:
            size = self.chance.randint(2, LARGEST_BATCH) if kind == "batch" else 1
            delivery = Delivery(number, tuple(self._score(f"{number}-{place}") for place in range(size)))
        self.made.append(delivery)
        return delivery

    def _score(self, key: str) -> Score:
        day = FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))
        return Score(
            person=self.chance.choice(self.people),
            metric=self.chance.choice(METRICS),
            value=str(self.chance.randint(-20, 200) / 4),
            occurred=f"{day.isoformat()}T12:00:00Z",
            key=key,
        )
