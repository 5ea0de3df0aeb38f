"""Ask `roost board compute` for a board the way a person does: with three files and a command line."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roost.doors.cli.main import main
from roost.see.tracking.engine import (
    LOADED,
    compute_contributions,
    load,
    parse_rules,
    parse_window,
    read_entries,
    read_people,
    sqlite_store,
)


@dataclass(frozen=True)
class Brought:
    """Hold what somebody brought to a team (division and name) for a metric, in thousandths."""

    metric: str
    team: tuple[str, str]
    total: int
    points: int
    bonus: int


class RefusedByEngine(Exception):
    """Carry what the command said on standard error."""


def ask_engine(
    people: str,
    entries: str,
    rules: str,
    window: str = "all",
    division: str | None = None,
    options: Sequence[str] = (),
) -> dict[str, Any]:
    """Give the command's answer; raise RefusedByEngine where it refuses, AssertionError where it does neither well."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = ["board", "compute"]
        for name, text in {"people.csv": people, "entries.csv": entries, "rules.json": rules}.items():
            path = Path(folder, name)
            path.write_bytes(text.encode())
            arguments += [f"--{path.stem}", str(path)]
        arguments += [f"--window={window}", "--json", *options]
        if division is not None:
            arguments.append(f"--division={division}")
        out, error = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
        with redirect_stdout(out), redirect_stderr(error):
            status: str | int | None
            try:
                status = main(arguments)
            except SystemExit as stop:
                status = stop.code
        out.flush()
        said = out.buffer.getvalue().decode()
    if status == 0:
        assert error.getvalue() == ""
        answer: dict[str, Any] = json.loads(said)
        return answer
    assert (status, said) == (2, "")
    assert error.getvalue().strip() != ""
    raise RefusedByEngine(error.getvalue())


def ask_contributions(people: str, entries: str, rules: str, window: str = "all") -> list[Brought]:
    """Give what each person brought to each team, which adds up to the board; persons stay without names."""
    read_rules = parse_rules(rules)
    with tempfile.TemporaryDirectory() as folder, sqlite_store() as store:
        files = Path(folder, "people.csv"), Path(folder, "entries.csv")
        for path, text in zip(files, (people, entries), strict=True):
            path.write_bytes(text.encode())
        teams = load(store, read_people(files[0]), read_entries(files[1], read_rules), read_rules)
        parts = compute_contributions(store, read_rules, parse_window(window, read_rules), LOADED)
    return [
        Brought(read_rules.metrics[part.metric].key, teams[part.team], part.total, part.points, part.bonus)
        for part in parts
    ]
