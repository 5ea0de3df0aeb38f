"""What `roost` says about itself and about what it does not know."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import version

import pytest

from roost.doors.cli.main import SERVER_COMMANDS, main

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


@pytest.mark.parametrize("command", sorted(SERVER_COMMANDS))
def test_help_lists_what_a_command_itself_knows(command: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
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
    ],
)
def test_what_is_not_known_is_said_in_one_line(arguments: list[str], words: str, capsys: Said) -> None:
    assert main(arguments) == 2
    assert tuple(capsys.readouterr()) == ("", f"{words}\n")
