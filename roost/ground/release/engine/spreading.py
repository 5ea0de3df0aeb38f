"""How answers of a group lie: their sum, and how many stand above and below the middle, without telling one of them.

A sum together with two counts says more of each answer than either alone, and the same group asked again, but for one
who joined, more still. So all three are told as ranges: sums in steps as wide as the scale, which one answer more or
less never tells; counts in steps of two people and more. Before anything is told, every outcome that could be is tried
in turn, against all whole answers that fit it and what was told before (integer programs): those that would leave
somebody less than `scale.room` points are withheld, and so is everything if these together would. None of that looks
at what was answered, so what is withheld says no more than that (simulatable auditing, as in `telling`). That one of
those withheld came about is known as well, so it counts as told the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from roost.ground.release.engine.bands import FLOOR
from roost.ground.release.engine.cells import Atoms, atoms_of
from roost.ground.release.engine.telling import Scale

MOST_STEPS = 20
MOST_STEPS_OF_PEOPLE = 6
Range = tuple[int, int]
Outcome = tuple[Range, ...]
Floor = npt.NDArray[np.float64]
Ends = dict[frozenset[int], Range]
"""The least and the most that each of some people, whom nothing tells apart, can have answered."""


@dataclass(frozen=True)
class Lying:
    """What is told of a group's answers, each from the first number to the second; None what is withheld.

    `total` is their sum, `above` and `below` how many lie above and below the middle of the scale. Of what is withheld
    one of the `hidden` outcomes came about: of the sum, or where that is told, of those above and below.
    """

    people: frozenset[int]
    total: Range | None
    above: Range | None = None
    below: Range | None = None
    hidden: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class _Limit:
    """People of whom each of `counts`, weights for the steps of the scale, adds up to what one of the outcomes says."""

    people: frozenset[int]
    counts: tuple[tuple[int, ...], ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class _Menu:
    """The outcomes that are told if they come about, and those that are not; the latter are none where none is told."""

    told: Sequence[Outcome]
    hidden: tuple[Outcome, ...]


class LyingPlan:
    """What is told of a group however its people answer; fewer than `least` people are told nothing of.

    What was told `before` is taken as told of the same answers for as long as these could be the same, and never
    otherwise; who has less room by that is left out of it.
    """

    def __init__(
        self, people: frozenset[int], *, scale: Scale, before: Sequence[Lying] = (), least: int = FLOOR
    ) -> None:
        """Decide nothing yet: each part is decided when it is first asked for, and then stays."""
        self._people, self._scale, self._kinds = people, scale, _kinds(scale)
        self._is_told = len(people) >= least
        self._worlds = [_World([], scale, frozenset())]
        if before:
            limits = [limit for one in before for limit in _limits(one, self._kinds)]
            self._worlds.append(_World(limits, scale, _narrow(limits, scale)))
        self._sides: dict[Range, _Menu] = {}

    def tell(self, answers: Mapping[int, int]) -> Lying | None:
        """Tell how the answers lie, by person; None where nothing is told however they lie.

        Raises ValueError for answers beyond the scale, and of others than those whom it was decided for.
        """
        if any(not self._scale.least <= one <= self._scale.most for one in answers.values()):
            raise ValueError(f"Answers lie between {self._scale.least} and {self._scale.most}.")
        if answers.keys() != self._people:
            raise ValueError("Others have answered than this was decided for.")
        if not self._is_told:
            return None
        points = [one - self._scale.least for one in answers.values()]
        total, above, below = (sum(kind[point] for point in points) for kind in self._kinds)
        if not self._totals.told:
            return None
        told = _among(self._totals.told, (total,))
        if told is None:
            return Lying(self._people, None, hidden=self._totals.hidden)
        if told[0] not in self._sides:
            self._sides[told[0]] = self._decide_sides(told[0])
        sides = self._sides[told[0]]
        found = _among(sides.told, (above, below))
        if found is None:
            return Lying(self._people, told[0], hidden=sides.hidden)
        return Lying(self._people, told[0], above=found[0], below=found[1])

    @cached_property
    def _totals(self) -> _Menu:
        many, scale = len(self._people), self._scale
        size = scale.most - scale.least + 1
        steps = _steps(scale.least * many, scale.most * many, max(size, -(-many * size // MOST_STEPS)))
        return self._told([(one,) for one in steps], lambda found: Lying(self._people, found[0]))

    def _decide_sides(self, total: Range) -> _Menu:
        many = len(self._people)
        counts = _steps(0, many, max(2, -(-many // MOST_STEPS_OF_PEOPLE)))
        outcomes = [one for one in product(counts, counts) if one[0][0] + one[1][0] <= many]
        return self._told(outcomes, lambda found: Lying(self._people, total, above=found[0], below=found[1]))

    def _told(self, outcomes: Sequence[Outcome], told_as: Callable[[Outcome], Lying]) -> _Menu:
        """Decide which outcomes are told if they come about, none where those withheld would together say too much."""
        limits = {one: _limits(told_as(one), self._kinds) for one in outcomes}
        ends = {one: [world.ends(limits[one]) for world in self._worlds] for one in outcomes}
        told = [one for one in outcomes if not self._lacks(ends[one])]
        together = _together([ends[one] for one in outcomes if one not in told], self._worlds)
        while told and self._lacks(together):
            # Another outcome is withheld as well: the one that leaves most room to those who have too little.
            best = min(told, key=lambda one: self._lacks(_together([together, ends[one]], self._worlds)))
            together = _together([together, ends[best]], self._worlds)
            told.remove(best)
        return _Menu(told, tuple(one for one in outcomes if one not in told) if told else ())

    def _lacks(self, ends: Sequence[Ends | None]) -> int:
        """Give how many points people lack of their room, in all worlds."""
        return sum(world.lacks(one) for world, one in zip(self._worlds, ends, strict=True))


def _together(outcomes: Sequence[Sequence[Ends | None]], worlds: Sequence[_World]) -> list[Ends | None]:
    """Give in each world how far answers reach if one of these outcomes came about, one does not know which."""
    found: list[Ends | None] = []
    for place in range(len(worlds)):
        together: Ends = {}
        for one in outcomes:
            for people, (low, high) in (one[place] or {}).items():
                least, most = together.get(people, (low, high))
                together[people] = (min(low, least), max(high, most))
        found.append(together or None)
    return found


def _among(told: Sequence[Outcome], found: tuple[int, ...]) -> Outcome | None:
    """Give the outcome that came about, None where it is not told."""
    fits = (one for one in told if all(low <= it <= high for it, (low, high) in zip(found, one, strict=True)))
    return next(fits, None)


def reached(told: Sequence[Lying], scale: Scale) -> dict[int, Range] | None:
    """Give the least and the most that each person can have answered; None where no answers fit all that is told."""
    ends = _World([limit for one in told for limit in _limits(one, _kinds(scale))], scale, frozenset()).ends([])
    return None if ends is None else {who: end for people, end in ends.items() for who in people}


class _World:
    """All answers that fit some limits; those `aside` are left out of account."""

    def __init__(self, limits: Sequence[_Limit], scale: Scale, aside: frozenset[int]) -> None:
        self._limits, self._scale, self._aside = limits, scale, aside

    def lacks(self, ends: Ends | None) -> int:
        """Give how many points people lack of their room, but for those aside; none where no answers fit at all."""
        told = [high - low for people, (low, high) in (ends or {}).items() if not people <= self._aside]
        return sum(max(0, self._scale.room - one) for one in told)

    def ends(self, further: Sequence[_Limit]) -> Ends | None:
        """Give how far answers reach under further limits; None where none fit. Who is in no limit is left out.

        Unknown is, for each group of people whom no limit tells apart, how many gave which answer; and for each limit
        of several outcomes, which of them came about.
        """
        limits = [*self._limits, *further]
        atoms = atoms_of([one.people for one in limits])
        steps = self._scale.most - self._scale.least + 1
        constraints = _constraints(limits, atoms, steps)
        size = constraints.A.shape[1]
        found: set[int] = set()

        def look(floor: Floor) -> None:
            """Keep which answers somebody of which group gave, in answers that fit above a floor."""
            whole = {"integrality": np.ones(size), "bounds": Bounds(floor, np.inf)}
            solved = milp(np.zeros(size), constraints=constraints, **whole)
            if solved.x is not None:
                found.update(np.flatnonzero(solved.x > 0.5).tolist())

        def is_possible(place: int) -> bool:
            if place not in found:
                look(np.eye(size)[place])
            return place in found

        look(np.zeros(size))
        if not found:
            return None
        ends: Ends = {}
        for row, people in enumerate(atoms.people):
            places = range(row * steps, (row + 1) * steps)
            first, last = (next(one for one in order if is_possible(one)) for order in (places, places[::-1]))
            ends[people] = (first % steps + self._scale.least, last % steps + self._scale.least)
        return ends


def _constraints(limits: Sequence[_Limit], atoms: Atoms, steps: int) -> LinearConstraint:
    """Write limits for how many of each group gave which answer, and after these, which outcome each limit had."""
    many = len(atoms.people) * steps
    starts = many + np.cumsum([0, *(len(one.outcomes) for one in limits)])
    rows: list[Floor] = []
    ends: list[tuple[float, float]] = []

    def add(answers: Floor, outcomes: Floor, at: int, low: float, high: float) -> None:
        row = np.zeros(int(starts[-1]))
        row[:many] = answers
        row[starts[at] : starts[at] + len(outcomes)] = outcomes
        rows.append(row)
        ends.append((low, high))

    for at, one in enumerate(limits):
        add(np.zeros(many), np.ones(len(one.outcomes)), at, 1, 1)
        for place, counts in enumerate(one.counts):
            answers = np.kron(atoms.inside[:, at], counts).astype(float)
            low, high = np.array([outcome[place] for outcome in one.outcomes], dtype=float).T
            add(answers, -low, at, 0, np.inf)
            add(answers, -high, at, -np.inf, 0)
    for row, size in enumerate(atoms.sizes):
        add(np.kron(np.eye(len(atoms.sizes))[row], np.ones(steps)), np.zeros(0), 0, size, size)
    return LinearConstraint(np.array(rows), *np.array(ends).T)


def _narrow(limits: Sequence[_Limit], scale: Scale) -> frozenset[int]:
    ends = _World(limits, scale, frozenset()).ends([]) or {}
    return frozenset(who for people, (low, high) in ends.items() if high - low < scale.room for who in people)


def _kinds(scale: Scale) -> tuple[tuple[int, ...], ...]:
    """Give what each step counts for in the sum, and above and below the middle."""
    steps = range(scale.least, scale.most + 1)
    middle = scale.least + scale.most
    return tuple(steps), tuple(int(2 * one > middle) for one in steps), tuple(int(2 * one < middle) for one in steps)


def _limits(one: Lying, kinds: tuple[tuple[int, ...], ...]) -> list[_Limit]:
    ends = zip(kinds, (one.total, one.above, one.below), strict=True)
    told = [(kind, within) for kind, within in ends if within is not None]
    found = [_Limit(one.people, (kind,), ((within,),)) for kind, within in told]
    if one.hidden:
        found.append(_Limit(one.people, kinds[1:] if one.total else kinds[:1], one.hidden))
    return found


def _steps(lowest: int, highest: int, width: int) -> list[Range]:
    """Give the ends of steps, from the highest down; what is left at the lower end goes to the last of them."""
    many = (highest - lowest + 1) // width
    ends = [highest - width * number for number in range(many)]
    return [(end - width + 1 if end != ends[-1] else lowest, end) for end in ends]
