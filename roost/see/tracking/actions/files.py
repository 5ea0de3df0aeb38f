"""Enter scores from a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from os import PathLike

from django.utils.translation import gettext as _

from roost.ground.kit.errors import Forbidden, InputError
from roost.ground.people.engine import separator_of
from roost.ground.people.models import Affiliation, Person
from roost.see.tracking.access import may_run
from roost.see.tracking.actions.delivering import Following, Submitted, by_rules_in_force, deliver
from roost.see.tracking.actions.readying import Checking, Ready
from roost.see.tracking.engine import ENTRY_COLUMNS, Reversal, Rules, parse_rules, read_entries, show
from roost.see.tracking.models import Program, Rule

MOST_PROBLEMS = 20
FIRST_BYTES = 2**14


def submit_file(
    program: Program, *, by: Person, path: str | PathLike[str], name: str, following: Following | None = None
) -> Submitted:
    """Enter the scores of a CSV file, all or none; people are named by employee id or e-mail.

    It may be separated by comma, semicolon or tab, as spreadsheets of different languages write it, and name metrics by
    key or label.
    A row without an id is known by its content and by how often that content came before it in the file, so the same
    file twice enters nothing new. A million rows take about 300 MB of memory, and 500 where each has an id.
    Raises InputError naming `name`, row, column and value of twenty places at most, Forbidden for somebody who does not
    run the program, Conflict where the rules changed twice meanwhile; then nothing is written.
    """
    if not may_run(by, program):
        raise Forbidden(_("Files of scores are entered by whoever runs the program."))
    people, keys = _People(program), list(program.metrics.values_list("key", flat=True))

    def enter(rule: Rule) -> Submitted:
        rules = parse_rules(rule.document)
        checking = Checking(program, rules, people.everybody)
        return deliver(
            program,
            rules,
            _checked(path, checking, rules, people, _Metrics(rules, keys)),
            version=rule.version,
            problems=checking.problems,
            by=by,
            source="file",
            following=following,
        )

    try:
        return by_rules_in_force(program, enter)
    except InputError as error:
        raise InputError([replace(problem, file=name) for problem in error.problems[:MOST_PROBLEMS]]) from None


class _People:
    """Find the people of a program's organisation by the employee id or e-mail address of a row."""

    def __init__(self, program: Program) -> None:
        self.everybody: set[int] = set()
        self._by_id: dict[str, int] = {}
        self._by_any: dict[str, int | None] = {}
        belonging = Affiliation.objects.filter(organisation=program.organisation_id)
        for person, email, employee_id in belonging.values_list("person", "person__email", "employee_id"):
            self.everybody.add(person)
            if employee_id:
                self._by_id[employee_id] = person
            for name in {(email or "").lower(), (employee_id or "").lower()} - {""}:
                fits_another = self._by_any.setdefault(name, person) != person
                self._by_any[name] = None if fits_another else person

    def named(self, name: str) -> int:
        """Give whose employee id this is, letter by letter, or the only one whose id or address it is in any letters.

        Raises LookupError with words for the person where nobody fits, or several do.
        """
        exact = self._by_id.get(name)
        if exact is not None:
            return exact
        if name.lower() not in self._by_any:
            raise LookupError(_("Nobody here has this employee id or e-mail address."))
        fitting = self._by_any[name.lower()]
        if fitting is None:
            raise LookupError(_("Several people here could be meant. Write the employee id exactly as it is kept."))
        return fitting


class _Metrics(dict[str, str]):
    """Find the key of a metric by how a file names it: its key or its label, in any letters, with - or _ or a space."""

    def __init__(self, rules: Rules, keys: Iterable[str]) -> None:
        super().__init__({key: key for key in keys})
        self._by_any: dict[str, str | None] = {}
        for metric in rules.metrics:
            for name in {_plain(metric.key), _plain(metric.label or metric.key)}:
                fits_another = self._by_any.setdefault(name, metric.key) != metric.key
                self._by_any[name] = None if fits_another else metric.key

    def __missing__(self, name: str) -> str:
        self[name] = found = self._by_any.get(_plain(name)) or name
        return found


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _checked(
    path: str | PathLike[str], checking: Checking, rules: Rules, people: _People, metrics: _Metrics
) -> Iterator[Ready]:
    keys = _Keys()
    try:
        for row in read_entries(path, rules, separator=_separator(path)):
            if isinstance(row, Reversal) and row.value.strip():
                ready = None
                words = _("This row takes back another, so its value counts for nothing. Give it a row of its own.")
                checking.refuse(words, row.row, "value", row.value)
            elif isinstance(row, Reversal):
                key = row.id or keys.of("reversal", json.dumps([row.reverses]))
                ready = checking.reversal(row.row, key, row.reverses)
            else:
                try:
                    person = people.named(row.person.strip())
                except LookupError as error:
                    ready = None
                    checking.refuse(str(error), row.row, "person", row.person)
                else:
                    metric = metrics[row.metric]
                    key = row.id or keys.of_score(person, metric, row.value, row.occurred_at)
                    ready = checking.score(row.row, key, person, metric, row.value, row.occurred_at, row.day)
            if ready is not None:
                yield ready
            elif len(checking.problems) >= MOST_PROBLEMS:
                return
    except InputError as error:
        checking.problems += error.problems


def _separator(path: str | PathLike[str]) -> str:
    try:
        with open(path, "rb") as file:
            start = file.read(FIRST_BYTES)
    except OSError:
        return ","  # whoever reads it next says why it cannot be read
    return separator_of(start, lambda header: header.lower() in ENTRY_COLUMNS)


class _Keys:
    """Make keys of rows without an id, from their content and how often it came before."""

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()
        # The same numbers and metrics come again and again.
        self._shown, self._named = lru_cache(2**16)(show), lru_cache(2**10)(json.dumps)

    def of(self, kind: str, content: str) -> str:
        """Give the key of a row of this content, in JSON."""
        digest = sha256(content.encode())
        # Half a digest tells a million contents apart, and takes less room.
        short = digest.digest()[:16]
        self._seen[short] += 1
        return f"{kind}:{digest.hexdigest()}:{self._seen[short]}"

    def of_score(self, person: int, metric: str, value: int, occurred: str) -> str:
        """Give the key of a score; a number and a time that could be read need no escapes."""
        return self.of("row", f'[{person}, {self._named(metric)}, "{self._shown(value)}", "{occurred}"]')
