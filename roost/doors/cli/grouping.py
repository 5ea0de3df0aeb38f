"""`roost circles solve`: an instance of maximally diverse grouping, as others publish and compare them."""

from __future__ import annotations

import argparse
import csv
import json
import math
import time
from typing import Any

from roost.doors.cli.writing import refuse_same_files, whole_file
from roost.ground.kit.errors import InputError
from roost.ground.kit.late import late


def add_solve(commands_of_circles: Any) -> None:
    """Add `solve` to the commands of `circles`."""
    solve = commands_of_circles.add_parser("solve", help="solve an instance of maximally diverse grouping")
    solve.add_argument("instance", metavar="INSTANCE", help="an MDGLIB instance, plain or packed with gzip")
    solve.add_argument("--seconds", type=_seconds, metavar="S", help="search so long on two cores; compiling is extra")
    solve.add_argument(
        "--iterations",
        type=_whole_number,
        metavar="N",
        help="search so many sweeps instead, with the same answer every time; --seconds may end it earlier",
    )
    solve.add_argument("--seed", type=_whole_number, default=0, metavar="N", help="where chance begins (default: 0)")
    solve.add_argument("-o", "--output", required=True, metavar="FILE", help="partition.csv: element and group")
    solve.set_defaults(run=run_solve)


def run_solve(options: argparse.Namespace) -> int:
    """Write who belongs to which group, print what it comes to as JSON, and give the exit status 0."""
    if options.seconds is None and options.iterations is None:
        raise InputError("Say how long to search: --seconds or --iterations. See roost circles solve --help.")
    refuse_same_files([options.instance, options.output])
    engine = late("roost.gather.circles.engine.grouping")
    instance = engine.read_instance(options.instance)
    with whole_file(options.output) as file:
        engine.prepare()
        started = time.monotonic()
        found = engine.solve(
            instance.distances,
            instance.bounds,
            seed=options.seed,
            clock=time.monotonic,
            seconds=math.inf if options.seconds is None else options.seconds,
            iterations=options.iterations,
        )
        seconds = time.monotonic() - started
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["element", "group"])
        rows.writerows(enumerate(found.groups))
    print(json.dumps({"objective": found.objective, "seconds": round(seconds, 3), "seed": options.seed}))
    return 0


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"must be a number above 0, not {text!r}")
    return seconds


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise argparse.ArgumentTypeError(f"must be a whole number from 0, not {text!r}")
    return int(text)
