"""The tree of who reports to whom."""

from __future__ import annotations

from collections.abc import Mapping


def cycles(managers: Mapping[int, int | None]) -> list[tuple[int, ...]]:
    """Find every circle in a map from person to manager, each from its smallest member along the reporting lines.

    Linear in the number of people: every line is followed once.
    """
    state: dict[int, int] = {}
    found = []
    for start in managers:
        path = []
        at: int | None = start
        while at is not None and at not in state:
            state[at] = start
            path.append(at)
            at = managers.get(at)
        if at is not None and state[at] == start:
            circle = path[path.index(at) :]
            first = circle.index(min(circle))
            found.append(tuple(circle[first:] + circle[:first]))
    return sorted(found)
