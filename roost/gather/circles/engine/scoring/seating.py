"""Who sits with whom: a plan as arrays, circles in the natural order of their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.plans import circle_order

Wholes = NDArray[np.int64]


@dataclass(frozen=True)
class Seating:
    """Hold `seat[i]`, the place in `names` of person i's circle, and the people of circle after circle.

    Circle c is `order[starts[c] : starts[c + 1]]`, within it people stand in the roster's order.
    """

    names: tuple[str, ...]
    seat: Wholes
    order: Wholes
    starts: Wholes

    @property
    def sizes(self) -> Wholes:
        """Give how many people sit in each circle."""
        return np.diff(self.starts)

    def circles(self) -> Iterator[tuple[int, Wholes]]:
        """Give each circle's place and people."""
        for circle in range(len(self.names)):
            yield circle, self.order[self.starts[circle] : self.starts[circle + 1]]

    def groups(self, codes: Wholes) -> Iterator[tuple[int, int, Wholes]]:
        """Give the people who share a circle and a code, with both; a code below 0 is none."""
        people = self.order[codes[self.order] >= 0]
        people = people[np.lexsort((people, codes[people], self.seat[people]))]
        seat, code = self.seat[people], codes[people]
        edges = np.flatnonzero((np.diff(seat) != 0) | (np.diff(code) != 0)) + 1
        for group in np.split(people, edges) if len(people) else []:
            yield int(self.seat[group[0]]), int(codes[group[0]]), group


def seating_of(circles: Sequence[str]) -> Seating:
    """Seat people by the names of their circles, which are given in the roster's order."""
    names = tuple(circle_order(circles))
    place = {name: number for number, name in enumerate(names)}
    seat = np.fromiter((place[name] for name in circles), dtype=np.int64, count=len(circles))
    starts = np.concatenate(([0], np.cumsum(np.bincount(seat, minlength=len(names)))))
    return Seating(names, seat, np.argsort(seat, kind="stable"), starts.astype(np.int64))
