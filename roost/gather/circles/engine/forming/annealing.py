"""Improve circles by exchanging people, downhill and at first a little uphill: simulated annealing.

Source of the method: Kirkpatrick, Gelatt and Vecchi, "Optimization by simulated annealing", Science 220 (1983); what an
exchange changes is read from a table of what each person is worth to each circle, as in Gallego, Laguna, Marti and
Duarte, JORS 64 (2013), for the maximally diverse grouping problem.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.forming.checks import Checks, cost_of
from roost.ground.numerics.chance import draw_below, draw_share
from roost.ground.numerics.compiled import compiled

# How many choices somebody looks at whose first ones break checks.
TRIES = 6

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Table(NamedTuple):
    """Hold some circles and their m people while they are improved; kernels change it in place.

    `who` (m) are the people's places in the roster, `worths` (m x m) what each pair is worth, `gains` (circles x m)
    what each person is worth to each circle's people together. `seat` (m) is a person's circle, `members` (circles x
    most) who sits in it, `slot` (m) where; `counts` and `costs` (circles) its size and what its people cost. `unit` (m)
    says with whom a person moves: the first place of those who stay together. `fixed` (m) is 1 for who never moves.
    `homes` and `fares` (kinds x m): the circle in which a person should sit, -1 for none, and what it costs not to.
    """

    who: Ints
    worths: Floats
    gains: Floats
    seat: Ints
    members: Ints
    slot: Ints
    counts: Ints
    costs: Floats
    unit: Ints
    fixed: Ints
    homes: Ints
    fares: Floats


@compiled
def new_table(people: int, circles: int, widest: int, kinds: int) -> Table:
    """Give a table with room for so many people and circles; nothing in it means anything yet."""
    return Table(
        np.empty(people, np.int64),
        np.empty((people, people)),
        np.empty((circles, people)),
        np.empty(people, np.int64),
        np.empty((circles, widest), np.int64),
        np.empty(people, np.int64),
        np.empty(circles, np.int64),
        np.empty(circles),
        np.empty(people, np.int64),
        np.empty(people, np.int64),
        np.empty((kinds, people), np.int64),
        np.empty((kinds, people)),
    )


@compiled
def lay(table: Table, checks: Checks) -> None:
    """Fill what follows from `worths` and `seat`: members, counts, gains and costs."""
    table.counts[:] = 0
    table.gains[:] = 0.0
    for person in range(len(table.who)):
        circle = table.seat[person]
        slot = table.counts[circle]
        table.members[circle, slot] = person
        table.slot[person] = slot
        table.counts[circle] += 1
        table.gains[circle] += table.worths[person]
    around = np.empty(table.members.shape[1], np.int64)
    for circle in range(len(table.counts)):
        many = table.counts[circle]
        for slot in range(many):
            around[slot] = table.who[table.members[circle, slot]]
        table.costs[circle] = cost_of(checks, around, many)


@compiled
def fare(table: Table, person: int, circle: int) -> float:
    """Give what it costs that a person sits in a circle and not at home."""
    cost = 0.0
    for kind in range(table.homes.shape[0]):
        home = table.homes[kind, person]
        if home >= 0 and home != circle:
            cost += table.fares[kind, person]
    return cost


@compiled
def pairs_exchanged(table: Table, one: int, other: int) -> float:
    """Give by how much an exchange of two people changes what the pairs of both circles are worth."""
    own, its = table.seat[one], table.seat[other]
    between = table.worths[one, other]
    change: float = (table.gains[own, other] - table.gains[own, one] - between) * 2.0 / (table.counts[own] - 1)
    change += (table.gains[its, one] - table.gains[its, other] - between) * 2.0 / (table.counts[its] - 1)
    return change


@compiled
def put_in_place(table: Table, leaving: int, coming: int, around: Ints) -> None:
    """Fill `around` with who would sit in a circle, by place in the roster, if one came in place of another."""
    circle = table.seat[leaving]
    for slot in range(table.counts[circle]):
        around[slot] = table.who[table.members[circle, slot]]
    around[table.slot[leaving]] = table.who[coming]


@compiled
def exchange_pairs(table: Table, checks: Checks, heat: float, proposals: int, state: Ints) -> int:
    """Propose to exchange pairs of people who move alone; give how many exchanges were made.

    One that changes the value by d is made with a chance of exp(d / heat), never more than 1; heat 0 takes only what
    does no harm.
    """
    many = len(table.who)
    checked = len(checks.kind) > 0
    kinds = table.homes.shape[0]
    here, there = np.empty(table.members.shape[1], np.int64), np.empty(table.members.shape[1], np.int64)
    made = 0
    one = draw_below(state, many)
    for _proposal in range(proposals):
        one += 1
        if one == many:
            one = 0
        if table.fixed[one] or table.unit[one] >= 0:
            continue
        other = draw_below(state, many)
        own, its = table.seat[one], table.seat[other]
        if own == its or table.fixed[other] or table.unit[other] >= 0:
            continue
        change = pairs_exchanged(table, one, other)
        if kinds:
            change += fare(table, one, own) + fare(table, other, its) - fare(table, one, its) - fare(table, other, own)
        # Without checks broken, nothing can be won there.
        limit = -30.0 * heat
        if change + (table.costs[own] + table.costs[its]) < limit:
            continue
        own_cost, its_cost = 0.0, 0.0
        if checked:
            put_in_place(table, one, other, here)
            put_in_place(table, other, one, there)
            own_cost = cost_of(checks, here, table.counts[own])
            change += table.costs[own] - own_cost
            if change + table.costs[its] < limit:
                continue
            its_cost = cost_of(checks, there, table.counts[its])
            change += table.costs[its] - its_cost
        if change < 0.0 and (heat <= 0.0 or draw_share(state) >= math.exp(change / heat)):
            continue
        made += 1
        table.costs[own], table.costs[its] = own_cost, its_cost
        seat_anew(table, one, other)
    return made


@compiled
def exchange_best(table: Table, checks: Checks, heat: float, rounds: int, noise: Floats, state: Ints) -> int:
    """Let each person choose among all exchanges, `rounds` times; give how many exchanges were made.

    An exchange that changes the value by d is chosen with a chance in proportion to exp(d / heat), not to move being
    one of the choices (heat-bath annealing): the choice with the largest sum of d and heat times a Gumbel number is
    drawn so (Gumbel, 1954). `noise` is a row of such numbers, read from a place by chance. Only for people who move
    alone. Checks are looked at for the choice alone: where they make it worse than staying, the next best is looked at,
    `TRIES` times; exchanges that only checks make good are left to `exchange_pairs`.
    """
    many, kinds = len(table.who), table.homes.shape[0]
    checked = len(checks.kind) > 0
    factor = 2.0 / (table.counts - 1)
    own, scale, scores = np.empty(many), np.empty(many), np.empty(many)
    here, there = np.empty(table.members.shape[1], np.int64), np.empty(table.members.shape[1], np.int64)
    for person in range(many):
        scale[person] = factor[table.seat[person]]
        own[person] = scale[person] * table.gains[table.seat[person], person]
    coming = np.empty(len(factor))
    made = 0
    for _round in range(rounds):
        for one in range(many):
            if table.fixed[one] or table.unit[one] >= 0:
                continue
            circle = table.seat[one]
            rate = factor[circle]
            # Read by slices, so that the loop below is one over memory that lies side by side.
            theirs, between = table.gains[circle], table.worths[one]
            drawn = noise[draw_below(state, len(noise) - many) :]
            leaving = own[one]
            for its in range(len(factor)):
                coming[its] = factor[its] * table.gains[its, one]
            for other in range(many):
                scores[other] = coming[table.seat[other]]
            for other in range(many):
                scores[other] += rate * theirs[other] - own[other] - between[other] * (rate + scale[other])
                scores[other] += heat * drawn[other]
            if kinds:
                for other in range(many):
                    its = table.seat[other]
                    scores[other] += fare(table, one, circle) + fare(table, other, its)
                    scores[other] -= fare(table, one, its) + fare(table, other, circle)
            staying = leaving + heat * noise[draw_below(state, len(noise))]
            for slot in range(table.counts[circle]):
                scores[table.members[circle, slot]] = -np.inf
            for _try in range(TRIES):
                best, other = staying, -1
                for place in range(many):
                    if scores[place] > best:
                        best, other = scores[place], place
                if other < 0:
                    break
                scores[other] = -np.inf
                if table.fixed[other] or table.unit[other] >= 0:
                    continue
                its = table.seat[other]
                own_cost, its_cost = 0.0, 0.0
                if checked:
                    put_in_place(table, one, other, here)
                    put_in_place(table, other, one, there)
                    own_cost = cost_of(checks, here, table.counts[circle])
                    its_cost = cost_of(checks, there, table.counts[its])
                    if best + table.costs[circle] + table.costs[its] - own_cost - its_cost <= staying:
                        continue
                table.costs[circle], table.costs[its] = own_cost, its_cost
                seat_anew(table, one, other)
                made += 1
                scale[one], scale[other] = factor[its], rate
                for slot in range(table.counts[circle]):
                    person = table.members[circle, slot]
                    own[person] = rate * table.gains[circle, person]
                for slot in range(table.counts[its]):
                    person = table.members[its, slot]
                    own[person] = factor[its] * table.gains[its, person]
                break
    return made


@compiled
def seat_anew(table: Table, one: int, other: int) -> None:
    """Let two people of different circles change seats."""
    own, its = table.seat[one], table.seat[other]
    table.members[own, table.slot[one]], table.members[its, table.slot[other]] = other, one
    table.slot[one], table.slot[other] = table.slot[other], table.slot[one]
    table.seat[one], table.seat[other] = its, own
    left, right = table.worths[one], table.worths[other]
    mine, theirs = table.gains[own], table.gains[its]
    for person in range(len(table.who)):
        step = right[person] - left[person]
        mine[person] += step
        theirs[person] -= step
