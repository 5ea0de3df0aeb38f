"""What chance would give: plans by chance that keep the hard rules, and their median diversity."""

from __future__ import annotations

import numpy as np

from roost.gather.circles.engine.scoring.distances import Table, means_of, over_people
from roost.gather.circles.engine.scoring.hard import Hard
from roost.gather.circles.engine.scoring.repair import repaired
from roost.gather.circles.engine.scoring.seating import Seating
from roost.ground.numerics.chance import seeded

SEED = 1
MANY_PEOPLE = 20_000
PLANS, PLANS_OF_MANY = 1_000, 100
# A repair is given up after so many tries. All plans together have so many in circles of the usual size, fewer in
# larger ones, which take longer to look at, and no more once so many first plans were all given up.
TRIES, TRIES_A_PERSON = 2_000, 40
TRIES_IN_ALL, USUAL = 10_000_000, 8
HOPELESS = 20


def random_median(table: Table, seating: Seating, hard: Hard, *, possible: bool = True) -> tuple[float, int]:
    """Give the median diversity of plans by chance with these sizes, and how many of them keep the hard rules.

    It is the median over those, over all where none does. Plan number p draws from stream p of seed 1. Where it is not
    `possible` that a plan with these sizes keeps all rules, plans are repaired as far as `hard` goes, and none counts.
    """
    many = len(seating.seat)
    plans = PLANS if many <= MANY_PEOPLE else PLANS_OF_MANY
    tries_left = int(TRIES_IN_ALL * USUAL / max(USUAL, *seating.sizes))
    mended = np.zeros(plans, dtype=np.bool_)
    reached = np.empty(plans)
    for plan in range(plans):
        order, seat = np.arange(many), np.empty(many, dtype=np.int64)
        hopeless = plan >= HOPELESS and not mended.any()
        tries = 0 if hopeless else min(TRIES + TRIES_A_PERSON * many, tries_left)
        unspent = repaired(order, seating.starts, seat, hard, tries, seeded(SEED, plan))
        tries_left -= tries - max(0, unspent)
        mended[plan] = unspent >= 0
        reached[plan] = over_people(means_of(table, order, seating.starts), seating)
    kept = int(mended.sum()) if possible else 0
    return float(np.median(reached[mended] if kept else reached)), kept
