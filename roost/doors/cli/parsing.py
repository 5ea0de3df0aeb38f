"""Read what was typed, and say in one plain line what of it cannot be used."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from roost.ground.kit.errors import InputError

# What argparse says, and what a person is told instead.
SAID = [
    (r"argument COMMAND: invalid choice: (.+) \(choose from .*\)", r"there is no command \1"),
    (r"unrecognized arguments: (.+)", r"there is no \1 here"),
    (r"the following arguments are required: (.+, .+)", r"\1 are required"),
    (r"the following arguments are required: (.+)", r"\1 is required"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1 cannot be \2; choose from \3"),
    (r"argument (.+): invalid int value: (.+)", r"\1 must be a whole number, not \2"),
    (r"argument (.+): (must be .+)", r"\1 \2"),
    (r"argument (.+): expected one argument", r"\1 needs a value"),
]
# What Django's own runner would ask for beside a command's options; nobody who runs Roost needs a choice there.
DJANGO_OPTIONS = {"force_color": False, "no_color": False, "skip_checks": True, "verbosity": 1}


class Parser(CommandParser):
    """A parser that raises InputError with one line instead of printing how a command is used."""

    def error(self, message: str) -> NoReturn:
        for said, told in SAID:
            message = re.sub(f"^{said}$", told, message)
        raise InputError(f"{self.prog}: {message}. See {self.prog} --help.")


def options_of(command: BaseCommand, name: str, arguments: list[str]) -> dict[str, Any]:
    """Give what to execute a command with; raises InputError for what it does not know."""
    parser = Parser(prog=f"roost {name}", description=command.help)
    command.add_arguments(parser)
    return DJANGO_OPTIONS | vars(parser.parse_args(arguments))
