"""The `roost` command: engines run on plain files at once, everything else with the server's settings."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from pydantic import ValidationError

from roost.doors.cli import assess, board, circles, instruments, library
from roost.doors.cli.parsing import Parser, options_of
from roost.ground.kit.errors import InputError, RoostError

SERVER_COMMANDS = {
    "demo": "run a sample organisation to walk around in",
    "init": "make the first organisation and its administrator",
    "people": "import people from a file",
    "serve": "run web, worker and scheduler",
    "worker": "run only the worker and the scheduler",
    "migrate": "bring the database to this version",
}
# Commands of `roost board` that need the server's settings.
BOARD_COMMANDS = {
    "audit": "compare what boards stand on with a rebuild from the ledger",
    "export": "write a program as files from which its boards can be rebuilt",
}
# Django has a `migrate` of its own, which `prepare` runs among other steps.
DJANGO_NAMES = {"migrate": "prepare"}
# As the settings know them, which make what is missing as soon as they are loaded.
DATA_DIR, DATABASE = "roost-data", "roost.sqlite3"


def run() -> int:
    """Be the `roost` command in a process of its own, behind others where it works on much while people are served."""
    if _asks_server_for_board(sys.argv[1:]):
        os.setpriority(os.PRIO_PROCESS, 0, max(10, os.getpriority(os.PRIO_PROCESS, 0)))
    return main()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 done, 2 refused with a message on standard error."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in SERVER_COMMANDS:
        return _with_server(arguments[0], arguments[1:])
    if _asks_server_for_board(arguments):
        return _with_server(arguments[1], arguments[2:], said=" ".join(arguments[:2]))
    if arguments[:1] == ["--version"]:
        print(f"Roost {version('roost')}")
        return 0
    parser = Parser(prog="roost", description="Leadership grows in the open.")
    parser.add_argument("--version", action="store_true", help="say which version this is")
    commands = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    assess.add_to(commands)
    boards = board.add_to(commands)
    circles.add_to(commands)
    instruments.add_to(commands)
    library.add_to(commands)
    for name, meaning in BOARD_COMMANDS.items():
        boards.add_parser(name, help=meaning, add_help=False)
    for name, meaning in SERVER_COMMANDS.items():
        commands.add_parser(name, help=meaning, add_help=False)
    try:
        chosen = parser.parse_args(arguments)
        return int(chosen.run(chosen))
    except RoostError as error:
        print(error, file=sys.stderr)
        return 2


def _asks_server_for_board(arguments: list[str]) -> bool:
    return arguments[:1] == ["board"] and not BOARD_COMMANDS.keys().isdisjoint(arguments[1:2])


def _with_server(name: str, arguments: list[str], *, said: str = "") -> int:
    _choose_environment(name, arguments)
    if _only_looks(name, arguments) and (missing := _missing_folder()) is not None:
        return _look_at_nothing(name, arguments, said or name, missing)
    try:
        command = _command(name)
        command.execute(**options_of(command, said or name, arguments))
    except (CommandError, RoostError) as error:
        print(error, file=sys.stderr)
        return getattr(error, "returncode", 2)
    except DatabaseError as error:
        print(f"The database cannot be used: {error}", file=sys.stderr)
        if "no such table" in str(error):
            print(_nothing_in(settings.DATA_DIR), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _command(name: str) -> BaseCommand:
    """Set Django up and load a command; raise InputError where the settings cannot be used."""
    try:
        django.setup()
    except (OSError, ValueError, ImproperlyConfigured) as error:
        raise InputError(_what_is_wrong(error)) from None
    django_name = DJANGO_NAMES.get(name, name)
    return load_command_class(get_commands()[django_name], django_name)


def _only_looks(name: str, arguments: list[str]) -> bool:
    """Say whether a command would make nothing in the data folder; options may be shortened, as argparse allows."""
    shortened = [one for one in arguments if len(one) > len("--")]
    asked = any(option.startswith(one) for option in ("--help", "--dry-run") for one in shortened)
    return asked or "-h" in arguments or name in BOARD_COMMANDS


def _missing_folder() -> Path | None:
    """Give the data folder if there is no database in it yet, and none is named either."""
    if settings.configured or os.environ.get("ROOST_DATABASE_URL"):
        return None
    folder = Path(os.environ.get("ROOST_DATA_DIR", DATA_DIR)).absolute()
    database = folder / DATABASE
    try:
        return None if database.exists() and database.stat().st_size else folder
    except OSError:
        return None  # What is wrong with the folder is told once the settings are loaded.


def _look_at_nothing(name: str, arguments: list[str], said: str, missing: Path) -> int:
    """Help, or say what is wrong with the arguments, or that there is nothing to look at; leave the folder alone."""
    with TemporaryDirectory(prefix="roost-") as folder:
        os.environ["ROOST_DATA_DIR"] = folder
        try:
            options_of(_command(name), said, arguments)
            print(_nothing_in(missing), file=sys.stderr)
        except RoostError as error:
            print(error, file=sys.stderr)
    return 2


def _nothing_in(folder: Path) -> str:
    return f"There is nothing of Roost in {folder} yet; ROOST_DATA_DIR names the folder."


def _choose_environment(name: str, arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roost.doors.site.settings")
    if name == "demo":
        os.environ.setdefault("ROOST_DATA_DIR", "roost-demo")
        os.environ.setdefault("ROOST_TIME_ZONE", "America/Chicago")
    asked = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    asked.add_argument("--port", nargs="?")
    port = asked.parse_known_args(arguments)[0].port
    if port and name in {"demo", "serve", "init"}:
        os.environ.setdefault("ROOST_PUBLIC_URL", f"http://localhost:{port}")


def _what_is_wrong(error: Exception) -> str:
    """Say in plain words why the settings could not be used."""
    if isinstance(error, ValidationError):
        return "\n".join(f"ROOST_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors())
    if isinstance(error, OSError):
        place = error.filename or "the data folder"
        return f"Roost cannot write to {place} ({error.strerror}). Name another folder in ROOST_DATA_DIR."
    return str(error)


if __name__ == "__main__":
    sys.exit(run())
