"""`roost circles`: who sits with whom, from plain files, without a server."""

from __future__ import annotations

from typing import Any

from roost.doors.cli import grouping


def add_to(commands: Any) -> None:
    """Add `circles` and its own commands to a parser's."""
    circles = commands.add_parser("circles", help="put people into circles")
    grouping.add_solve(circles.add_subparsers(required=True, metavar="COMMAND"))
