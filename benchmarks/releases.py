"""What may be told of groups: how much of what could be told at most, and whether anything leaks.

Run alone with `python -m benchmarks.releases`, or `leaks 10000` and `told 230` for parts of it. Random organisations:
teams of about eight in departments of four and divisions of sixteen teams, of whom three of four answer, and crossings
by two further attributes; in a second cycle one in twenty has left and as many have come.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random
from statistics import median

import numpy as np
from scipy.optimize import linprog

from roost.ground.release.engine import Cell, Plan, Scale, Shown, Sum, plan_release, tell_sums

SIZES = (50, 230, 2000)
FLOORS = (3, 5)
LATTICES = 100
SCALE = Scale(1, 5)


def people_of(size: int, random: Random) -> dict[int, tuple[int, str, str]]:
    """Give who answers: their team, and two attributes."""
    teams = max(1, size // 8)
    drawn = {one: (random.randrange(teams), random.choice("ffmmm"), random.choice("abc")) for one in range(size)}
    return {one: told for one, told in drawn.items() if random.random() < 0.75}


def cells_of(people: dict[int, tuple[int, str, str]], cycle: str = "") -> list[Cell]:
    """Give the sums that a report could tell."""
    found: dict[str, set[int]] = {}
    for one, (team, first, second) in people.items():
        department, division = f"department {team // 4}", f"division {team // 16}"
        for key in (
            "all",
            division,
            department,
            f"team {team}",
            first,
            second,
            f"{first} {second}",
            f"{department} {first}",
            f"{division} {first}",
            f"{division} {second}",
        ):
            found.setdefault(f"{cycle}{key}", set()).add(one)
    return [Cell(key, frozenset(here)) for key, here in sorted(found.items())]


def two_cycles(size: int, seed: int, least: int) -> list[Plan]:
    """Plan what is told of a first cycle, and of a second in which some have left and come."""
    random = Random(f"{size}:{seed}")
    people = people_of(size, random)
    first = cells_of(people)
    plan = plan_release(first, least=least)
    before = [one.people for one in first if one.key in plan.told]
    staying = {one: told for one, told in people.items() if random.random() > 0.05}
    coming = {size + one: told for one, told in people_of(size, random).items() if random.random() < 0.05}
    return [plan, plan_release(cells_of(staying | coming, "again "), least=least, before=before)]


def told(size: int) -> Iterator[str]:
    """Write how much is told of what could be at most."""
    for least in FLOORS:
        plans, seconds = [], []
        for seed in range(LATTICES // 2):
            began = time.perf_counter()
            plans += two_cycles(size, seed, least)
            seconds.append((time.perf_counter() - began) / 2)
        shares = [len(one.told) / one.bound if one.bound else 1.0 for one in plans]
        proven = sum(one.is_proven for one in plans) / len(plans)
        yield (
            f"| {size:,} | {least} | {min(shares):.1%} | {sum(shares) / len(shares):.1%} | {proven:.0%} | "
            f"{median(seconds):.2f} | {max(seconds):.1f} |"
        )


def leaks(lattices: int) -> str:
    """Count random releases of which the oracle, which shares no code with the engine, learns something."""
    few = narrow = shown = 0
    for seed in range(lattices):
        random = Random(seed)
        least = random.choice(FLOORS)
        people = range(random.randint(8, 14))
        sets = [
            frozenset(one for one in people if random.random() < random.choice((0.3, 0.6, 0.9)))
            for _ in range(random.randint(3, 8))
        ]
        answers = [random.randint(SCALE.least, SCALE.most) for _ in people]
        cells = [Cell(str(number), one) for number, one in enumerate(sets) if one]
        half = len(cells) // 2
        before: list[Shown] = []
        for part in (cells[:half], cells[half:]):
            plan = plan_release(part, least=least, before=[one.people for one in before])
            sums = [Sum(one.key, one.people, sum(answers[who] for who in one.people)) for one in part]
            before += tell_sums([one for one in sums if one.key in plan.told], scale=SCALE, before=before)
        shown += len(before)
        few += tells_of_few(before, len(people), least)
        narrow += narrows(before, len(people))
    done = f"{lattices:,} lattices, {shown:,} cells told"
    return f"{done}: {few} tell of too few, {narrow} narrow an answer to less than two points"


def tells_of_few(told: Sequence[Shown], people: int, least: int) -> bool:
    """Say whether a combination tells of fewer than `least`, by ranks of floating-point matrices, set by set."""
    if not told:
        return False
    table = np.array([[who in one.people for one in told] for who in range(people)], dtype=float)
    rank = np.linalg.matrix_rank(table)
    return any(
        np.linalg.matrix_rank(np.delete(table, few, axis=0)) < rank
        for many in range(1, least)
        for few in combinations(range(people), many)
    )


def narrows(told: Sequence[Shown], people: int) -> bool:
    """Say whether an answer is known to within less than two points, person by person, by linear programming."""
    if not told:
        return False
    table = np.array([[who in one.people for who in range(people)] for one in told], dtype=float)
    limits = np.concatenate([[one.high for one in told], [-one.low for one in told]])
    for who in range(people):
        aim = np.zeros(people)
        aim[who] = 1
        ends = [
            sign
            * linprog(
                sign * aim,
                A_ub=np.concatenate([table, -table]),
                b_ub=limits,
                bounds=[(SCALE.least, SCALE.most)] * people,
            ).fun
            for sign in (1, -1)
        ]
        if ends[1] - ends[0] < 2 - 1e-6:
            return True
    return False


def written_up(sizes: Sequence[int] = SIZES, lattices: int = 10_000) -> Iterator[str]:
    """Write the table, and what leaks."""
    yield "| people | least | told of the most possible, worst | mean | proven best | s a plan, median | worst |"
    yield "|---|---|---|---|---|---|---|"
    for size in sizes:
        yield from told(size)
    yield ""
    yield leaks(lattices)


if __name__ == "__main__":
    what = sys.argv[1:]
    if what[:1] == ["leaks"]:
        print(leaks(int(what[1])))
    elif what[:1] == ["told"]:
        print("\n".join(told(int(what[1]))))
    else:
        for line in written_up():
            print(line, flush=True)
