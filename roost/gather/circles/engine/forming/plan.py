"""Seat people, take some circles out to improve them, and put them back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from roost.gather.circles.engine.forming.annealing import Table, lay
from roost.gather.circles.engine.forming.checks import Checks, cost_of
from roost.gather.circles.engine.forming.features import fill_worths
from roost.gather.circles.engine.forming.world import Floats, Ints, World, forbid
from roost.ground.numerics.compiled import compiled


class Plan(NamedTuple):
    """Hold who sits where: the first `counts[c]` of `seats[c]` (circles x most) sit in circle c."""

    seats: Ints
    counts: Ints

    def copy(self) -> Plan:
        """Give a plan of its own with the same seats."""
        return Plan(self.seats.copy(), self.counts.copy())

    def circle_of(self, people: int) -> Ints:
        """Give each person's circle."""
        found = np.full(people, -1)
        for circle, many in enumerate(self.counts):
            found[self.seats[circle, :many]] = circle
        return found


@compiled
def take_out(world: World, checks: Checks, plan: Plan, circles: Ints, table: Table, local: Ints) -> None:
    """Fill a table with some circles of a plan; it must be as large as their people are many."""
    many = 0
    for place in range(len(circles)):
        for slot in range(plan.counts[circles[place]]):
            person = plan.seats[circles[place], slot]
            table.who[many] = person
            table.seat[many] = place
            table.unit[many] = world.unit[person]
            table.fixed[many] = 1 if world.fixed[person] >= 0 else 0
            for kind in range(len(world.homes)):
                home = world.homes[kind, person]
                table.homes[kind, many] = -1
                table.fares[kind, many] = world.fares[kind, person] if home >= 0 else 0.0
                # A home outside these circles costs the same wherever a person sits here.
                for at in range(len(circles)):
                    if circles[at] == home:
                        table.homes[kind, many] = at
            many += 1
    for one in range(many):
        if table.fixed[one]:
            for other in range(many):
                if table.unit[other] >= 0 and table.unit[other] == table.unit[one]:
                    table.fixed[other] = 1
    fill_worths(world.labels, world.points, world.mix, world.alike, world.complete, table.who, table.worths)
    forbid(world, table.who, local, table.worths)
    lay(table, checks)


@compiled
def put_back(table: Table, circles: Ints, plan: Plan) -> None:
    """Seat the people of a table in a plan."""
    for place in range(len(circles)):
        circle = circles[place]
        plan.counts[circle] = table.counts[place]
        for slot in range(table.counts[place]):
            plan.seats[circle, slot] = table.who[table.members[place, slot]]


@compiled
def broken(world: World, checks: Checks, people: Ints, many: int) -> float:
    """Count what a circle breaks of what must hold: pairs that may not sit together, and what hard `checks` count."""
    found = 0.0
    for place in range(many):
        one = people[place]
        for before in range(place):
            other = people[before]
            for column in range(world.crowd.shape[1]):
                if world.crowd[one, column] >= 0 and world.crowd[one, column] == world.crowd[other, column]:
                    found += 1.0
            for column in range(world.kin.shape[1]):
                here, there = world.kin[one, column], world.kin[other, column]
                if here >= 0 and there >= 0 and here != there:
                    found += 1.0
            for link in range(world.foe_starts[one], world.foe_starts[one + 1]):
                if world.foes[link] == other:
                    found += 1.0
    # All checks that must hold weigh the same.
    return found + cost_of(checks, people, many) / checks.weight[0] if len(checks.kind) else found


@compiled
def broken_by_circle(world: World, checks: Checks, plan: Plan, found: Ints) -> None:
    """Fill `found` (circles) with how much each circle breaks of what must hold."""
    for circle in range(len(plan.counts)):
        found[circle] = int(np.ceil(broken(world, checks, plan.seats[circle], plan.counts[circle])))


@compiled
def values_by_circle(world: World, checks: Checks, plan: Plan, values: Floats) -> None:
    """Fill `values` (circles) with what each is worth: its pairs by size, less all that its people cost."""
    local = np.full(len(world.unit), -1)
    for circle in range(len(plan.counts)):
        many = plan.counts[circle]
        people = plan.seats[circle, :many].copy()
        worths = np.empty((many, many))
        fill_worths(world.labels, world.points, world.mix, world.alike, world.complete, people, worths)
        forbid(world, people, local, worths)
        pairs = 0.0
        for one in range(many):
            for other in range(one):
                pairs += worths[one, other]
        values[circle] = 2.0 * pairs / (many - 1) if many > 1 else 0.0
        values[circle] -= cost_of(checks, people, many)
        for place in range(many):
            for kind in range(len(world.homes)):
                home = world.homes[kind, people[place]]
                if home >= 0 and home != circle:
                    values[circle] -= world.fares[kind, people[place]]
