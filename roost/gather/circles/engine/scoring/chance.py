"""What chance would give: plans by chance that keep the hard rules, and their median diversity."""

from __future__ import annotations

import numpy as np

from roost.gather.circles.engine.scoring.distances import Table, circle_means, over_people
from roost.gather.circles.engine.scoring.hard import Hard
from roost.gather.circles.engine.scoring.repair import repaired
from roost.gather.circles.engine.scoring.seating import Seating
from roost.ground.numerics.chance import seeded

SEED = 1
MANY_PEOPLE = 20_000
PLANS, PLANS_OF_MANY = 1_000, 100
# A repair is given up after so many tries. All plans together have no more than the others, and none are spent on
# what is hopeless, as it seems if so many first plans were given up.
TRIES, TRIES_A_PERSON = 2_000, 40
TRIES_IN_ALL = 10_000_000
HOPELESS = 20


def random_median(table: Table, seating: Seating, hard: Hard, *, possible: bool = True) -> tuple[float, int]:
    """Give the median diversity of plans by chance with these sizes, and how many of them keep the hard rules.

    It is the median over those, over all where none does. Plan number p draws from stream p of seed 1. Where it is not
    `possible` that a plan with these sizes keeps all rules, plans are repaired as far as `hard` goes, and none counts.
    """
    many = len(seating.seat)
    plans = PLANS if many <= MANY_PEOPLE else PLANS_OF_MANY
    tries_left = TRIES_IN_ALL
    mended = np.zeros(plans, dtype=np.bool_)
    reached = np.empty(plans)
    for plan in range(plans):
        order, seat = np.arange(many), np.empty(many, dtype=np.int64)
        hopeless = plan >= HOPELESS and not mended.any()
        tries = 0 if hopeless else min(TRIES + TRIES_A_PERSON * many, tries_left)
        unspent = repaired(order, seating.starts, seat, hard, tries, seeded(SEED, plan))
        tries_left -= tries - max(0, unspent)
        mended[plan] = unspent >= 0
        means = circle_means(order, seating.starts, table.values, table.is_number, table.weights)
        reached[plan] = over_people(means, seating)
    kept = int(mended.sum()) if possible else 0
    return float(np.median(reached[mended] if kept else reached)), kept
