"""Bring scores that were checked into the ledger, all or none. Ledger and cells change in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.kit.errors import Conflict, InputError, Problem
from roost.ground.people.models import Person
from roost.see.tracking.actions.aside import CHUNK
from roost.see.tracking.actions.readying import Ready
from roost.see.tracking.actions.staging import Staging, staging
from roost.see.tracking.actions.verbs import CORRECTED, SUBMITTED, told_as
from roost.see.tracking.engine import Rules
from roost.see.tracking.models import Program, Rule, State


@dataclass(frozen=True)
class Submitted:
    """How many rows were new, and how many were here already.

    Of those that were here, `taken_back` were taken back and stay so. Of the new scores, `teamless` lie on a day on
    which their person was in no team, `late` in a period that is closed, and `uncounted` are of metrics that the rules
    left out.
    """

    added: int
    known: int
    taken_back: int = 0
    teamless: int = 0
    late: int = 0
    uncounted: int = 0


class RulesChanged(Conflict):
    """Say that rows were checked by rules that hold no more."""


class Following:
    """Be told how a delivery gets on; this one keeps it to itself."""

    def came_to(self, rows: int) -> None:
        """Hear how many rows were read and checked so far."""

    def writes(self) -> None:
        """Hear that everything was read and will now be written."""

    def wrote(self, submitted: Submitted, after: int, upto: int) -> None:
        """Hear what was written, inside the transaction that writes it: entries with ids above `after` up to `upto`."""


def by_rules_in_force(program: Program, enter: Callable[[Rule], Submitted]) -> Submitted:
    """Enter scores by the rules in force, and once again where others came into force meanwhile.

    Raises what `enter` does; RulesChanged, which is a Conflict, only where they changed twice.
    """
    try:
        return enter(program.rules.latest("version"))
    except RulesChanged:
        return enter(program.rules.latest("version"))


def deliver(
    program: Program,
    rules: Rules,
    rows: Iterable[Ready],
    *,
    version: int,
    problems: Sequence[Problem],
    by: Person,
    source: str,
    following: Following | None = None,
    exact: bool = False,
) -> Submitted:
    """Write checked rows in any order, each key once; `problems` grows while the rows are read.

    `version` is that of the `rules` by which they are checked. A key that is free again because its file was taken back
    may be used once more, unless keys are `exact`: those of the ledger, not ids that people gave.
    Reading and comparing is done before the lock is taken, so that a large file keeps nobody waiting longer than
    writing takes.
    Raises InputError, RulesChanged where the rules are others by then, Conflict where the program is retired; then
    nothing is written.
    """
    following = following or Following()
    with staging(program, rules, exact=exact) as staged:
        for chunk in _chunks(rows):
            staged.add(chunk)
            following.came_to(staged.given)
        last_entry = Program.objects.values_list("last_entry", flat=True).get(pk=program.pk)
        staged.arrange()
        staged.compare()
        _refuse(problems, staged)
        following.writes()
        with transaction.atomic():
            # One writer per program: a score and its reversal that arrive together must see each other.
            program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
            if program.rules.latest("version").version != version:
                raise RulesChanged(_("The rules changed at this very moment. Send the scores again."))
            if program.state == State.RETIRED and staged.scores:
                raise Conflict(_("This program is retired, so no scores come in any more."))
            if program.last_entry != last_entry and staged.is_touched_since(last_entry):
                staged.compare()
                _refuse(problems, staged)
            submitted = _write(program, staged, by=by, source=source)
            following.wrote(submitted, staged.before, staged.last_entry)
    return submitted


def _chunks(rows: Iterable[Ready]) -> Iterator[list[Ready]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def _refuse(problems: Sequence[Problem], staged: Staging) -> None:
    if problems or staged.repeated:
        raise InputError(sorted([*problems, *staged.repeated], key=lambda problem: problem.row or 0))


def _write(program: Program, staged: Staging, *, by: Person, source: str) -> Submitted:
    """Write the rows, and record one fact for the scores of a delivery and one for its reversals."""
    written = staged.scores + staged.reversals
    known = staged.given - written
    taken_back = staged.taken_back() if known else 0
    submitted = Submitted(written, known, taken_back, *(staged.without_effect() if staged.scores else ()))
    if written:
        staged.write(by=by, source=source)
        Program.objects.filter(pk=program.pk).update(last_entry=staged.last_entry)
    for verb, quantity, people in (
        (SUBMITTED, staged.scores, staged.people),
        (CORRECTED, staged.reversals, set[int]()),
    ):
        if quantity:
            told = Told(
                told_as(verb, program),
                program.organisation_id,
                actor=by.pk,
                people=people,
                subject=f"program:{program.pk}",
                quantity=quantity,
                source=source,
            )
            record(told)
    return submitted
