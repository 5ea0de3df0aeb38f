"""Find the best plan of few people by looking at every circle that they could make."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np

from roost.gather.circles.engine.forming.plan import Plan, broken_by_circle, values_by_circle
from roost.gather.circles.engine.forming.world import Ints, Problem

MOST_PEOPLE = 12

# What a plan is worth, what its worst circle is per person, and its circles as sets of bits.
_Best = tuple[float, float, tuple[int, ...]]


def can_be_tried(problem: Problem) -> bool:
    """Say whether all plans can be looked at: few people, and circles that differ in nothing but their people."""
    return problem.people <= MOST_PEOPLE and not (problem.world.fixed >= 0).any() and not len(problem.world.homes)


def best_of_all(problem: Problem) -> Plan | None:
    """Give the best of all plans that keep what must hold, None where there is none: that proves it.

    People are taken out of what is left circle by circle, always with the first of them (dynamic programming over sets
    of people). Of plans worth the same, the one whose worst circle is worth most.
    """
    worth = _circles(problem)
    by_first: dict[int, list[int]] = {}
    for circle in worth:
        by_first.setdefault(circle & -circle, []).append(circle)
    sizes = problem.sizes

    @cache
    def best(left: int, used: int) -> _Best | None:
        """Give the best way to seat who is left; `used` counts circles, or only large ones where sizes are given."""
        if not left:
            return (0.0, np.inf, ()) if used == wanted else None
        found: _Best | None = None
        for circle in by_first.get(left & -left, ()):
            if circle & ~left:
                continue
            more = used + (1 if problem.free or circle.bit_count() == max(sizes) else 0)
            rest = best(left & ~circle, more) if more <= wanted else None
            if rest is not None:
                value, worst = worth[circle]
                whole = (round(rest[0] + value, 9), round(min(rest[1], worst), 9), (*rest[2], circle))
                found = whole if found is None or whole[:2] > found[:2] else found
        return found

    wanted = len(sizes) if problem.free else sizes.count(max(sizes))
    whole = best((1 << problem.people) - 1, 0)
    if whole is None:
        return None
    circles = sorted(whole[2], key=lambda circle: (-circle.bit_count(), circle & -circle))
    plan = Plan(np.full((len(circles), _largest(problem)), -1), np.array([one.bit_count() for one in circles]))
    for place, circle in enumerate(circles):
        plan.seats[place, : circle.bit_count()] = _people(circle)
    return plan


def _circles(problem: Problem) -> dict[int, tuple[float, float]]:
    """Give all circles that keep what must hold, as sets of bits, with their worth and what that is per person."""
    sizes = range(problem.least, problem.most + 1) if problem.free else sorted(set(problem.sizes))
    unit: Ints = problem.world.unit
    groups = [sum(1 << int(one) for one in np.flatnonzero(unit == lead)) for lead in set(unit[unit >= 0].tolist())]
    found = []
    for size in sizes:
        for people in combinations(range(problem.people), size):
            circle = sum(1 << one for one in people)
            if all(circle & group in (0, group) for group in groups):
                found.append(circle)
    plan = Plan(np.full((len(found), _largest(problem)), -1), np.array([one.bit_count() for one in found], np.int64))
    for place, circle in enumerate(found):
        plan.seats[place, : circle.bit_count()] = _people(circle)
    values, broken = np.zeros(len(found)), np.zeros(len(found), np.int64)
    values_by_circle(problem.world, problem.checks, plan, values)
    broken_by_circle(problem.world, problem.hard, plan, broken)
    return {
        circle: (float(value), float(value) / circle.bit_count())
        for circle, value, wrong in zip(found, values, broken, strict=True)
        if not wrong
    }


def _largest(problem: Problem) -> int:
    return problem.most if problem.free else max(problem.sizes)


def _people(circle: int) -> list[int]:
    return [one for one in range(circle.bit_length()) if circle >> one & 1]
