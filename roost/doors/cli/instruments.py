"""`roost instruments check`: whether a document of an instrument can be used, without a server."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from roost.ground.instruments.engine import LARGEST, Instrument, fingerprint
from roost.ground.instruments.reads import check_document
from roost.ground.kit.errors import InputError, Problem


def add_to(commands: Any) -> None:
    """Add `instruments` and its own command to a parser's."""
    group = commands.add_parser("instruments", help="look over what people are asked")
    check = group.add_subparsers(required=True, metavar="COMMAND").add_parser("check", help="check a document")
    check.add_argument("file", metavar="FILE", help="a document of an instrument, in JSON")
    check.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> int:
    """Print what a document asks, and give 0; raise InputError naming file and place for all that is wrong with it."""
    try:
        found = check_document(_text(Path(options.file)))
    except InputError as error:
        raise InputError([Problem(one.message, file=options.file) for one in error.problems]) from None
    print(_shown(found))
    return 0


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1).decode()
    except OSError as error:
        raise InputError(f"It cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InputError("It is not text in UTF-8.") from None


def _shown(found: Instrument) -> str:
    scale = found.scale
    lines = [
        f"{found.title} [{found.key} {found.version}]",
        f"  {len(found.items)} items, from {scale.least} ({scale.steps[0]}) to {scale.most} ({scale.steps[-1]})",
        *(f"  {one.name or one.behaviour}: {len(found.items_of(one.key))}" for one in found.parts),
        f"  licence {found.licence}, norms {found.norms}, for {', '.join(found.uses)}",
        f"  {fingerprint(found)}",
    ]
    return "\n".join(lines)
