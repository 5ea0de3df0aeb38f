"""`roost assess`: how fair and how sure ratings are, from plain files, without a server."""

from __future__ import annotations

from typing import Any

from roost.doors.cli.mfrm import add_mfrm
from roost.doors.cli.reliability import add_reliability


def add_to(commands: Any) -> None:
    """Add `assess` and its own commands to a parser's."""
    group = commands.add_parser("assess", help="measure what raters said: how fair it is, and how sure")
    sub = group.add_subparsers(required=True, metavar="COMMAND")
    add_mfrm(sub)
    add_reliability(sub)
