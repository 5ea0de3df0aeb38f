"""Enter scores and take them back. The ledger and its cells change in one transaction or not at all."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Verb
from roost.ground.kit import clock
from roost.ground.kit.errors import Forbidden, InputError, NotFound, Problem
from roost.ground.people.models import Affiliation, Person
from roost.see.tracking.access import may_run, visible_entries
from roost.see.tracking.actions.cells import Place, add_to_cells
from roost.see.tracking.actions.verbs import CORRECTED, SUBMITTED
from roost.see.tracking.engine import Rules, local_day, parse_rules, thousandths
from roost.see.tracking.models import Entry, Metric, Program

BATCH = 900


@dataclass(frozen=True)
class Score:
    """One score as it was handed in; texts are kept because the same key with other content must be noticed.

    `person` is a person's id, `value` a number with at most three places, `occurred` ISO 8601, `row` where it stood.
    With `reverses`, the row takes back the entry of that key and its other values do not count.
    """

    person: int
    metric: str
    value: str
    occurred: str
    key: str = ""
    reverses: str = ""
    row: int | None = None

    @property
    def content(self) -> str:
        told = [self.person, self.metric, self.value, self.occurred, self.reverses]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True)
class Submitted:
    """What became of the scores handed in: new ones, and those that were here already."""

    entries: tuple[Entry, ...]
    known: int

    @property
    def added(self) -> int:
        return len(self.entries)


def submit_score(program: Program, *, by: Person, score: Score, source: str = "page") -> Entry:
    """Enter one score and return its entry; the same key again returns the first. See `submit_scores` for errors."""
    submitted = submit_scores(program, by=by, scores=[score], source=source)
    return submitted.entries[0] if submitted.entries else Entry.objects.get(program=program, key=score.key)


@transaction.atomic
def submit_scores(program: Program, *, by: Person, scores: Sequence[Score], source: str = "page") -> Submitted:
    """Enter many scores at once, in any order and as often as one likes: a key counts once.

    Raises InputError naming row and column of everything that cannot be used, Forbidden for somebody who may not
    enter scores of others; then nothing is written.
    """
    # One writer per program: a score and its reversal that arrive together must see each other.
    program = Program.objects.select_for_update().get(pk=program.pk)
    rules = parse_rules(program.rules.latest("version").document)
    _refuse_for_others(program, by, scores)
    scores = [score if score.key else _with_key(score) for score in scores]
    known = _known_contents(program, scores)
    fresh, problems = _without_repeats(scores, known)
    entries, days, more = _entries(program, rules, fresh, by=by, source=source)
    if problems or more:
        raise InputError(sorted([*problems, *more], key=lambda problem: problem.row or 0))
    changes = _changes(program, entries, days)
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    add_to_cells(program, changes)
    _tell(program, entries, by, source)
    return Submitted(tuple(entries), known=len(scores) - len(entries))


def reverse_score(program: Program, *, by: Person, key: str, source: str = "page") -> Submitted:
    """Take back the entry of that key by a further row; doing it twice changes nothing.

    Raises NotFound for an unknown key or a reversal, Forbidden for somebody else's score.
    """
    if not Entry.objects.filter(program=program, key=key, reverses=None).exists():
        raise NotFound(_("There is no such entry."))
    return submit_scores(program, by=by, scores=[_reversal(key)], source=source)


def _reversal(key: str) -> Score:
    own_key = hashlib.sha256(key.encode()).hexdigest()
    return Score(person=0, metric="", value="", occurred="", key=f"reversal:{own_key}", reverses=key)


def _with_key(score: Score) -> Score:
    return Score(**{**score.__dict__, "key": str(uuid.uuid4())})


def _refuse_for_others(program: Program, by: Person, scores: Sequence[Score]) -> None:
    """Let members enter and take back their own scores, and take back what they entered; runners may do all."""
    if may_run(by, program):
        return
    if any(not score.reverses and score.person != by.pk for score in scores):
        raise Forbidden(_("You can enter your own scores. Those of others are entered by whoever runs the program."))
    handed_in = {score.key for score in scores}
    before = {score.reverses for score in scores if score.reverses} - handed_in
    own = set(visible_entries(by, program).filter(key__in=before).values_list("key", flat=True))
    if before - own:
        raise Forbidden(_("Only the person, who entered it, or who runs the program can take a score back."))


def _known_contents(program: Program, scores: Sequence[Score]) -> dict[str, str]:
    found: dict[str, str] = {}
    keys = [score.key for score in scores]
    for start in range(0, len(keys), BATCH):
        rows = Entry.objects.filter(program=program, key__in=keys[start : start + BATCH])
        found.update(rows.values_list("key", "content"))
    return found


def _without_repeats(scores: Sequence[Score], known: dict[str, str]) -> tuple[list[Score], list[Problem]]:
    contents, fresh, problems = dict(known), [], []
    for score in scores:
        if score.key not in contents:
            contents[score.key] = score.content
            fresh.append(score)
        elif contents[score.key] != score.content:
            words = _("This id was used before, for something else. Give the new entry an id of its own.")
            problems.append(Problem(words, score.row, "id", score.key))
    return fresh, problems


def _entries(
    program: Program, rules: Rules, scores: Sequence[Score], *, by: Person, source: str
) -> tuple[list[Entry], dict[str, int], list[Problem]]:
    metrics = {metric.key: metric for metric in program.metrics.all()}
    people = _members(program, {score.person for score in scores if not score.reverses})
    entries, days, problems = [], {}, []
    for score in scores:
        entry = Entry(
            organisation_id=program.organisation_id,
            program=program,
            key=score.key,
            content=score.content,
            reverses=score.reverses or None,
            recorded_by=by,
            recorded_at=clock.now(),
            source=source,
        )
        if not score.reverses:
            found = _problems_of(score, metrics, people, rules)
            problems += found
            if not found:
                entry.metric, entry.person_id = metrics[score.metric], score.person
                entry.value, entry.occurred = thousandths(score.value), score.occurred
                days[score.key] = local_day(score.occurred, rules.zone).toordinal()
        if len(score.key) > 120 or len(score.reverses) > 120:
            problems.append(Problem(_("An id has at most 120 characters."), score.row, "id", score.key[:40]))
        entries.append(entry)
    return entries, days, problems


def _problems_of(score: Score, metrics: dict[str, Metric], people: set[int], rules: Rules) -> list[Problem]:
    found = []
    if score.person not in people:
        found.append(Problem(_("Nobody of this organisation has that id."), score.row, "person", str(score.person)))
    if score.metric not in metrics:
        choice = ", ".join(metric.key for metric in rules.metrics)
        words = _("This program counts no such metric. It counts: %(metrics)s.") % {"metrics": choice}
        found.append(Problem(words, score.row, "metric", score.metric))
    try:
        thousandths(score.value)
    except ValueError as error:
        found.append(Problem(str(error), score.row, "value", score.value))
    try:
        local_day(score.occurred, rules.zone)
    except ValueError as error:
        found.append(Problem(str(error), score.row, "occurred_at", score.occurred))
    return found


def _members(program: Program, people: set[int]) -> set[int]:
    return set(
        Affiliation.objects.filter(organisation=program.organisation_id, person__in=people).values_list(
            "person_id", flat=True
        )
    )


def _changes(program: Program, entries: Sequence[Entry], days: dict[str, int]) -> dict[Place, tuple[int, int]]:
    """Work out what new rows do to cells: a score counts unless it is reversed, wherever the reversal stands."""
    new = {entry.key: entry for entry in entries if entry.reverses is None}
    reversals = {entry.reverses for entry in entries if entry.reverses is not None}
    taken_back = reversals | _reversed_before(program, new)
    changes: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
    for key, entry in new.items():
        if key not in taken_back:
            _add(changes, entry, days[key], +1)
    rules = parse_rules(program.rules.latest("version").document)
    for entry in _standing_before(program, reversals - new.keys()):
        _add(changes, entry, local_day(entry.occurred, rules.zone).toordinal(), -1)
    return {place: (total, count) for place, (total, count) in changes.items()}


def _add(changes: dict[Place, list[int]], entry: Entry, day: int, sign: int) -> None:
    change = changes[entry.metric_id, entry.person_id, day]  # type: ignore[index]
    change[0] += sign * (entry.value or 0)
    change[1] += sign


def _reversed_before(program: Program, keys: Sequence[str] | dict[str, Entry]) -> set[str]:
    found: set[str] = set()
    wanted = list(keys)
    for start in range(0, len(wanted), BATCH):
        rows = Entry.objects.filter(program=program, reverses__in=wanted[start : start + BATCH])
        found.update(key for key in rows.values_list("reverses", flat=True) if key)
    return found


def _standing_before(program: Program, keys: set[str]) -> list[Entry]:
    """Give the scores of these keys that are in the ledger and not reversed yet."""
    wanted = sorted(keys - _reversed_before(program, sorted(keys)))
    found: list[Entry] = []
    for start in range(0, len(wanted), BATCH):
        found += Entry.objects.filter(program=program, reverses=None, key__in=wanted[start : start + BATCH])
    return found


def _tell(program: Program, entries: Sequence[Entry], by: Person, source: str) -> None:
    """Record one fact for the scores of a delivery and one for its reversals."""
    scores = [entry for entry in entries if entry.reverses is None]
    reversals = [entry for entry in entries if entry.reverses is not None]
    told: list[tuple[Verb, list[Entry]]] = [(SUBMITTED, scores), (CORRECTED, reversals)]
    for verb, told_of in told:
        if told_of:
            people = {entry.person_id for entry in told_of if entry.person_id}
            record(
                Told(
                    verb,
                    program.organisation_id,
                    actor=by.pk,
                    people=people,
                    subject=f"program:{program.pk}",
                    quantity=len(told_of),
                    source=source,
                )
            )
