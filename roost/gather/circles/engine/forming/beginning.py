"""Seat everybody for the first time, as near to what must hold as a single pass comes."""

from __future__ import annotations

from collections import Counter

import numpy as np

from roost.gather.circles.engine.forming.packing import circles_of_their_own, pack
from roost.gather.circles.engine.forming.plan import Plan
from roost.gather.circles.engine.forming.world import Ints, Problem


def seat_first(problem: Problem, chance: np.random.Generator) -> Plan | None:
    """Seat people by chance: who is locked, then who stays together, then those of one kin side by side, then all.

    Gives None where those who are locked or stay together were not packed into circles.
    """
    world, circles = problem.world, len(problem.sizes)
    order = chance.permutation(problem.people).tolist()
    seats: list[list[int]] = [[] for _circle in range(circles)]
    largest = problem.most if problem.free else max(problem.sizes)
    groups: dict[int, list[int]] = {}
    for one in order:
        groups.setdefault(int(world.unit[one]) if world.unit[one] >= 0 else one, []).append(one)
    loose = []
    for group in groups.values():
        locked = {int(world.fixed[one]) for one in group} - {-1}
        if len(locked) > 1:
            return None
        if locked:
            seats[locked.pop()] += group
        else:
            loose.append(group)
    units = [group for group in loose if len(group) > 1]
    room = [largest - len(circle) for circle in seats]
    shuffled = chance.permutation(circles).tolist()
    packed = pack([len(group) for group in units], [room[circle] for circle in shuffled]) if min(room) >= 0 else None
    if packed is None:
        return None
    for group, place in zip(units, packed, strict=True):
        seats[shuffled[place]] += group
    sizes = _sizes_for(problem, [len(circle) for circle in seats])
    if sizes is None:
        return None
    singles = [group[0] for group in loose if len(group) == 1]
    _fill(seats, sizes, singles, _kin(world.kin), chance)
    plan = Plan(np.full((circles, largest), -1), np.array(sizes, dtype=np.int64))
    for circle, people in enumerate(seats):
        plan.seats[circle, : len(people)] = people
    return plan


def _sizes_for(problem: Problem, seated: list[int]) -> list[int] | None:
    """Give each circle a size that holds whom it has already, the fullest the largest; None where that cannot be."""
    order = sorted(range(len(seated)), key=lambda circle: (-seated[circle], -problem.sizes[circle]))
    sizes = list(problem.sizes)
    for circle, size in zip(order, sorted(problem.sizes, reverse=True), strict=True):
        sizes[circle] = max(size, seated[circle]) if problem.free else size
    for circle in reversed(order):
        over = sum(sizes) - problem.people
        if over > 0:
            sizes[circle] -= min(over, sizes[circle] - max(problem.least, seated[circle]))
    fits = all(size >= many for size, many in zip(sizes, seated, strict=True))
    return sizes if fits and sum(sizes) == problem.people else None


def _fill(seats: list[list[int]], sizes: list[int], singles: list[int], kin: Ints, chance: np.random.Generator) -> None:
    """Seat who is left: each kin in circles of its own as far as sizes allow, others wherever there is room."""
    if (kin == kin[0]).all():
        places = [circle for circle, size in enumerate(sizes) for _seat in range(size - len(seats[circle]))]
        chance.shuffle(places)
        for one, circle in zip(singles, places, strict=True):
            seats[circle].append(one)
        return
    if not any(seats):
        many = Counter(int(kin[one]) for one in singles if kin[one] >= 0)
        own = circles_of_their_own(list(many.values()), sizes) if len(set(sizes)) <= 2 else None
        for label, (large, small) in zip(many, own or [], strict=False):
            theirs = [one for one in singles if kin[one] == label]
            for size, wanted in ((max(sizes), large), (min(sizes), small)):
                empty = [circle for circle, total in enumerate(sizes) if total == size and not seats[circle]]
                for circle in empty[:wanted]:
                    seats[circle], theirs = theirs[:size], theirs[size:]
    seated = {one for people in seats for one in people}
    rest = sorted((one for one in singles if one not in seated), key=lambda one: (kin[one] < 0, kin[one]))
    for one in rest:
        open_circles = [circle for circle, size in enumerate(sizes) if len(seats[circle]) < size]
        seats[min(open_circles, key=lambda circle: _strangers(seats[circle], kin, one))].append(one)


def _strangers(people: list[int], kin: Ints, one: int) -> tuple[int, int]:
    strangers = sum(kin[other] != kin[one] for other in people if kin[other] >= 0) if kin[one] >= 0 else 0
    return strangers, -len(people)


def _kin(columns: Ints) -> Ints:
    """Give each person a number for all that must be the same in a circle, -1 where something of it is missing."""
    if columns.shape[1] == 0:
        return np.zeros(len(columns), np.int64)
    _values, place = np.unique(columns, axis=0, return_inverse=True)
    return np.where((columns < 0).any(axis=1), -1, place.reshape(-1))
