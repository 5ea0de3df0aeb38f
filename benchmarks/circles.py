"""Circles from rosters of many people: the share of a proven bound, time and memory, beside chance.

Run alone with `python -m benchmarks.circles 10000 hard 10`.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measured import loaded

CATEGORIES = {"function": 8, "location": 12, "gender": 3, "background": 6}
NUMBERS = ("tenure",)
MORE_NUMBERS = ("open", "orderly", "outgoing", "kind", "calm")
LAW = ("practice", "office", "gender", "law_school", "age")


def write_roster(folder: Path, people: int, *, hard: bool) -> None:
    """Write a roster with uneven columns and teams of twelve, and rules that mix all and keep teams apart."""
    drawn = random.Random(people)
    categories = CATEGORIES | ({"grade": 5} if hard else {})
    numbers = NUMBERS + (MORE_NUMBERS if hard else ())
    with (folder / "roster.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "team", *categories, *numbers])
        for one in range(people):
            told = [f"{name[0]}{min(int(drawn.expovariate(3 / many)), many - 1)}" for name, many in categories.items()]
            measured = [f"{drawn.lognormvariate(1.5, 0.8):.2f}", *(f"{drawn.gauss(50, 10):.1f}" for _ in numbers[1:])]
            writer.writerow([one, f"t{drawn.randrange(max(people // 12, 1))}", *told, *measured])
    mixed = [f'[[mix]]\ncolumn = "{name}"\n' for name in categories]
    mixed += [f'[[mix]]\ncolumn = "{name}"\nkind = "number"\n' for name in numbers]
    rules = [*mixed, '[apart]\nat_most = [{ column = "team", count = 1 }]\n[blocs]\ndiversity_slack = 0\n']
    (folder / "rules.toml").write_text("".join(rules))


def write_law_firm(folder: Path, data: Path, slack: float) -> None:
    """Write 71 lawyers to be mixed, those who work together rather apart (Lazega, 2001)."""
    rows = list(csv.reader((data / "lazega_law" / "people.csv").open()))
    rows[0][0] = "id"
    with (folder / "roster.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    ties = list(csv.DictReader((data / "lazega_law" / "ties.csv").open()))
    named = {(tie["source"], tie["target"]) for tie in ties if tie["relation"] == "cowork"}
    pairs = sorted({tuple(sorted(tie)) for tie in named if tie[::-1] in named})
    mixed = "".join(f'[[mix]]\ncolumn = "{name}"\n' + ('kind = "number"\n' if name == "age" else "") for name in LAW)
    apart = f"[apart]\nsoft = true\npairs = {json.dumps(pairs)}\n"
    (folder / "rules.toml").write_text(f"{mixed}{apart}[blocs]\ndiversity_slack = {slack}\n")


def formed(folder: Path, sizes: str, seconds: float) -> tuple[dict[str, Any], float, float]:
    """Form and score what lies in a folder; give the score, seconds and megabytes of forming, all of it."""
    roost = [sys.executable, "-m", "roost.doors.cli.main", "circles"]
    about = ["--size", sizes, "--rules", "rules.toml"]
    begun = perf_counter()
    subprocess.run(
        [*roost, "form", "roster.csv", *about, "--seconds", str(seconds), "-o", "plan.csv"],
        cwd=folder,
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    took = perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    scored = subprocess.run(
        [*roost, "score", "roster.csv", "plan.csv", *about, "--json"],
        cwd=folder,
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    return json.loads(scored.stdout), took, peak


def figures(large: bool) -> list[str]:
    """Give the table's lines, in Markdown."""
    lines = [
        "| people, columns | search | whole command | share of the bound | by chance | rules broken | peak | load |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for people, hard, seconds in [
        (1_000, True, 5.0),
        (10_000, False, 8.0),
        (10_000, True, 8.0),
        *([(100_000, False, 50.0), (100_000, True, 50.0)] if large else []),
    ]:
        with tempfile.TemporaryDirectory() as folder:
            write_roster(Path(folder), people, hard=hard)
            found, took, peak = formed(Path(folder), "8-8", seconds)
        columns = "11 columns" if hard else "5 columns"
        share, chance = found["diversity"] / found["bound"], found["random_median"] / found["bound"]
        lines.append(
            f"| {people:,}, {columns} | {seconds:.0f} s | {took:.1f} s | {share:.5f} | {chance:.5f} "
            f"| {len(found['violations'])} | {peak:.0f} MB | {loaded()} |"
        )
    return lines


def blocs(data: Path | None) -> list[str]:
    """Give what lowering faultlines costs and brings on 71 lawyers, or say that the data are not at hand."""
    if data is None:
        return ["The law firm's roster is not at hand: ROOST_REFERENCE_DATA names no folder."]
    scores = []
    for slack in (0.0, 0.005):
        with tempfile.TemporaryDirectory() as folder:
            write_law_firm(Path(folder), data, slack)
            scores.append(formed(Path(folder), "6-8", 1.0)[0])
    plain, healed = scores
    lost = 1 - healed["diversity"] / plain["diversity"]
    lower = 1 - healed["faultline"]["mean"] / plain["faultline"]["mean"]
    return [
        f"71 lawyers, a second of search each: diversity alone reaches {plain['diversity']:.4f} with a mean faultline "
        f"of {plain['faultline']['mean']:.3f}; with 0.5 % to give up the faultline is {lower:.0%} lower for {lost:.2%} "
        "of diversity."
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as alone:
        write_roster(Path(alone), int(sys.argv[1]), hard=sys.argv[2:3] == ["hard"])
        print(formed(Path(alone), "8-8", float(sys.argv[3]))[1:])
