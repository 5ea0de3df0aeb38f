"""What the search does millions of times: sweeps over all swaps, and copies at many temperatures that trade places.

Distances are whole numbers here, scaled so that nothing overflows 32 bits: sums are exact however often they change.
A partition is four arrays: `sums` of shape (groups, elements) holds the distance of each element to each group, `own`
of shape (elements,) that to its own group, `group` says which that is, and `sizes` how many belong to each group.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from roost.ground.numerics.chance import State, draw_below, draw_word
from roost.ground.numerics.compiled import compiled

Whole = NDArray[np.int32]
Groups = NDArray[np.uint16]
Counts = NDArray[np.int64]
Shares = NDArray[np.float64]

# Below anything that a move is worth; two of them still fit into 32 bits.
NEVER = -1_000_000_000


@compiled
def exchange(distances: Whole, sums: Whole, own: Whole, group: Groups, one: int, other: int) -> None:
    """Let two elements of different groups change places."""
    first, second = group[one], group[other]
    group[one], group[other] = second, first
    left, entered = distances[one], distances[other]
    sums_first, sums_second = sums[first], sums[second]
    for element in range(len(own)):
        change = entered[element] - left[element]
        sums_first[element] += change
        sums_second[element] -= change
        if group[element] == first:
            own[element] = sums_first[element]
        elif group[element] == second:
            own[element] = sums_second[element]


@compiled
def move(distances: Whole, sums: Whole, own: Whole, group: Groups, sizes: Counts, one: int, to: int) -> None:
    """Let an element go to another group."""
    origin = group[one]
    group[one] = to
    sizes[origin] -= 1
    sizes[to] += 1
    carried = distances[one]
    sums_origin, sums_to = sums[origin], sums[to]
    for element in range(len(own)):
        sums_origin[element] -= carried[element]
        sums_to[element] += carried[element]
        if group[element] == origin:
            own[element] = sums_origin[element]
        elif group[element] == to:
            own[element] = sums_to[element]


@compiled
def sweep(
    distances: Whole,
    bounds: Counts,
    sums: Whole,
    own: Whole,
    group: Groups,
    sizes: Counts,
    heat: Whole,
    gain: Whole,
    state: State,
) -> int:
    """Offer each element all swaps and moves at once, take one of them or none, and give how many were taken.

    `heat` holds a temperature times quantiles of Gumbel's distribution in an order of chance, followed by its own first
    elements + groups ones. The largest of worth + heat is a draw in proportion to exp(worth / temperature), which is
    the heat bath of Gibbs; with a heat of zeros it is the steepest ascent. `gain` is room for one number a group.
    """
    elements, groups = len(own), len(sizes)
    quantiles = len(heat) - elements - groups
    taken = 0
    for one in range(elements):
        origin = group[one]
        for to in range(groups):
            gain[to] = sums[to, one] - own[one]
        gain[origin] = NEVER
        word = draw_word(state)
        start = (word * quantiles) >> 32
        warm = heat[start : start + elements + groups]
        row, away = sums[origin], distances[one]
        best = np.int32(2 * NEVER)
        for other in range(elements):
            worth = gain[group[other]] + row[other] - own[other] - 2 * away[other] + warm[other]
            best = max(best, np.int32(worth))
        to = -1
        if sizes[origin] > bounds[origin, 0]:
            for place in range(groups):
                if sizes[place] < bounds[place, 1] and gain[place] + warm[elements + place] > best:
                    best = np.int32(gain[place] + warm[elements + place])
                    to = place
        if best <= heat[(word >> 3) % quantiles]:
            continue
        taken += 1
        if to >= 0:
            move(distances, sums, own, group, sizes, one, to)
            continue
        other = 0
        while gain[group[other]] + row[other] - own[other] - 2 * away[other] + warm[other] != best:
            other += 1
        exchange(distances, sums, own, group, one, other)
    return taken


@compiled
def sweep_often(
    distances: Whole,
    bounds: Counts,
    sums: Whole,
    own: Whole,
    group: Groups,
    sizes: Counts,
    heat: Whole,
    gain: Whole,
    state: State,
    times: int,
) -> int:
    """Sweep some times at one temperature, and give how many swaps and moves were taken."""
    taken = 0
    for _time in range(times):
        taken += sweep(distances, bounds, sums, own, group, sizes, heat, gain, state)
    return taken


@compiled
def climb(
    distances: Whole,
    bounds: Counts,
    sums: Whole,
    own: Whole,
    group: Groups,
    sizes: Counts,
    still: Whole,
    gain: Whole,
    state: State,
) -> None:
    """Sweep without heat until nothing is gained any more."""
    while sweep(distances, bounds, sums, own, group, sizes, still, gain, state) > 0:
        pass


@compiled
def trade(
    order: Counts, energies: Counts, coldness: Shares, waits: Shares, trades: Counts, odd: int, state: State
) -> None:
    """Let copies at neighbouring temperatures, of every other pair, trade them as Metropolis would, and count it."""
    for colder in range(odd, len(order) - 1, 2):
        warmer = colder + 1
        better = (energies[warmer] - energies[colder]) * (coldness[colder] - coldness[warmer])
        if better > -waits[draw_below(state, len(waits))]:
            order[colder], order[warmer] = order[warmer], order[colder]
            energies[colder], energies[warmer] = energies[warmer], energies[colder]
            trades[colder] += 1


@compiled
def temper(
    distances: Whole,
    bounds: Counts,
    sums: Whole,
    own: Whole,
    group: Groups,
    sizes: Counts,
    heats: Whole,
    gain: Whole,
    state: State,
    order: Counts,
    coldness: Shares,
    waits: Shares,
    trades: Counts,
    sweeps: int,
    rounds: int,
    done: int,
    best: Groups,
    record: int,
) -> int:
    """Sweep copies at their temperatures and let neighbours trade, some rounds; give the record and keep its groups.

    The arrays of a partition have one more axis in front: copies, of which the last is room to climb from the coldest.
    `order` names the copy at each temperature, the coldest first, and `heats` has one row for each and a last one of
    zeros. Twice the sum of distances within groups is the energy, and the record is the highest one met.
    """
    warmest = len(order) - 1
    room = warmest + 1
    energies = np.zeros(len(order), dtype=np.int64)
    for turn in range(done, done + rounds):
        for place in range(len(order)):
            copy = order[place]
            for _time in range(sweeps):
                sweep(distances, bounds, sums[copy], own[copy], group[copy], sizes[copy], heats[place], gain, state)
            energies[place] = own[copy].sum()
        trade(order, energies, coldness, waits, trades, turn % 2, state)
        copy = order[0]
        sums[room], own[room], group[room], sizes[room] = sums[copy], own[copy], group[copy], sizes[copy]
        climb(distances, bounds, sums[room], own[room], group[room], sizes[room], heats[room], gain, state)
        energy = own[room].sum()
        if energy > record:
            record = energy
            best[:] = group[room]
    return record
