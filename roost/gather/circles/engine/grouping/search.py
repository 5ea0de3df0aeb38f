"""Maximally diverse grouping: put elements into groups of given sizes so that distances within groups add up to most.

Each thread anneals once from hot to cold, leaving a copy at every temperature of a ladder, and then tempers these
copies: all go on at their temperatures, and neighbours trade them (replica exchange: Hukushima and Nemoto, 1996, with
the alternating pairs and the spacing by rejections of Syed et al., 2022). Sweeps draw from the whole neighbourhood of
an element by the heat bath instead of trying one swap at a time. The problem and its instances are those of Gallego,
Laguna, Martí and Duarte (2013); what is published best on them is by Yang, Cai, Jin, Tang and Gao (2022).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np

from roost.gather.circles.engine.grouping import kernels
from roost.gather.circles.engine.grouping.instances import Distances
from roost.gather.circles.engine.grouping.kernels import Counts, Groups, Shares, Whole
from roost.gather.circles.engine.grouping.sizes import Bounds, evenest_sizes, refuse_bounds, widest_sizes
from roost.ground.kit.errors import InputError
from roost.ground.numerics.chance import seeded, shuffle

# What a swap is worth, made of four sums and some heat, must stay far above the kernels' sentinel.
_ROOM = 400_000_000
_QUANTILES = 4096
_COPIES = 12
# Fewer where their sums would hold more numbers than this: a quarter of a gigabyte for a thread.
_NUMBERS = 2**26
_SWEEPS = 5
# The first temperature is this many standard deviations of a distance; from there it cools by `_STEP` for a look.
_HOTTEST, _STEP, _LOOK = 3.0, 0.9, 4
# The ladder reaches from where this share of elements finds something to take, to where only this share does.
_LIVELY, _QUIET = 0.3, 0.015
# Of the budget, n / (n + this) goes to annealing: the more elements, the longer it takes until tempering does better.
_TEMPERED = 600
# So many pairs are looked at between two looks at the clock: a few milliseconds.
_PAIRS_AT_ONCE = 4_000_000
# After so many rounds, and then whenever they have doubled, temperatures are placed anew.
_SPACED = 32


@dataclass(frozen=True)
class Grouping:
    """Who belongs to which group: numbers from 0, one for each element; the sum within groups; sweeps of a thread."""

    groups: tuple[int, ...]
    objective: float
    iterations: int


@dataclass(frozen=True)
class Budget:
    """How long to search: up to a number of sweeps for each thread, up to a time, or whichever ends first."""

    clock: Callable[[], float]
    seconds: float
    iterations: int | None
    started: float

    def used(self, iterations: int) -> float:
        """Give the share that is used up, by which the search cools: of sweeps where they are counted, else of time."""
        if self.iterations is not None:
            return iterations / max(self.iterations, 1)
        return (self.clock() - self.started) / self.seconds if self.seconds > 0 else 1.0

    def at_most(self, share: float, otherwise: int) -> int:
        """Give how many sweeps a share is, but not more than `otherwise`, which holds where they are not counted."""
        return otherwise if self.iterations is None else max(1, min(otherwise, int(share * self.iterations)))

    def is_spent(self, iterations: int, ahead: float = 0.0) -> bool:
        """Say whether to stop, also where what comes next would take so many seconds and end too late."""
        if self.iterations is not None and iterations >= self.iterations:
            return True
        return self.clock() - self.started + ahead >= self.seconds


@dataclass(frozen=True)
class Problem:
    """Distances as whole numbers, bounds of sizes, sizes to begin with, and the standard deviation of a distance."""

    distances: Whole
    bounds: Bounds
    sizes: Counts
    spread: float


def _problem(distances: Distances, bounds: Bounds) -> Problem:
    elements = len(distances)
    if distances.shape != (elements, elements) or not elements:
        raise InputError("Distances must be a square matrix of at least one element.")
    if not np.isfinite(distances).all():
        raise InputError("Every distance must be finite.")
    if not (distances == distances.T).all() or distances.diagonal().any():
        raise InputError("A distance must be the same both ways, and zero between an element and itself.")
    refuse_bounds(bounds, elements)
    whole = _whole(distances, min(int(bounds[:, 1].max()), elements))
    pairs = max(elements * (elements - 1), 1)
    mean = float(whole.sum()) / pairs
    spread = math.sqrt(max(float(np.linalg.norm(whole)) ** 2 / pairs - mean**2, 0.0))
    choose = widest_sizes if mean >= 0 else evenest_sizes
    return Problem(whole, bounds, choose(bounds, elements), spread)


def _whole(distances: Distances, largest_group: int) -> Whole:
    """Multiply by the largest power of ten with which nothing overflows, so that few decimals stay exact."""
    farthest = float(np.abs(distances).max())
    if farthest == 0.0:
        return np.zeros(distances.shape, dtype=np.int32)
    power = math.floor(math.log10(_ROOM / (4 * largest_group + 40)) - math.log10(farthest))
    return np.rint(distances * 10.0 ** min(power, 300)).astype(np.int32)


class _Copies:
    """Partitions of one problem beside each other, as the kernels want them."""

    def __init__(self, problem: Problem, many: int) -> None:
        elements, groups = len(problem.distances), len(problem.bounds)
        self.problem = problem
        self.sums = np.zeros((many, groups, elements), dtype=np.int32)
        self.own = np.zeros((many, elements), dtype=np.int32)
        self.group = np.zeros((many, elements), dtype=np.uint16)
        self.sizes = np.zeros((many, groups), dtype=np.int64)

    def put(self, copy: int, group: Groups) -> None:
        """Make one of them the given partition."""
        self.group[copy] = group
        for number in range(len(self.problem.bounds)):
            belong = group == number
            self.sizes[copy, number] = belong.sum()
            self.sums[copy, number] = self.problem.distances[belong].sum(axis=0)
        self.own[copy] = self.sums[copy, group, np.arange(len(group))]

    def repeat(self, origin: int, to: int) -> None:
        """Make one of them what another is."""
        for part in (self.sums, self.own, self.group, self.sizes):
            part[to] = part[origin]


class _Search:
    """One thread's search."""

    def __init__(self, problem: Problem, seed: int, stream: int, budget: Budget) -> None:
        elements, groups = len(problem.distances), len(problem.bounds)
        self.problem, self.budget = problem, budget
        self.iterations = 0
        self.state = seeded(seed, stream)
        self.gain = np.zeros(groups, dtype=np.int32)
        middles = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
        self.waits = -np.log(middles)
        places = np.arange(_QUANTILES)
        shuffle(self.state, places)
        around = np.arange(_QUANTILES + elements + groups) % _QUANTILES
        self.gumbel = -np.log(self.waits[places])[around]
        order = np.arange(elements)
        shuffle(self.state, order)
        self.many = max(2, min(_COPIES, _NUMBERS // (groups * elements)))
        self.copies = _Copies(problem, self.many + 1)
        first = np.zeros(elements, dtype=np.uint16)
        first[order] = np.repeat(np.arange(groups), problem.sizes)
        self.copies.put(self.many, first)

    def run(self) -> tuple[int, Groups]:
        """Search until the budget is spent; give the highest energy met and its groups."""
        lively, quiet = self._range()
        ladder = np.geomspace(quiet, lively, self.many)
        self._anneal(ladder)
        return self._temper(ladder)

    def _heat(self, temperature: float) -> Whole:
        return (self.gumbel * temperature).astype(np.int32)

    def _heats(self, ladder: Shares) -> Whole:
        return np.array([self._heat(temperature) for temperature in [*ladder.tolist(), 0.0]])

    def _sweep(self, temperature: float, times: int) -> float:
        """Let the last copy sweep; give the share of elements that found something to take."""
        problem, copies = self.problem, self.copies
        taken = kernels.sweep_often(
            problem.distances,
            problem.bounds,
            copies.sums[-1],
            copies.own[-1],
            copies.group[-1],
            copies.sizes[-1],
            self._heat(temperature),
            self.gain,
            self.state,
            times,
        )
        self.iterations += times
        return float(taken) / (times * len(problem.distances))

    def _range(self) -> tuple[float, float]:
        """Cool quickly to see between which temperatures there is something to decide."""
        temperature = lively = max(_HOTTEST * self.problem.spread, 1.0)
        seen = 1.0
        while temperature > 1.0 and not self.budget.is_spent(self.iterations):
            before, seen = seen, self._sweep(temperature, _LOOK)
            if before >= _LIVELY > seen:
                lively = temperature
            if seen < _QUIET:
                break
            temperature *= _STEP
        return lively, min(temperature, lively)

    def _anneal(self, ladder: Shares) -> None:
        """Cool slowly down the ladder and leave a copy at each of its temperatures."""
        warmer = ladder[-1] * (ladder[-1] / ladder[-2])
        begun = self.budget.used(self.iterations)
        elements = len(self.problem.distances)
        step = max(0.0, elements / (elements + _TEMPERED) - begun) / len(ladder)
        times = self.budget.at_most(step / 8, max(1, _PAIRS_AT_ONCE // elements**2))
        for place in reversed(range(len(ladder))):
            since = self.budget.used(self.iterations)
            until = begun + step * (len(ladder) - place)
            while (share := self.budget.used(self.iterations)) < until and not self.budget.is_spent(self.iterations):
                passed = (share - since) / (until - since)
                self._sweep(warmer * (ladder[place] / warmer) ** passed, times)
            warmer = ladder[place]
            self.copies.repeat(self.many, place)

    def _temper(self, ladder: Shares) -> tuple[int, Groups]:
        """Let copies trade temperatures for the rest of the budget, one round at least."""
        problem, copies = self.problem, self.copies
        order, trades = np.arange(self.many), np.zeros(self.many, dtype=np.int64)
        heats = self._heats(ladder)
        best = copies.group[0].copy()
        record, rounds, spaced = -(2**62), 0, 0
        fitting = _PAIRS_AT_ONCE // len(problem.distances) ** 2
        sweeps = min(max(fitting, 1), _SWEEPS)
        while True:
            if rounds == max(2 * spaced, _SPACED):
                ladder = _spaced(ladder, 2 * trades[:-1] / (rounds - spaced))
                heats = self._heats(ladder)
                trades[:] = 0
                spaced = rounds
            left = self.budget.at_most(1.0, 2**62) - self.iterations
            turns = max(1, min(min(fitting, left) // (sweeps * self.many), max(2 * spaced, _SPACED) - rounds))
            begun = self.budget.clock()
            record = kernels.temper(
                problem.distances,
                problem.bounds,
                copies.sums,
                copies.own,
                copies.group,
                copies.sizes,
                heats,
                self.gain,
                self.state,
                order,
                0.5 / ladder,
                self.waits,
                trades,
                sweeps,
                turns,
                rounds,
                best,
                record,
            )
            rounds += turns
            self.iterations += turns * sweeps * self.many
            if self.budget.is_spent(self.iterations, ahead=self.budget.clock() - begun):
                return record, best


def _spaced(ladder: Shares, accepted: Shares) -> Shares:
    """Place temperatures anew between the same ends, so that trades are refused about equally often everywhere."""
    barrier = np.concatenate([[0.0], np.cumsum(1.02 - np.clip(accepted, 0.0, 1.0))])
    spaced: Shares = np.exp(np.interp(np.linspace(0.0, barrier[-1], len(ladder)), barrier, np.log(ladder)))
    return spaced


def solve(
    distances: Distances,
    bounds: Bounds,
    *,
    seed: int,
    clock: Callable[[], float],
    seconds: float = math.inf,
    iterations: int | None = None,
    threads: int = 2,
) -> Grouping:
    """Put elements into groups so that the sum of distances within groups is as large as a search finds it.

    `distances` has the shape (elements, elements), is symmetric and may hold numbers below zero; `bounds` of shape
    (groups, 2) holds the least and the most of each group. Each thread searches by itself, and the best answer counts.
    It goes on for `seconds` by `clock`, or for so many `iterations`, which are sweeps over all swaps: then the same
    arguments give the same groups, and time only ends what would take longer. Raise InputError for what has no answer.
    """
    if iterations is None and not seconds < math.inf:
        raise InputError("Say how long to search: seconds, iterations or both.")
    prepare()
    budget = Budget(clock, seconds, iterations, clock())
    problem = _problem(distances, bounds)
    searches = [_Search(problem, seed, stream, budget) for stream in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(_Search.run, searches))
    _energy, groups = max(found, key=lambda one: one[0])
    within = (distances[np.ix_(who, who)] for who in (np.flatnonzero(groups == one) for one in range(len(bounds))))
    total = math.fsum(math.fsum(table[np.triu_indices(len(table), 1)].tolist()) for table in within)
    return Grouping(tuple(groups.tolist()), total, max(one.iterations for one in searches))


@cache
def prepare() -> None:
    """Compile what `solve` needs, or read it from disk, so that the time it takes is not counted as searching."""
    problem = _problem(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1, 1], [1, 1]]))
    _Search(problem, 0, 0, Budget(lambda: 0.0, math.inf, 1, 0.0)).run()
