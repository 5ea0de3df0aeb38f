"""`roost people import FILE`: bring people in from a CSV file, or say what that would do."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from roost.ground.kit.errors import Problem
from roost.ground.kit.scopes import touching
from roost.ground.people.actions import apply_plan, create_organisation
from roost.ground.people.engine import MAX_BYTES, Plan
from roost.ground.people.management.database import make_database_if_missing
from roost.ground.people.models import Organisation
from roost.ground.people.reads import plan_file, preview_of, today_here

FIRST_ORGANISATION = "My organisation"
MOST_LINES = 20


class Command(BaseCommand):
    """Import people; exit status 2 and a message on standard error where the file cannot be used.

    With --json the counts and the problems stand on standard output also then, so that a program can read them; without
    it standard output stays empty.
    """

    help = "Bring people in from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="step", required=True, metavar="COMMAND")
        bring = commands.add_parser("import", help="add, change, move and, if asked, end people as a CSV file says")
        bring.add_argument("file", type=Path, metavar="FILE", help="CSV in UTF-8 with headers; comma, semicolon or tab")
        bring.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        bring.add_argument("--leavers", action="store_true", help="people who are missing from the file have left")
        bring.add_argument("--organisation", metavar="NAME", help="needed where there are several; the first is made")
        bring.add_argument("--json", action="store_true", help="answer counts and problems as JSON")

    def handle(self, *args: Any, file: Path, organisation: str | None, leavers: bool, **options: Any) -> None:
        content = _content(file)
        make_database_if_missing()
        with transaction.atomic():
            chosen, is_new = _organisation(organisation)
            with touching(chosen.pk):
                plan = plan_file(chosen, content, leavers=leavers, day=today_here())
                lines = _in_words(plan, chosen, written=not options["dry_run"])
                if options["dry_run"] or plan.problems:
                    transaction.set_rollback(True)
                else:
                    apply_plan(chosen, plan, day=today_here(), by=None)
        if options["json"]:
            self.stdout.write(_as_json(plan))
        if plan.problems:
            raise CommandError(_refusal(plan.problems, file), returncode=2)
        if is_new:
            made = "would be made" if options["dry_run"] else "was made"
            self.stderr.write(f"There was no organisation here, so '{chosen.name}' {made}.")
        if not options["json"]:
            self.stdout.write("\n".join(lines))


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file}: this file cannot be read ({error.strerror}).", returncode=2) from None


def _organisation(name: str | None) -> tuple[Organisation, bool]:
    """Find the organisation that is meant; where there is none yet, make it. Say whether it is new."""
    known = list(Organisation.objects.select_for_update(no_key=True).order_by("name"))
    if not known:
        return create_organisation(name or FIRST_ORGANISATION, by=None), True
    if name is None and len(known) == 1:
        return known[0], False
    for organisation in known:
        if organisation.name == name:
            return organisation, False
    names = ", ".join(f"'{organisation.name}'" for organisation in known)
    found = f"There is no organisation '{name}'" if name else "There are several organisations"
    raise CommandError(f"--organisation: {found}. Name one of {names}.", returncode=2)


def _as_json(plan: Plan) -> str:
    return json.dumps(plan.as_dict(), ensure_ascii=False)


def _refusal(problems: tuple[Problem, ...], file: Path) -> str:
    lines = []
    for problem in problems[:MOST_LINES]:
        value = f" ({problem.value!r})" if problem.value else ""
        lines.append(f"{replace(problem, file=str(file))}{value}")
    if len(problems) > MOST_LINES:
        lines.append(f"And {len(problems) - MOST_LINES:,} more. Nothing was written.")
    return "\n".join(lines)


def _in_words(plan: Plan, organisation: Organisation, *, written: bool) -> list[str]:
    preview = preview_of(plan, organisation)
    lines = []
    for group in preview.groups:
        lines.append(f"{group.label}: {group.count:,}")
        for step in group.steps[:MOST_LINES]:
            changes = "; ".join(
                f"{change.label} {change.before or '-'} -> {change.after or '-'}"
                if change.before
                else f"{change.label} {change.after}"
                for change in step.changes
            )
            lines.append(f"  {step.name}{f' ({step.line})' if step.line else ''}: {changes}")
        hidden = group.count - min(len(group.steps), MOST_LINES)
        if group.steps and hidden:
            lines.append(f"  and {hidden:,} more")
    if preview.unused:
        lines.append(f"Not used: {', '.join(preview.unused)}")
    lines += preview.remarks
    lines.append(f"Written to {organisation.name}." if written else "Nothing was written.")
    return lines
