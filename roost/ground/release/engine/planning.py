"""Which cells are told: as many as can be without telling of few, and a proof of how many these are at most.

Complementary cell suppression as an integer program, solved by cuts: choose cells, look for a combination that tells
of few, forbid that combination, choose anew (Fischetti and Salazar 2001, Management Science 47(7), use cuts likewise).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from roost.ground.release.engine.cells import Cell
from roost.ground.release.engine.exposing import exposures


@dataclass(frozen=True)
class Plan:
    """Keys of the cells that are told, of those of too few people, and of those withheld because others would tell.

    `bound` is the most weight that could be told at all; `is_proven` says that the plan reaches it.
    """

    told: frozenset[str]
    too_few: frozenset[str]
    withheld: frozenset[str]
    bound: float
    is_proven: bool


def plan_release(
    cells: Sequence[Cell],
    *,
    least: int,
    before: Sequence[frozenset[int]] = (),
    coalition: int = 0,
    rounds: int = 200,
) -> Plan:
    """Choose which cells to tell, beside what was told before, so that no combination tells of fewer than `least`.

    With a coalition of so many who tell each other their own answers, as many more are asked for. What was told before
    stays told; where it tells of few already, only what new cells add to it is prevented. After `rounds` of cuts the
    best safe choice known is given, and the bound says how far it may lie from the best. Equal input, equal output.
    Raises ValueError for two cells of one key and for `least` below 2.
    """
    if least < 2 or len({one.key for one in cells}) < len(cells):
        raise ValueError("Each cell has a key of its own, and tells of two people at least.")
    floor = least + coalition
    enough = sorted((one for one in cells if len(one.people) >= floor), key=lambda one: one.key)
    alike: dict[frozenset[int], list[Cell]] = {}
    for one in enough:
        if one.people not in before:
            alike.setdefault(one.people, []).append(one)
    sets, weights = list(alike), [sum(one.weight for one in same) for same in alike.values()]
    chosen, bound = _choose(sets, weights, list(before), floor, rounds)
    told = frozenset(
        one.key for one in enough if one.people in before or any(one in alike[sets[number]] for number in chosen)
    )
    free = sum(one.weight for one in enough if one.people in before)
    weight = sum(weights[number] for number in chosen)
    few = frozenset(one.key for one in cells) - {one.key for one in enough}
    return Plan(told, few, frozenset(one.key for one in enough) - told, bound + free, weight >= bound - 1e-6)


def _choose(
    sets: Sequence[frozenset[int]], weights: Sequence[int], before: list[frozenset[int]], floor: int, rounds: int
) -> tuple[list[int], float]:
    """Give places of the sets that are told, and the most weight that any safe choice has."""
    known = {one.people for one in exposures(before, least=floor)} if before else set()
    cuts = _nearly_alike(sets, before, floor)
    bound = float(sum(weights))
    chosen: list[int] = []
    for _round in range(rounds):
        chosen, bound = _most(weights, cuts, bound)
        new = _cuts_for(sets, chosen, before, floor, known)
        if not new:
            return chosen, bound
        cuts.extend(one for one in new if one not in cuts)
    return _repaired(sets, weights, chosen, before, floor, known), bound


def _nearly_alike(sets: Sequence[frozenset[int]], before: Sequence[frozenset[int]], floor: int) -> list[frozenset[int]]:
    """Give pairs that differ by fewer than `floor` people, and what differs so from what was told before.

    These are most of what exposes few, and found at once; the search finds the rest.
    """
    everybody = {who: row for row, who in enumerate(sorted(frozenset().union(*sets, *before)))}
    table = np.zeros((len(everybody), len(sets) + len(before)), dtype=np.float32)
    for column, people in enumerate([*sets, *before]):
        table[[everybody[who] for who in people], column] = 1
    sizes = table.sum(axis=0)
    differ = sizes[:, None] + sizes[None, :] - 2 * (table.T @ table)
    near = np.argwhere(differ[: len(sets)] < floor - 0.5)
    pairs = [(int(one), int(other)) for one, other in near if one != other]
    alone = {one for one, other in pairs if other >= len(sets)}
    both = {frozenset(pair) for pair in pairs if pair[1] < len(sets) and not alone & set(pair)}
    return [frozenset({one}) for one in sorted(alone)] + sorted(both, key=sorted)


def _most(weights: Sequence[int], cuts: Sequence[frozenset[int]], bound: float) -> tuple[list[int], float]:
    """Choose the most weight of which no cut is chosen whole."""
    many = len(weights)
    if not many:
        return [], 0.0
    if not cuts:
        return list(range(many)), bound
    rows = [row for row, cut in enumerate(cuts) for _one in cut]
    columns = [one for cut in cuts for one in sorted(cut)]
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(cuts), many))
    limits = np.array([len(cut) - 1 for cut in cuts], dtype=float)
    # Of equally good choices, the one with the earlier keys.
    tie = np.arange(many) / (4.0 * many * many)
    answer = milp(
        c=-(np.array(weights, dtype=float) - tie),
        constraints=LinearConstraint(matrix, ub=limits),
        bounds=Bounds(0, 1),
        integrality=np.ones(many),
    )
    chosen = [number for number in range(many) if answer.x[number] > 0.5]
    return chosen, min(bound, float(sum(weights[number] for number in chosen)))


def _cuts_for(
    sets: Sequence[frozenset[int]],
    chosen: Sequence[int],
    before: list[frozenset[int]],
    floor: int,
    known: set[frozenset[int]],
) -> list[frozenset[int]]:
    """Give which of the chosen, by their places, cannot all be told."""
    found = exposures([*before, *(sets[number] for number in chosen)], least=floor)
    new = [
        frozenset(chosen[place - len(before)] for place in one.cells if place >= len(before))
        for one in found
        if one.people not in known
    ]
    return [one for one in new if one]


def _repaired(
    sets: Sequence[frozenset[int]],
    weights: Sequence[int],
    chosen: Sequence[int],
    before: list[frozenset[int]],
    floor: int,
    known: set[frozenset[int]],
) -> list[int]:
    """Leave out of a choice, again and again, what most combinations that tell of few have in common."""
    kept = list(chosen)
    while cuts := _cuts_for(sets, kept, before, floor, known):
        while cuts:
            often = Counter(one for cut in cuts for one in cut)
            worst = max(often, key=lambda one: (often[one] / weights[one], one))
            kept.remove(worst)
            cuts = [cut for cut in cuts if worst not in cut]
    return kept
