"""Say who is bound to a certain circle, by a lock or by an earlier plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

from roost.gather.circles.engine.forming.world import Floats, Ints
from roost.gather.circles.engine.plans import circle_order
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Rules
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

_NAME = re.compile(r"Circle ([1-9][0-9]{0,6})")


def name_of(circle: int) -> str:
    """Give the name of a circle, counted from 0."""
    return f"Circle {circle + 1}"


def last_locked(rules: Rules) -> int:
    """Give the highest number of a circle in which somebody must sit, 0 where nobody is locked."""
    names = () if rules.locked.strength.soft else rules.locked.seats.values()
    return max((int(circle[1]) for name in names if (circle := _NAME.fullmatch(name))), default=0)


def seats_of(
    roster: Roster, rules: Rules, kept: Sequence[str | None] | None, circles: int
) -> tuple[Ints, Ints, Floats]:
    """Give who is locked where (n, -1 for none), the circles of which people are kept (kinds x n), what moving costs.

    Raises InputError for a lock in a circle that there is not.
    """
    people = len(roster)
    locked = np.full(people, -1)
    for one, name in rules.locked.seats.items():
        circle = _NAME.fullmatch(name)
        if circle is None or int(circle[1]) > circles:
            words = _("There are %(circles)s circles, Circle 1 to Circle %(circles)s.", circles=circles)
            raise InputError(Problem(words, column=f"locked.seats.{one}", value=name))
        locked[roster.place_of[one]] = int(circle[1]) - 1
    homes, fares = [], []
    fixed = np.full(people, -1)
    if rules.locked.strength.soft:
        homes.append(locked)
        fares.append(np.full(people, rules.locked.strength.weight))
    else:
        fixed = locked
    if kept is not None and rules.keep is not None:
        homes.append(_homes(kept, circles, rules.locked.seats.values()))
        # What people cost is counted per person of the roster everywhere, and this is said of the whole plan.
        fares.append(np.full(people, rules.keep.cost_per_move * people))
    return (
        fixed,
        np.array(homes, dtype=np.int64).reshape(len(homes), people),
        np.array(fares, dtype=np.float64).reshape(len(fares), people),
    )


def circles_that_go_on(
    kept: Sequence[str | None], circles: int, locked: Collection[str] = frozenset()
) -> dict[str, int]:
    """Give for earlier circles which circle, counted from 0, goes on as them.

    It is that of the same name, or else the next free one in name order. Where there are fewer circles now, those in
    which somebody is locked and those of which most people are left go on.
    """
    people = Counter(one for one in kept if one is not None)
    names = circle_order(people)
    # Of as many people left, the first in name order; sorting keeps it.
    staying = set(sorted(names, key=lambda name: (name not in locked, -people[name]))[:circles])
    taken = {}
    for name in staying:
        match = _NAME.fullmatch(name)
        if match and int(match[1]) <= circles:
            taken[name] = int(match[1]) - 1
    free = (circle for circle in range(circles) if circle not in set(taken.values()))
    return taken | dict(zip((name for name in names if name in staying - taken.keys()), free, strict=False))


def _homes(kept: Sequence[str | None], circles: int, locked: Collection[str]) -> Ints:
    """Give each person's circle in the earlier plan; who sat in one that does not go on has to move in any case."""
    home = circles_that_go_on(kept, circles, locked)
    return np.array([-1 if one is None else home.get(one, circles) for one in kept], dtype=np.int64)


def sizes_by_circle(sizes: Sequence[int], fixed: Ints, homes: Ints) -> tuple[int, ...]:
    """Give each circle its size: the larger go to those in which more people are locked, then to those kept."""
    locked = Counter(fixed[fixed >= 0].tolist())
    kept = Counter(homes[homes >= 0].tolist())
    order = sorted(range(len(sizes)), key=lambda circle: (-locked[circle], -kept[circle], circle))
    found = dict(zip(order, sorted(sizes, reverse=True), strict=True))
    return tuple(found[circle] for circle in range(len(sizes)))
