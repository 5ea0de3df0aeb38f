"""Ask `roost board compute` for a board the way a person does: with three files and a command line."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from roost.doors.cli.main import main


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
