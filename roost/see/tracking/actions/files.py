"""Enter scores from a file."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from os import PathLike

from django.utils.translation import gettext as _

from roost.ground.kit.errors import InputError, Problem
from roost.ground.people.models import Affiliation, Person
from roost.see.tracking.actions.scores import Score, Submitted, submit_scores
from roost.see.tracking.engine import Reversal, parse_rules, read_entries, show
from roost.see.tracking.models import Program


def submit_file(program: Program, *, by: Person, path: str | PathLike[str], name: str) -> Submitted:
    """Enter the scores of a CSV file, all or none; people are named by employee id or e-mail.

    A row without an id is known by its content and by how often that content came before it in the file, so the same
    file twice enters nothing new. Raises InputError naming `name`, row, column and value.
    """
    rules = parse_rules(program.rules.latest("version").document)
    try:
        rows = list(read_entries(path, rules))
    except InputError as error:
        raise InputError([replace(problem, file=name) for problem in error.problems]) from None
    people = _people(program)
    seen: Counter[str] = Counter()
    scores, problems = [], []
    for row in rows:
        if isinstance(row, Reversal):
            key = row.id or _key("reversal", [row.reverses], seen)
            scores.append(Score(0, "", "", "", key=key, reverses=row.reverses, row=row.row))
            continue
        person = people.get(row.person.strip().lower())
        if person is None:
            words = _("Nobody here has this employee id or e-mail address.")
            problems.append(Problem(words, row.row, "person", row.person[:100], name))
            continue
        value = show(row.value)
        key = row.id or _key("row", [person, row.metric, value, row.occurred_at], seen)
        scores.append(Score(person, row.metric, value, row.occurred_at, key=key, row=row.row))
    if problems:
        raise InputError(problems)
    return submit_scores(program, by=by, scores=scores, source="file")


def _people(program: Program) -> dict[str, int]:
    """Map employee ids and e-mail addresses, in small letters, to people; an employee id wins over an address."""
    found: dict[str, int] = {}
    belonging = Affiliation.objects.filter(organisation=program.organisation_id)
    for person, email, employee_id in belonging.values_list("person", "person__email", "employee_id"):
        if email:
            found.setdefault(email.lower(), person)
        if employee_id:
            found[employee_id.lower()] = person
    return found


def _key(kind: str, content: list[object], seen: Counter[str]) -> str:
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    seen[digest] += 1
    return f"{kind}:{digest}:{seen[digest]}"
