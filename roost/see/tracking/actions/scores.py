"""Enter scores and take them back. The ledger and its cells change in one transaction or not at all."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound, Problem
from roost.ground.people.models import Person
from roost.see.tracking.access import may_run, visible_entries
from roost.see.tracking.actions.cells import add_to_cells
from roost.see.tracking.actions.readying import BATCH, Ready, changes_by, ready_scores
from roost.see.tracking.actions.verbs import CORRECTED, SUBMITTED
from roost.see.tracking.engine import parse_rules
from roost.see.tracking.models import Entry, Program

MOST_AT_ONCE = 100_000


@dataclass(frozen=True)
class Score:
    """One score as it was handed in.

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


def submit_scores(program: Program, *, by: Person, scores: Sequence[Score], source: str = "page") -> Submitted:
    """Enter many scores at once, in any order and as often as one likes: a key counts once.

    Raises InputError naming row and column of everything that cannot be used, Forbidden for somebody who may not
    enter scores of others, Conflict where the rules changed meanwhile; then nothing is written.
    """
    if len(scores) > MOST_AT_ONCE:
        raise InputError(
            _("At most %(most)s scores go in at once. Send the rest after.") % {"most": f"{MOST_AT_ONCE:,}"}
        )
    _refuse_for_others(program, by, scores)
    rule = program.rules.latest("version")
    rules = parse_rules(rule.document)
    keyed = [score if score.key else replace(score, key=str(uuid.uuid4())) for score in scores]
    # All reading is done before the lock is taken, so that a large file keeps nobody waiting.
    ready, problems = ready_scores(program, rules, keyed)
    with transaction.atomic():
        # One writer per program: a score and its reversal that arrive together must see each other.
        program = Program.objects.select_for_update().get(pk=program.pk)
        if program.rules.latest("version").version != rule.version:
            raise Conflict(_("The rules changed at this very moment. Send the scores again."))
        fresh, repeated = _without_repeats(ready, _known_contents(program, ready))
        if problems or repeated:
            raise InputError(sorted([*problems, *repeated], key=lambda problem: problem.row or 0))
        entries = [_entry(program, one, by=by, source=source) for one in fresh]
        changes = changes_by(program, rules, fresh)
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
    own_key = hashlib.sha256(key.encode()).hexdigest()
    reversal = Score(person=0, metric="", value="", occurred="", key=f"reversal:{own_key}", reverses=key)
    return submit_scores(program, by=by, scores=[reversal], source=source)


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
        raise Forbidden(_("A score is taken back by the person, by who entered it, or by who runs the program."))


def _known_contents(program: Program, ready: Sequence[Ready]) -> dict[str, str]:
    found: dict[str, str] = {}
    keys = [one.key for one in ready]
    for start in range(0, len(keys), BATCH):
        rows = Entry.objects.filter(program=program, key__in=keys[start : start + BATCH])
        found.update(rows.values_list("key", "content"))
    return found


def _without_repeats(ready: Sequence[Ready], known: dict[str, str]) -> tuple[list[Ready], list[Problem]]:
    contents, fresh, problems = dict(known), [], []
    for one in ready:
        if one.key not in contents:
            contents[one.key] = one.content
            fresh.append(one)
        elif contents[one.key] != one.content:
            words = _("This id was used before, for something else. Give the new entry an id of its own.")
            problems.append(Problem(words, one.row, "id", one.key))
    return fresh, problems


def _entry(program: Program, one: Ready, *, by: Person, source: str) -> Entry:
    return Entry(
        organisation_id=program.organisation_id,
        program=program,
        key=one.key,
        content=one.content,
        metric_id=one.metric,
        person_id=one.person,
        value=one.value,
        occurred=one.occurred,
        reverses=one.reverses,
        recorded_by=by,
        recorded_at=clock.now(),
        source=source,
    )


def _tell(program: Program, entries: Sequence[Entry], by: Person, source: str) -> None:
    """Record one fact for the scores of a delivery and one for its reversals."""
    scores = [entry for entry in entries if entry.reverses is None]
    reversals = [entry for entry in entries if entry.reverses is not None]
    for verb, told_of in ((SUBMITTED, scores), (CORRECTED, reversals)):
        if told_of:
            told = Told(
                verb,
                program.organisation_id,
                actor=by.pk,
                people={entry.person_id for entry in told_of if entry.person_id},
                subject=f"program:{program.pk}",
                quantity=len(told_of),
                source=source,
            )
            record(told)
