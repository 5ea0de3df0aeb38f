"""`roost circles form`: from a spreadsheet to circles."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from roost.doors.cli.writing import refuse_same_files, show, whole_file
from roost.gather.circles.engine.forming.budget import Budget
from roost.gather.circles.engine.forming.form import form, warm_up
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.plans import PastRounds, plan_text, read_earlier_plan, read_past
from roost.gather.circles.engine.report import report_on
from roost.gather.circles.engine.roster import Roster, read_roster
from roost.gather.circles.engine.rules import Rules
from roost.gather.circles.engine.rules_document import read_rules, sizes_of
from roost.gather.circles.engine.sizes import CannotSeat
from roost.ground.kit.errors import InputError

# The exit status where the input can be read and no plan keeps the rules.
NO_PLAN = 3


def add_form(commands: Any) -> None:
    """Add `form` to a parser's commands."""
    command = commands.add_parser("form", help="put the people of a roster into circles")
    command.add_argument("roster", metavar="ROSTER", help="roster.csv: id and what is known of each person")
    command.add_argument("--size", metavar="LO-HI", required=True, help="how many people may sit in a circle, as 6-8")
    command.add_argument("--sizes", choices=["free"], help="free: any number of circles, any sizes within the bounds")
    command.add_argument("--rules", metavar="FILE", help="rules.toml (default: managers sit apart from their reports)")
    command.add_argument("--history", metavar="FILE", help="past.csv: id,circle,round of earlier rounds")
    command.add_argument("--seed", metavar="N", type=int, default=1, help="where chance begins (default: 1)")
    command.add_argument("--seconds", metavar="S", type=float, help="how long to search")
    command.add_argument("--iterations", metavar="N", type=int, help="how often each person may choose anew")
    command.add_argument("-o", "--output", metavar="FILE", required=True, help="where the plan goes, as id,circle")
    command.add_argument("--report", metavar="FILE", help="where the report goes, as JSON")
    command.set_defaults(run=run_form)


def run_form(options: argparse.Namespace) -> int:
    """Write a plan and give the exit status: 0, 2 for what cannot be read, 3 where no plan keeps the rules."""
    try:
        _refuse_numbers(options)
        refuse_same_files([options.roster, options.rules, options.history, options.output, options.report])
        ask = _asked(options)
        warm_up()
        begun = time.monotonic()
        budget = Budget(options.seed, options.iterations, options.seconds, lambda: time.monotonic() - begun)
        with ExitStack() as files:
            plan = files.enter_context(whole_file(options.output))
            report = files.enter_context(whole_file(options.report)) if options.report else None
            formed = form(ask, budget, _told_on(sys.stderr))
            plan.write(plan_text(ask.roster, formed.circles))
            said = [f"{len(ask.roster)} people in {len(set(formed.circles))} circles."]
            if report is not None:
                found = report_on(ask, formed)
                report.write(json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n")
                said = [*found.in_words(), *found.remarks]
        show("\n".join(said))
    except CannotSeat as error:
        show(str(error), sys.stderr)
        return NO_PLAN
    except InputError as error:
        first, *others = error.problems
        print(f"{first} (and {len(others)} more)" if others else first, file=sys.stderr)
        return 2
    return 0


def _asked(options: argparse.Namespace) -> Ask:
    sizes = sizes_of(options.size, free=options.sizes == "free")
    rules = read_rules(options.rules) if options.rules else Rules()
    roster = read_roster(options.roster)
    past = read_past(options.history) if options.history else PastRounds({})
    return Ask(roster, sizes, rules, past, _kept(options, rules, roster))


def _kept(options: argparse.Namespace, rules: Rules, roster: Roster) -> tuple[str | None, ...] | None:
    """Give each person's circle in the plan to keep: its path counts from where the rules are."""
    if rules.keep is None:
        return None
    return read_earlier_plan(Path(options.rules).parent / rules.keep.plan, roster)


def _refuse_numbers(options: argparse.Namespace) -> None:
    for name in ("seconds", "iterations"):
        given = getattr(options, name)
        if given is not None and not 0 < given < 1e9:
            raise InputError(f"--{name} must be more than 0 and less than a billion, not {given}.")
    if options.seed < 0:
        raise InputError(f"--seed must be 0 or more, not {options.seed}.")


def _told_on(stream: Any) -> Callable[[float, float], None]:
    """Give what tells on a terminal how far the search is, and nothing elsewhere."""
    last = [-1]

    def tell(share: float, value: float) -> None:
        percent = int(share * 100)
        if stream.isatty() and percent != last[0]:
            last[0] = percent
            end = "\n" if percent >= 100 else ""
            stream.write(f"\r{percent:3d} %, value {value:.4f}{end}")
            stream.flush()

    return tell
