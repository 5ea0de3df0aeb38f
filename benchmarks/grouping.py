"""Maximally diverse grouping beside the best that is published, at the same time limits: 3, 20 and 120 seconds.

Run alone with `python -m benchmarks.grouping RanInt_n120_ss`, or `uniform 60` for the instances without structure.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks.measured import loaded
from roost.gather.circles.engine.grouping import Grouping, Instance, prepare, read_instance, solve

LIMITS = {120: 3, 240: 20, 480: 120}
CLASSES = [
    f"{kind}_n{size}_{sizes}" for size in LIMITS for kind in ("RanInt", "RanReal", "Geo") for sizes in ("ss", "ds")
]
FILES = range(1, 6)
# Whole numbers from 0 to 10 between 2,000 elements, 200 groups of 10: the published mean of the best of 20 such.
UNIFORM_SEEDS = range(2026, 2031)
UNIFORM_PUBLISHED = 78_384.95
UNIFORM_SECONDS = 60


def folder() -> Path | None:
    """Give where the published instances are, if they are here."""
    named = os.environ.get("ROOST_REFERENCE_DATA")
    found = Path(named) / "grouping" if named else None
    return found if found and found.is_dir() else None


def published(instances: Path) -> dict[str, tuple[float, float]]:
    """Give the best and the average of 20 runs for each instance."""
    with (instances / "published_tpsdp_2022.csv").open() as file:
        return {row["instance"]: (float(row["best"]), float(row["average"])) for row in csv.DictReader(file)}


def search(instance: Instance, seconds: float) -> Grouping:
    """Search for so long, with one seed."""
    prepare()
    return solve(instance.distances, instance.bounds, seed=1, clock=time.monotonic, seconds=seconds)


def of_class(name: str, files: list[int]) -> str:
    """Search instances of a class at the published limit, and tell how far from the best this and theirs came."""
    instances = folder()
    assert instances is not None
    known = published(instances)
    limit = LIMITS[int(name.split("_")[1][1:])]
    mine, theirs = [], []
    for number in files:
        key = f"{name}_{number:02}"
        best, average = known[key]
        found = search(read_instance(instances / name.split("_")[0] / f"{key}.txt.gz"), limit)
        mine.append((best - found.objective) / best)
        theirs.append((best - average) / best)
    beaten = sum(gap < -1e-9 for gap in mine)
    cells = [name, len(files), f"{limit} s", f"{mean(mine):.4%}", f"{mean(theirs):.4%}", f"{beaten}", loaded()]
    return f"| {' | '.join(map(str, cells))} |"


def of_uniform(seconds: float) -> str:
    """Search matrices of uniform whole numbers."""
    found = []
    for seed in UNIFORM_SEEDS:
        upper = np.triu(np.random.default_rng(seed).integers(0, 11, (2000, 2000)), 1).astype(float)
        found.append(search(Instance(upper + upper.T, np.full((200, 2), 10)), seconds).objective)
    gap = 1 - mean(found) / UNIFORM_PUBLISHED
    cells = ["uniform_n2000", len(found), f"{seconds:g} s", f"{gap:.4%}", "0.1680% in 1,200 s", "", loaded()]
    return f"| {' | '.join(map(str, cells))} |"


def apart(*arguments: object) -> str:
    """Measure in a process of its own, where Django is not even loaded."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.grouping", *map(str, arguments)], stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode().strip()


def written_up(large: bool) -> Iterator[str]:
    """Write the table; the largest instances, an hour of them, only where it is asked for, and else one of each."""
    if folder() is None:
        yield "Not measured: ROOST_REFERENCE_DATA names no folder with the published instances."
        return
    head = [
        "| instances | files | time | gap to the best published | gap of the published average | beaten | load |",
        "|---|---|---|---|---|---|---|",
    ]
    rows = [apart(name, *([] if large or "n480" not in name else [1])) for name in CLASSES]
    yield "\n".join([*head, *rows, apart("uniform", UNIFORM_SECONDS)])
    yield (
        "One seed, both cores. Published: the best and the average of 20 runs of TPSDP (Yang and others, 2022) within "
        "the same limits; below zero is better than their best. The uniform ones are drawn like theirs, not the same."
    )


if __name__ == "__main__":
    if sys.argv[1] == "uniform":
        print(of_uniform(float(sys.argv[2])))
    else:
        print(of_class(sys.argv[1], [int(number) for number in sys.argv[2:]] or list(FILES)))
