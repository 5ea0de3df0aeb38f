"""Move people who stay together, and people to circles of other sizes."""

from __future__ import annotations

import math

import numpy as np

from roost.gather.circles.engine.forming.annealing import Table, fare
from roost.gather.circles.engine.forming.checks import Checks, cost_of
from roost.gather.circles.engine.forming.world import Floats, Ints
from roost.ground.numerics.chance import draw_below, draw_share
from roost.ground.numerics.compiled import compiled


@compiled
def move_units(
    table: Table, checks: Checks, heat: float, proposals: int, least: int, most: int, free: bool, state: Ints
) -> int:
    """Propose to exchange whoever moves together with as many others; give how many exchanges were made.

    Where sizes are `free`, every other proposal moves without exchange, between `least` and `most` people a circle.
    Taken as in `exchange_pairs`, each worked out from all pairs of both circles.
    """
    many, circles, widest = len(table.who), len(table.counts), table.members.shape[1]
    leaving, coming = np.empty(widest, np.int64), np.empty(widest, np.int64)
    here, there = np.empty(2 * widest, np.int64), np.empty(2 * widest, np.int64)
    made = 0
    for _proposal in range(proposals):
        one, its = draw_below(state, many), draw_below(state, circles)
        own = table.seat[one]
        if own == its or table.fixed[one]:
            continue
        left = _with(table, one, leaving, 0)
        came = 0
        if not free or draw_below(state, 2) == 0:
            came = _as_many(table, its, left, coming, state)
            if came != left:
                continue
        own_size, its_size = table.counts[own] - left + came, table.counts[its] - came + left
        if free and (min(own_size, its_size) < least or max(own_size, its_size) > most):
            continue
        if not free and own_size != table.counts[own]:
            continue
        _without(table, own, leaving, left, coming, came, here)
        _without(table, its, coming, came, leaving, left, there)
        change = _pairs(table, here, own_size) - _pairs(table, table.members[own], table.counts[own])
        change += _pairs(table, there, its_size) - _pairs(table, table.members[its], table.counts[its])
        for place in range(left):
            change += fare(table, leaving[place], own) - fare(table, leaving[place], its)
        for place in range(came):
            change += fare(table, coming[place], its) - fare(table, coming[place], own)
        own_cost, its_cost = _cost(table, checks, here, own_size), _cost(table, checks, there, its_size)
        change += table.costs[own] + table.costs[its] - own_cost - its_cost
        if change < 0.0 and (heat <= 0.0 or draw_share(state) >= math.exp(change / heat)):
            continue
        made += 1
        _move(table, leaving, left, own, its)
        _move(table, coming, came, its, own)
        _seat(table, own, here, own_size, own_cost)
        _seat(table, its, there, its_size, its_cost)
    return made


@compiled
def _with(table: Table, one: int, found: Ints, many: int) -> int:
    """Add one, and all who move with one, to `found`, which holds `many`; give how many it holds then."""
    if table.unit[one] < 0:
        found[many] = one
        return many + 1
    circle = table.seat[one]
    for slot in range(table.counts[circle]):
        other = table.members[circle, slot]
        if table.unit[other] == table.unit[one]:
            found[many] = other
            many += 1
    return many


@compiled
def _as_many(table: Table, circle: int, wanted: int, found: Ints, state: Ints) -> int:
    """Draw people of a circle, each with whom they move, until there are as many as wanted; -1 where there are not."""
    size = table.counts[circle]
    begin = draw_below(state, size)
    many = 0
    for step in range(size):
        other = table.members[circle, (begin + step) % size]
        if table.fixed[other]:
            continue
        taken = False
        for place in range(many):
            if found[place] == other:
                taken = True
        if taken:
            continue
        together = 1
        if table.unit[other] >= 0:
            together = 0
            for slot in range(size):
                if table.unit[table.members[circle, slot]] == table.unit[other]:
                    together += 1
        if many + together <= wanted:
            many = _with(table, other, found, many)
        if many == wanted:
            return many
    return -1


@compiled
def _without(table: Table, circle: int, leaving: Ints, left: int, coming: Ints, came: int, found: Ints) -> None:
    many = 0
    for slot in range(table.counts[circle]):
        person = table.members[circle, slot]
        stays = True
        for place in range(left):
            if leaving[place] == person:
                stays = False
        if stays:
            found[many] = person
            many += 1
    for place in range(came):
        found[many] = coming[place]
        many += 1


@compiled
def _pairs(table: Table, people: Ints, many: int) -> float:
    if many < 2:
        return 0.0
    total = 0.0
    for one in range(many):
        for other in range(one):
            total += table.worths[people[one], people[other]]
    return total * 2.0 / (many - 1)


@compiled
def _cost(table: Table, checks: Checks, people: Ints, many: int) -> float:
    if len(checks.kind) == 0:
        return 0.0
    around = np.empty(many, np.int64)
    for place in range(many):
        around[place] = table.who[people[place]]
    return cost_of(checks, around, many)


@compiled
def _move(table: Table, people: Ints, many: int, own: int, its: int) -> None:
    for place in range(many):
        step: Floats = table.worths[people[place]]
        for person in range(len(table.who)):
            table.gains[own, person] -= step[person]
            table.gains[its, person] += step[person]


@compiled
def _seat(table: Table, circle: int, people: Ints, many: int, cost: float) -> None:
    table.counts[circle] = many
    table.costs[circle] = cost
    for slot in range(many):
        person = people[slot]
        table.members[circle, slot] = person
        table.slot[person] = slot
        table.seat[person] = circle
