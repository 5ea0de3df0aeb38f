"""Who is above whom, through any number of managers."""

from __future__ import annotations

import numpy as np

from roost.gather.circles.engine.scoring.seating import Wholes


def spans_of(above: Wholes) -> tuple[Wholes, Wholes]:
    """Give each person a span of numbers that holds those of all people below: (first, end), first being their own.

    `above[i]` is the place of i's manager, or below 0; managers must not lead round in a circle.
    """
    below: list[list[int]] = [[] for _person in above]
    tops: list[int] = []
    for person, manager in enumerate(above.tolist()):
        (below[manager] if manager >= 0 else tops).append(person)
    walk, waiting = [], tops
    while waiting:
        person = waiting.pop()
        walk.append(person)
        waiting += below[person]
    first = np.empty(len(above), dtype=np.int64)
    first[walk] = np.arange(len(above))
    many = np.ones(len(above), dtype=np.int64)
    for person in reversed(walk):
        if above[person] >= 0:
            many[above[person]] += many[person]
    return first, first + many
