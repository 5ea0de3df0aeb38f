"""Say which topic weighs most for those who are here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST_WEIGHT, MOST_WEIGHT = 1, 5


@dataclass(frozen=True)
class Weighed:
    """What somebody gave a topic, both from 1 to 5; `bringer` is whose topic it is."""

    bringer: int
    importance: int
    urgency: int


def score_of(bringer: int, weights: Sequence[Weighed]) -> float:
    """Give a topic's mean importance times its mean urgency; 0 where nobody weighed it."""
    own = [one for one in weights if one.bringer == bringer]
    if not own:
        return 0.0
    return sum(one.importance for one in own) * sum(one.urgency for one in own) / len(own) ** 2


def heaviest(
    bringers: Sequence[int], weights: Sequence[Weighed], *, presented: Mapping[int, float], order: Sequence[int]
) -> int | None:
    """Give whose topic weighs most; None where nobody brought one.

    Equal ones go to who presented longest ago (`presented`: when, in any unit; who never did comes first), then to who
    stands first in `order`.
    """
    place = {person: number for number, person in enumerate(order)}
    never = float("-inf")
    return min(
        bringers,
        key=lambda one: (-score_of(one, weights), presented.get(one, never), place.get(one, len(place)), one),
        default=None,
    )
