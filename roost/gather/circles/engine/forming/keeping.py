"""Seat people where they sat before, as far as sizes allow: the plan from which least has to change."""

from __future__ import annotations

from collections import Counter

import numpy as np

from roost.gather.circles.engine.forming.plan import Plan
from roost.gather.circles.engine.forming.world import Problem


def seat_kept(problem: Problem, chance: np.random.Generator) -> Plan | None:
    """Seat everybody in the circle they are kept in, by chance whom a circle has no room for, and others in the gaps.

    Whoever stays together goes where most of them were. Gives None where they do not fit so; the search then begins
    elsewhere.
    """
    world, circles = problem.world, len(problem.sizes)
    homes = np.where(world.fixed >= 0, world.fixed, world.homes[-1])
    homes[homes >= circles] = -1
    sizes = _sizes_for(problem, homes[homes >= 0].tolist())
    if sizes is None:
        return None
    groups: dict[int, list[int]] = {}
    for one in chance.permutation(problem.people).tolist():
        groups.setdefault(int(world.unit[one]) if world.unit[one] >= 0 else one, []).append(one)
    # Who is locked comes first, then the larger groups.
    order = sorted(groups.values(), key=lambda group: ((world.fixed[group] < 0).all(), -len(group)))
    seats: list[list[int]] = [[] for _circle in range(circles)]
    left = []
    for group in order:
        wanted = [int(world.fixed[one]) for one in group if world.fixed[one] >= 0]
        wanted = wanted or [int(homes[one]) for one in group if homes[one] >= 0]
        home = Counter(wanted).most_common(1)[0][0] if wanted else -1
        if home >= 0 and len(seats[home]) + len(group) <= sizes[home]:
            seats[home] += group
        else:
            left.append(group)
    for group in left:
        room = [sizes[circle] - len(seats[circle]) for circle in range(circles)]
        if max(room) < len(group):
            return None
        seats[int(np.argmax(room))] += group
    plan = Plan(np.full((circles, max(problem.most, *sizes)), -1), np.array(sizes, dtype=np.int64))
    for circle, people in enumerate(seats):
        plan.seats[circle, : len(people)] = people
    return plan


def _sizes_for(problem: Problem, homes: list[int]) -> list[int] | None:
    """Give each circle a size as near to that of before as may be, or the one asked for where sizes are not free."""
    if not problem.free:
        return list(problem.sizes)
    before = Counter(homes)
    sizes = [min(max(before[circle], problem.least), problem.most) for circle in range(len(problem.sizes))]
    while sum(sizes) != problem.people:
        more = sum(sizes) < problem.people
        # Nobody has to leave a circle for one that grows, so the smallest grow first and what is too much goes there.
        place = sizes.index(min(sizes)) if more else sizes.index(max(sizes))
        sizes[place] += 1 if more else -1
        if not problem.least <= sizes[place] <= problem.most:
            return None
    return sizes
