"""Look at what each person's best exchange of seats would change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from roost.gather.circles.engine.forming.annealing import fare, new_table, pairs_exchanged, put_in_place
from roost.gather.circles.engine.forming.checks import Checks, cost_of
from roost.gather.circles.engine.forming.plan import Plan, take_out, values_by_circle
from roost.gather.circles.engine.forming.search import BLOCK, DENSE
from roost.gather.circles.engine.forming.stating import Ask, state
from roost.gather.circles.engine.forming.world import Floats, Ints, World
from roost.gather.circles.engine.plans import circle_order
from roost.ground.numerics.compiled import compiled


def best_exchanges(ask: Ask, circles: Sequence[str]) -> Floats:
    """Give for each person what the best exchange of seats changes, as a share of the plan's value; NaN for none.

    Up to `DENSE` people all exchanges are looked at, above those within some circles that follow by name.
    Never above 0 in a plan that no single exchange improves.
    """
    names = circle_order(circles)
    place = {name: number for number, name in enumerate(names)}
    seat = np.fromiter((place[name] for name in circles), dtype=np.int64, count=len(circles))
    plan = plan_of(seat, len(names))
    problem = state(ask, tuple(int(many) for many in np.sort(plan.counts)[::-1]))
    found = np.full(len(seat), np.nan)
    block = len(names) if len(seat) <= DENSE else max(2, BLOCK * len(names) // len(seat))
    # A block of one circle at the end would have nobody to exchange with.
    order = np.concatenate([np.arange(len(names)), np.arange(min(block, len(names)))])
    look(problem.world, problem.checks, plan, order, block, np.full(len(seat), -1), found)
    values = np.zeros(len(names))
    values_by_circle(problem.world, problem.checks, plan, values)
    whole = abs(float(values.sum()))
    return found / whole if whole else found * 0.0


def plan_of(seat: Ints, circles: int) -> Plan:
    """Give the plan in which person i sits in circle `seat[i]`."""
    counts = np.bincount(seat, minlength=circles)
    seats = np.full((circles, int(counts.max())), -1)
    filled = np.zeros(circles, np.int64)
    for person, circle in enumerate(seat.tolist()):
        seats[circle, filled[circle]] = person
        filled[circle] += 1
    return Plan(seats, counts)


@compiled
def look(world: World, checks: Checks, plan: Plan, order: Ints, block: int, local: Ints, found: Floats) -> None:
    """Fill `found` (n) with the best change of the value by an exchange within a block that breaks nothing."""
    widest = plan.seats.shape[1]
    here, there = np.empty(widest, np.int64), np.empty(widest, np.int64)
    forbidden = -world.penalty / widest
    for begin in range(0, len(order), block):
        circles = np.unique(order[begin : begin + block])
        people = 0
        for circle in circles:
            people += plan.counts[circle]
        table = new_table(people, len(circles), widest, len(world.homes))
        take_out(world, checks, plan, circles, table, local)
        for one in range(people):
            if table.fixed[one] or table.unit[one] >= 0:
                continue
            best = -np.inf if np.isnan(found[table.who[one]]) else found[table.who[one]]
            for other in range(people):
                own, its = table.seat[one], table.seat[other]
                if own == its or table.fixed[other] or table.unit[other] >= 0:
                    continue
                change = pairs_exchanged(table, one, other)
                change += fare(table, one, own) + fare(table, other, its)
                change -= fare(table, one, its) + fare(table, other, own)
                if change + table.costs[own] + table.costs[its] <= max(best, forbidden):
                    continue
                put_in_place(table, one, other, here)
                put_in_place(table, other, one, there)
                change += table.costs[own] + table.costs[its]
                change -= cost_of(checks, here, table.counts[own]) + cost_of(checks, there, table.counts[its])
                if change > max(best, forbidden):
                    best = change
            if best > -np.inf:
                found[table.who[one]] = best
