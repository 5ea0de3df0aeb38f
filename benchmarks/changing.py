"""Circles that people join and leave: how many who stay have to move, and how long the search takes.

Run alone with `python -m benchmarks.changing 2000`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from benchmarks.circles import write_roster
from benchmarks.measured import loaded
from roost.gather.circles.engine.forming.budget import Budget
from roost.gather.circles.engine.forming.form import form, warm_up
from roost.gather.circles.engine.forming.seats import circles_that_go_on, name_of
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.roster import Roster, read_roster
from roost.gather.circles.engine.rules import Keep, Sizes
from roost.gather.circles.engine.rules_document import read_rules

JOIN, LEAVE = 5, 3
# As the pages ask for it: no gain in diversity is worth a move.
DEAR = 100.0
SIZES = Sizes(6, 8, free=True)
HEAD = [
    "| people | join, leave | those who stay and move | circles formed from nothing | changed | load |",
    "|---|---|---|---|---|---|",
]


def _some(roster: Roster, people: range) -> Roster:
    columns = {name: tuple(cells[one] for one in people) for name, cells in roster.columns.items()}
    return Roster(tuple(roster.ids[one] for one in people), columns, tuple(roster.rows[one] for one in people))


def measure(people: int) -> str:
    """Form circles, let five join and three leave, form anew with least change, and count who moved."""
    with tempfile.TemporaryDirectory() as folder:
        write_roster(Path(folder), people + JOIN, hard=False)
        everybody = read_roster(Path(folder) / "roster.csv")
        rules = read_rules(Path(folder) / "rules.toml")
    warm_up()
    begun = perf_counter()
    first = form(Ask(_some(everybody, range(people)), SIZES, rules), Budget(seed=1))
    formed = perf_counter()
    kept = (*first.circles[LEAVE:], *[None] * JOIN)
    rules = replace(rules, keep=Keep("", DEAR, level=True))
    ask = Ask(_some(everybody, range(LEAVE, people + JOIN)), SIZES, rules, kept=kept)
    second = form(ask, Budget(seed=1))
    changed = perf_counter()
    goes_on = {name_of(at): name for name, at in circles_that_go_on(kept, len(set(second.circles))).items()}
    moved = sum(was is not None and was != goes_on.get(now) for was, now in zip(kept, second.circles, strict=True))
    cells = [f"{people:,}", f"{JOIN}, {LEAVE}", moved, f"{formed - begun:.1f} s", f"{changed - formed:.1f} s", loaded()]
    return f"| {' | '.join(map(str, cells))} |"


def written_up(sizes: list[int]) -> str:
    """Write the table, each size measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.changing"]
    told = [subprocess.run([*command, str(people)], stdout=subprocess.PIPE, check=True) for people in sizes]
    return "\n".join([*HEAD, *(one.stdout.decode().strip() for one in told)])


if __name__ == "__main__":
    print(measure(int(sys.argv[1])))
