"""A week's conversations by chance: how long the draw takes once people have met for a quarter of a year.

Run alone with `python -m benchmarks.conversations 2000`.
"""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date, timedelta
from time import perf_counter

from benchmarks.measured import loaded
from roost.gather.matching.engine.conversations import Taker, draw
from roost.gather.matching.engine.pairing import Pair, pair_of

WEEKS = 13
FIRST = date(2026, 9, 7)
ZONES = ["Europe/Berlin"] * 6 + ["Europe/London"] * 2 + ["America/New_York"] * 2 + ["Asia/Tokyo"]
HEAD = ["| people | weeks before | talk | repeated | the draw | load |", "|---|---|---|---|---|---|"]


def takers(people: int) -> list[Taker]:
    """Give people in teams of twelve and divisions of ten teams, in four zones, the first of a team its manager."""
    drawn = random.Random(people)
    return [
        Taker(
            one,
            drawn.choice(ZONES),
            team=one // 12,
            division=str(one // 120),
            manager=one - one % 12 if one % 12 else None,
        )
        for one in range(people)
    ]


def measure(people: int) -> str:
    """Draw weeks one after another, and time the last."""
    everybody = takers(people)
    met: dict[Pair, date] = {}
    for week in range(WEEKS + 1):
        monday = FIRST + timedelta(weeks=week)
        begun = perf_counter()
        drawn = draw(everybody, met=met, never=set(), monday=monday, seed=week)
        took = perf_counter() - begun
        pairs = [pair_of(one, other) for group in drawn.groups for one in group for other in group if one < other]
        again = sum(pair in met for pair in pairs)
        met |= dict.fromkeys(pairs, monday)
    talk = sum(len(group) for group in drawn.groups)
    cells = [f"{people:,}", WEEKS, f"{talk:,}", again, f"{took:.1f} s", loaded()]
    return f"| {' | '.join(map(str, cells))} |"


def written_up(sizes: list[int]) -> str:
    """Write the table, each size measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.conversations"]
    told = [subprocess.run([*command, str(people)], stdout=subprocess.PIPE, check=True) for people in sizes]
    return "\n".join([*HEAD, *(one.stdout.decode().strip() for one in told)])


if __name__ == "__main__":
    print(measure(int(sys.argv[1])))
