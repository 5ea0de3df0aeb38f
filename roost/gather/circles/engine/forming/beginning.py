"""Seat everybody for the first time, as near to what must hold as a single pass comes."""

from __future__ import annotations

import numpy as np

from roost.gather.circles.engine.forming.plan import Plan
from roost.gather.circles.engine.forming.world import Ints, Problem


def seat_first(problem: Problem, chance: np.random.Generator) -> Plan | None:
    """Seat people by chance: first who is locked, then who stays together, then those of one kin side by side.

    Gives None where those who stay together find no circle with room, tried in the order of how many they are.
    """
    world, sizes = problem.world, np.array(problem.sizes)
    circles, widest = len(sizes), problem.most if problem.free else max(problem.sizes)
    seats = np.full((circles, widest), -1)
    counts = np.zeros(circles, np.int64)
    room = sizes.copy()
    order = chance.permutation(problem.people)
    kin = _kin(world.kin)
    groups = _groups(world.unit, order)
    for group in groups:
        locked = {int(world.fixed[one]) for one in group} - {-1}
        if len(locked) > 1:
            return None
        if not locked and len(group) == 1:
            continue
        circle = locked.pop() if locked else _roomiest(room, len(group), counts, seats, kin, kin[group[0]])
        if circle is None or room[circle] < len(group):
            return None
        for one in group:
            seats[circle, counts[circle]] = one
            counts[circle] += 1
            room[circle] -= 1
    seated = set(seats[seats >= 0].tolist())
    rest = [one for one in order.tolist() if one not in seated]
    rest.sort(key=lambda one: (kin[one] < 0, kin[one]))
    free = np.repeat(np.arange(circles), room)
    if world.kin.shape[1] == 0:
        chance.shuffle(free)
    for one, circle in zip(rest, free.tolist(), strict=True):
        seats[circle, counts[circle]] = one
        counts[circle] += 1
    return Plan(seats, counts)


def _groups(unit: Ints, order: Ints) -> list[list[int]]:
    """Give those who move together, the largest groups first, then all others."""
    found: dict[int, list[int]] = {}
    for one in order.tolist():
        found.setdefault(int(unit[one]) if unit[one] >= 0 else one, []).append(one)
    return sorted(found.values(), key=len, reverse=True)


def _kin(columns: Ints) -> Ints:
    """Give each person a number for all that must be the same in a circle, -1 where something of it is missing."""
    if columns.shape[1] == 0:
        return np.zeros(len(columns), np.int64)
    _values, place = np.unique(columns, axis=0, return_inverse=True)
    return np.where((columns < 0).any(axis=1), -1, place.reshape(-1))


def _roomiest(room: Ints, wanted: int, counts: Ints, seats: Ints, kin: Ints, own: int) -> int | None:
    """Give the circle with room that is fullest of one's kin; of equal ones the roomiest."""
    fitting = np.flatnonzero(room >= wanted)
    if not len(fitting):
        return None
    if not (kin != kin[0]).any():
        return int(fitting[np.argmax(room[fitting])])

    def key(circle: int) -> tuple[int, int]:
        there = seats[circle, : counts[circle]]
        strangers = int((kin[there] != own).sum())
        return -strangers, int(counts[circle])

    return int(max(fitting.tolist(), key=key))
