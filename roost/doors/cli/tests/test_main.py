"""What `roost` says about itself and about what it does not know."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from roost.doors.cli.main import BOARD_COMMANDS, SERVER_COMMANDS, main

ROOT = Path(__file__).resolve().parents[4]

Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """Take back what a command chose for its process, which here is that of all tests."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_the_version_is_said(capsys: Said) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"Roost {version('roost')}\n"


@pytest.mark.parametrize("command", [*sorted(SERVER_COMMANDS), *(f"board {name}" for name in sorted(BOARD_COMMANDS))])
def test_help_lists_what_a_command_itself_knows(command: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"usage: roost {command}" in said
    for option in ("--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--skip-checks", "-v"):
        assert option not in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sreve"], "roost: there is no command 'sreve'. See roost --help."),
        ([], "roost: COMMAND is required. See roost --help."),
        (["--colour"], "roost: COMMAND is required. See roost --help."),
        (["serve", "--settings", "mine"], "roost serve: there is no --settings mine here. See roost serve --help."),
        (
            ["serve", "--port", "many"],
            "roost serve: --port must be a whole number, not 'many'. See roost serve --help.",
        ),
        (["serve", "--port"], "roost serve: --port needs a value. See roost serve --help."),
        (["people", "export"], "roost people: there is no command 'export'. See roost people --help."),
        (["people", "import"], "roost people import: FILE is required. See roost people import --help."),
        (
            ["board", "compute"],
            "roost board compute: --people, --entries, --rules are required. See roost board compute --help.",
        ),
    ],
)
def test_what_is_not_known_is_said_in_one_line(arguments: list[str], words: str, capsys: Said) -> None:
    assert main(arguments) == 2
    assert tuple(capsys.readouterr()) == ("", f"{words}\n")


def typed(
    folder: Path, *arguments: str, python: tuple[str, ...] = ("-m", "roost.doors.cli.main")
) -> tuple[int, str, str]:
    """Run the command in a process of its own, in a folder, as who has set nothing; give status, answer and errors."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("ROOST_", "DJANGO_"))}
    command = [sys.executable, *python, *arguments]
    done = subprocess.run(command, env=own | {"PYTHONPATH": str(ROOT)}, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments", [["serve", "--help"], ["people", "import", "--help"], ["init", "-h"], ["board", "export", "--help"]]
)
def test_help_makes_nothing(arguments: list[str], tmp_path: Path) -> None:
    status, said, error = typed(tmp_path, *arguments)
    assert (status, error) == (0, "")
    assert said.startswith("usage: roost ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["people", "import", "people.csv", "--dry-run"],
        ["people", "import", "people.csv", "--dry"],
        ["board", "audit"],
        ["board", "export", "--program", "1", "out"],
    ],
)
@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_who_only_looks_makes_nothing_and_hears_that_nothing_is_here(
    arguments: list[str], folder: str, tmp_path: Path
) -> None:
    if folder == "empty":
        (tmp_path / "roost-data").mkdir()
    (tmp_path / "people.csv").write_text("person\n1\n")
    before = sorted(tmp_path.rglob("*"))
    words = f"There is nothing of Roost in {tmp_path / 'roost-data'} yet; ROOST_DATA_DIR names the folder.\n"
    assert typed(tmp_path, *arguments) == (2, "", words)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_looked_for_is_what_the_settings_make(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person\n1\n")
    assert typed(tmp_path, "people", "import", "people.csv")[0] == 0
    status, said, error = typed(tmp_path, "people", "import", "people.csv", "--dry-run")
    assert (status, error) == (0, "")
    assert "Nothing was written." in said


def test_what_works_on_much_goes_behind_others_in_a_process_of_its_own(tmp_path: Path, capsys: Said) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert main(["board", "audit", "--progam"]) == 2
    assert "--progam" in capsys.readouterr().err
    assert os.getpriority(os.PRIO_PROCESS, 0) == own
    asked = "import os; from roost.doors.cli.main import run; run(); print(os.getpriority(os.PRIO_PROCESS, 0))"
    for arguments, priority in ((["board", "audit"], max(10, own)), (["--version"], own)):
        assert typed(tmp_path, *arguments, python=("-c", asked))[1].splitlines()[-1] == str(priority)


def test_duckdb_is_loaded_only_where_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("person,team,division\nann,Red,North\n")
    (tmp_path / "entries.csv").write_text("person,metric,value,occurred_at\n")
    (tmp_path / "rules.json").write_text(
        '{"time_zone": "UTC", "metrics": [{"key": "hits", "points_per_unit": 1, "team": "sum"}]}'
    )
    asked = "import sys; from roost.doors.cli.main import main; main(); print('duckdb' in sys.modules)"
    board = ["board", "compute", "--people", "people.csv", "--entries", "entries.csv", "--rules", "rules.json"]
    for arguments, is_loaded in ((["--version"], False), (board, False), ([*board, "--engine", "duckdb"], True)):
        status, said, error = typed(tmp_path, *arguments, python=("-c", asked))
        assert (status, error) == (0, "")
        assert said.splitlines()[-1] == str(is_loaded)


def test_the_library_answers_a_worry_without_a_server(capsys: Said, tmp_path: Path) -> None:
    assert main(["library", "search", "I am scared of the board"]) == 0
    assert "[confidence]" in capsys.readouterr().out.splitlines()[0]
    assert main(["library", "search", "I am scared of the board", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["card"] == "confidence"
    assert main(["library", "search", "xyzzy"]) == 0
    assert "Say it in other words." in capsys.readouterr().err
    assert main(["library", "search", "bees", "--data", str(tmp_path)]) == 2
    assert "There is no card in" in capsys.readouterr().err


def test_a_document_of_an_instrument_is_checked_without_a_server(capsys: Said, tmp_path: Path) -> None:
    shipped, broken = ROOT / "roost/ground/instruments/bundle/roost-16.json", tmp_path / "broken.json"
    assert main(["instruments", "check", str(shipped)]) == 0
    assert "32 items, from 1 (almost never) to 6 (almost always)" in capsys.readouterr().out
    broken.write_text(shipped.read_text().replace('"subscale": "deciding"', '"subscale": "warmth"', 1))
    assert main(["instruments", "check", str(broken)]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        f"{broken}: item deciding-1: is keyed to subscale “warmth”, which there is not\n",
    )
    assert main(["instruments", "check", str(tmp_path / "none.json")]) == 2
    assert main(["instruments", "check", str(tmp_path)]) == 2
