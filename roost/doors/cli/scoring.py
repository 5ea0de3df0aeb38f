"""`roost circles score`: what a plan of circles is worth, checked by nothing that makes plans."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

from roost.gather.circles.engine.plans import read_past, read_plan
from roost.gather.circles.engine.roster import read_roster
from roost.gather.circles.engine.rules import Rules
from roost.gather.circles.engine.rules_document import read_rules, sizes_of
from roost.gather.circles.engine.scoring.score import Score, score
from roost.gather.circles.engine.scoring.violations import Violation
from roost.ground.kit.errors import InputError

MOST_LINES = 20


def add_score(commands: Any) -> None:
    """Add `score` to a parser's commands."""
    command = commands.add_parser("score", help="say what a plan is worth and what it breaks")
    command.add_argument("roster", metavar="ROSTER", help="roster.csv: id and what is known of each person")
    command.add_argument("plan", metavar="PLAN", help="plan.csv: id,circle")
    command.add_argument("--size", metavar="LO-HI", help="how many people may sit in a circle, as 6-8")
    command.add_argument("--rules", metavar="FILE", help="rules.toml (default: managers sit apart from their reports)")
    command.add_argument("--history", metavar="FILE", help="past.csv: id,circle,round of earlier rounds")
    command.add_argument("--json", action="store_true", help="answer with JSON")
    command.set_defaults(run=run_score)


def run_score(options: argparse.Namespace) -> int:
    """Print the score and give the exit status: 0, or 2 with one message on standard error."""
    try:
        sizes = sizes_of(options.size) if options.size is not None else None
        rules = read_rules(options.rules) if options.rules else Rules()
        roster = read_roster(options.roster)
        plan = read_plan(options.plan, roster)
        past = read_past(options.history) if options.history else None
        found = score(roster, rules, plan, sizes=sizes, past=past)
    except InputError as error:
        first, *others = error.problems
        print(f"{first} (and {len(others)} more)" if others else first, file=sys.stderr)
        return 2
    answer = json.dumps(found.as_json()) if options.json else "\n".join(_lines(found))
    encoding = sys.stdout.encoding or "utf-8"
    print(answer.encode(encoding, "backslashreplace").decode(encoding))
    return 0


def _lines(found: Score) -> Iterable[str]:
    sizes = ", ".join(f"{many} of {size}" for size, many in sorted(Counter(found.sizes).items(), reverse=True))
    yield f"{found.people} people in {found.circles} circles: {sizes}"
    yield f"Diversity: {found.diversity:.4f} (by chance {found.random_median:.4f}, at best {found.bound:.4f})"
    yield f"Lowest: {found.worst_circle.value:.4f}, {_shown(found.worst_circle.circle)}"
    if found.likeness is not None:
        yield f"Likeness: {found.likeness:.4f}"
    if found.worst_faultline is not None:
        worst = found.worst_faultline
        yield f"Faultline: {found.faultline:.4f}, strongest {worst.value:.4f} in {_shown(worst.circle)}"
    yield from _broken("Rules broken", found.violations)
    yield from _broken("Wishes not met", found.soft)


def _broken(title: str, found: tuple[Violation, ...]) -> Iterable[str]:
    yield f"{title}: {len(found) or 'none'}"
    for one in found[:MOST_LINES]:
        yield f"  {_shown(one.circle)}: {_shown(one.rule)}: {', '.join(map(_shown, one.people))}"
    if len(found) > MOST_LINES:
        yield f"  and {len(found) - MOST_LINES} more"


def _shown(name: str) -> str:
    # A name may hold anything, also what moves a terminal's cursor.
    return name if name.isprintable() else repr(name)
