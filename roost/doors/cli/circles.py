"""`roost circles`: who meets with whom, from plain files, without a server."""

from __future__ import annotations

from typing import Any

from roost.doors.cli.drawing import add_draw
from roost.doors.cli.forming import add_form
from roost.doors.cli.grouping import add_solve
from roost.doors.cli.scoring import add_score


def add_to(commands: Any) -> None:
    """Add `circles` and its own commands to a parser's."""
    group = commands.add_parser("circles", help="put people into circles, or look at circles that are there")
    sub = group.add_subparsers(required=True, metavar="COMMAND")
    add_form(sub)
    add_score(sub)
    add_solve(sub)
    add_draw(sub)
