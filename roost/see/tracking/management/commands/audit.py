"""`roost board audit`: check that boards stand on what was entered."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roost.ground.kit.scopes import everywhere
from roost.see.tracking.engine import show
from roost.see.tracking.models import Program
from roost.see.tracking.reads.audits import Difference, audit

MOST_LINES = 20


class Command(BaseCommand):
    """Compare cells with a rebuild from the ledger; exit status 1 where they differ, 2 for an unknown program."""

    help = "Compare what boards are calculated from with a rebuild from the ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--program", type=int, metavar="ID", help="only this program (default: all)")
        parser.add_argument("--json", action="store_true", help="answer with JSON instead of sentences")

    def handle(self, *args: Any, program: int | None, **options: Any) -> None:
        with everywhere():
            programs = Program.objects.order_by("pk")
            if program is not None:
                programs = programs.filter(pk=program)
            chosen = list(programs)
            if program is not None and not chosen:
                raise CommandError(f"There is no program {program} (--program).", returncode=2)
            differences = [one for each in chosen for one in audit(each)]
        if options["json"]:
            self.stdout.write(json.dumps({"differences": [_as_dict(one) for one in differences]}))
        elif not differences:
            self.stdout.write(f"Programs compared: {len(chosen)}. Every cell is what the ledger adds up to.")
        else:
            self.stdout.write("\n".join(_in_words(one) for one in differences[:MOST_LINES]))
        if differences:
            raise CommandError(f"Cells that are not what the ledger adds up to: {len(differences)}.", returncode=1)


def _as_dict(one: Difference) -> dict[str, Any]:
    told: dict[str, Any] = {
        "program": one.program,
        "metric": one.metric,
        "person": one.person,
        "day": one.day.isoformat(),
        "cells": one.cells,
        "ledger": one.ledger,
    }
    if one.entries_in_cells != one.entries_in_ledger:
        told |= {"entries_in_cells": one.entries_in_cells, "entries_in_ledger": one.entries_in_ledger}
    return told


def _in_words(one: Difference) -> str:
    return (
        f"Program {one.program}, {one.metric}, person {one.person}, {one.day}: "
        f"the cell holds {show(one.cells)} (entries: {one.entries_in_cells}), "
        f"the ledger gives {show(one.ledger)} (entries: {one.entries_in_ledger})."
    )
