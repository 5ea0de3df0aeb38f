"""Write the three files of a board the short way, and calculate it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from roost.ground.kit.errors import InputError, Problem
from roost.see.tracking.engine import Board, board_of_files, show

PEOPLE = "person,team,division,from,to"
ENTRIES = "person,metric,value,occurred_at,id,reverses"
EVERYBODY = "ann,Red,North\nbob,Red,North\ncid,Blue,North"


def hits(**changes: Any) -> dict[str, Any]:
    """Give a metric that is worth one point a unit."""
    return {"key": "hits", "points_per_unit": 1, "team": "sum"} | changes


def rules_of(*metrics: Mapping[str, Any], **changes: Any) -> str:
    """Give rules in New York with these metrics, or with `hits`."""
    return json.dumps({"time_zone": "America/New_York", "metrics": list(metrics or [hits()])} | changes)


def table(header: str, rows: str) -> str:
    """Give a CSV text; rows may leave out their last cells."""
    commas = header.count(",")
    lines = [line.strip() for line in rows.strip().splitlines()]
    return "\n".join([header, *(line + "," * (commas - line.count(",")) for line in lines), ""])


def calculate(people: str, entries: str, *metrics: Mapping[str, Any], window: str = "all", **changes: Any) -> Board:
    """Calculate the board of these rows and metrics."""
    return board_of_texts(table(PEOPLE, people), table(ENTRIES, entries), rules_of(*metrics, **changes), window)


def board_of_texts(people: str, entries: str, rules: str, window: str = "all") -> Board:
    """Calculate the board of three files with these texts."""
    with TemporaryDirectory() as folder:
        paths = []
        for name, text in (("people.csv", people), ("entries.csv", entries), ("rules.json", rules)):
            paths.append(Path(folder, name))
            paths[-1].write_bytes(text.encode())
        return board_of_files(*paths, window)


def points_of(board: Board) -> dict[str, str]:
    """Give each team's points as people read them."""
    return {row.team: show(row.points) for row in board.rows}


def refusal(people: str, entries: str, *metrics: Mapping[str, Any], **changes: Any) -> Problem:
    """Give the first problem for which the board of these rows is refused."""
    try:
        calculate(people, entries, *metrics, **changes)
    except InputError as error:
        return error.problems[0]
    raise AssertionError("The board was not refused.")
