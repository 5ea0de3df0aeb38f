"""`roost board compute`: a board from plain files, without a server or its settings."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any, cast

from roost.ground.kit.errors import InputError
from roost.ground.kit.late import late
from roost.see.tracking.engine import Board, Store, board_of_files, show, sqlite_store
from roost.see.tracking.engine.stores import Opening


def _duckdb_store() -> AbstractContextManager[Store]:
    return cast(AbstractContextManager[Store], late("roost.see.tracking.engine.columnar").duckdb_store())


def _parquet(path: str) -> Iterator[list[str]]:
    return cast(Iterator[list[str]], late("roost.see.tracking.engine.parquet").read_texts(path))


ENGINES: dict[str, Opening] = {"sqlite": sqlite_store, "duckdb": _duckdb_store}


def add_to(commands: Any) -> Any:
    """Add `board` and its own commands to a parser's; give the group, to which others may add."""
    group = commands.add_parser("board", help="calculate a board").add_subparsers(required=True, metavar="COMMAND")
    compute = group.add_parser("compute", help="calculate a board from people, entries and rules")
    compute.add_argument("--people", required=True, metavar="FILE", help="people.csv: who belonged to which team when")
    compute.add_argument(
        "--entries", required=True, metavar="FILE", help="entries.csv, or a Parquet file: what people counted"
    )
    compute.add_argument("--rules", required=True, metavar="FILE", help="rules.json: what it is worth")
    compute.add_argument("--window", default="all", help="all, season, 2024, 2024-06 or 2024-W23 (default: all)")
    compute.add_argument("--division", metavar="NAME", help="only the rows of this division")
    compute.add_argument("--engine", choices=ENGINES, default="sqlite", help="what calculates (default: sqlite)")
    compute.add_argument("--json", action="store_true", help="answer with JSON instead of a table")
    compute.set_defaults(run=run_compute)
    return group


def run_compute(options: argparse.Namespace) -> int:
    """Print the board and give the exit status: 0, or 2 with one message on standard error."""
    try:
        board = board_of_files(
            options.people,
            options.entries,
            options.rules,
            options.window,
            opening=ENGINES[options.engine],
            parquet=_parquet,
        )
    except InputError as error:
        first, *others = error.problems
        print(f"{first} (and {len(others)} more)" if others else first, file=sys.stderr)
        return 2
    if options.division is not None:
        known = sorted({row.division for row in board.rows})
        board = board.of_division(options.division)
        if not board.rows and not options.json:
            _warn_of_no_rows(options.division, known)
    answer = json.dumps(asdict(board)) if options.json else _table(board)
    encoding = sys.stdout.encoding or "utf-8"
    print(answer.encode(encoding, "backslashreplace").decode(encoding))
    return 0


def _warn_of_no_rows(division: str, known: list[str]) -> None:
    there = ", ".join(_shown(name) or "''" for name in known) or "none"
    words = f"No team of division {_shown(division)} had a member in this window. Divisions that had: {there}."
    print(words, file=sys.stderr)


def _table(board: Board) -> str:
    lines = [("division", "rank", "team", "members", "points")]
    for row in board.rows:
        lines.append((_shown(row.division), str(row.rank), _shown(row.team), str(row.members), show(row.points)))
    wide = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = [
        f"{division:{wide[0]}}  {rank:>{wide[1]}}  {team:{wide[2]}}  {members:>{wide[3]}}  {points:>{wide[4]}}"
        for division, rank, team, members, points in lines
    ]
    after = [f"Entries without a team: {board.unplaced}", f"Digest: {board.digest}"]
    return "\n".join([f"Window: {board.window}", "", *table, "", *after])


def _shown(name: str) -> str:
    # A name may hold anything, also what moves a terminal's cursor.
    return name if name.isprintable() else repr(name)
