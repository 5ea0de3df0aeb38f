"""`roost circles draw`: seats by lot, which anybody can draw again from the same list and seed."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from roost.doors.cli.writing import refuse_same_files, whole_file
from roost.gather.circles.engine.lot import draw, group_name, lot_text
from roost.gather.circles.engine.roster import read_roster
from roost.ground.kit.errors import InputError, Problem


def add_draw(commands: Any) -> None:
    """Add `draw` to a parser's commands."""
    command = commands.add_parser("draw", help="draw seats by lot, evenly over groups")
    command.add_argument("roster", metavar="ROSTER", help="roster.csv: id and what is known of each person")
    command.add_argument("--places", metavar="N", type=int, required=True, help="how many seats there are")
    command.add_argument("--seed", metavar="SEED", required=True, help="what the lot follows from, any text")
    command.add_argument("--by", metavar="COLUMN", action="append", default=[], help="a column to draw evenly over")
    command.add_argument("-o", dest="output", metavar="LOT", required=True, help="the file to write")
    command.set_defaults(run=run_draw)


def run_draw(options: argparse.Namespace) -> int:
    """Write the lot and give the exit status: 0, or 2 with one message on standard error."""
    try:
        refuse_same_files([options.roster, options.output])
        roster = read_roster(options.roster)
        for column in options.by:
            if column not in roster.columns:
                raise InputError(Problem("The roster has no such column.", column=column, file=options.roster))
        groups = (group_name([roster.columns[name][place] for name in options.by]) for place in range(len(roster)))
        people = list(zip(roster.ids, groups, strict=True))
        with whole_file(options.output) as file:
            turns = draw(people, options.places, options.seed).turns
            file.write(lot_text(((*one, turn) for one, turn in zip(people, turns, strict=True)), options.seed))
    except InputError as error:
        first, *others = error.problems
        print(f"{first} (and {len(others)} more)" if others else first, file=sys.stderr)
        return 2
    return 0
