"""Read scores as they were handed in: what they mean, what is wrong with them, what they do to cells."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Problem
from roost.ground.people.models import Affiliation
from roost.see.tracking.actions.cells import Place
from roost.see.tracking.engine import Rules, local_day, thousandths
from roost.see.tracking.models import LONGEST_KEY, Entry, Program

BATCH = 900


class HandedIn(Protocol):
    """A score as `submit_scores` takes it."""

    @property
    def person(self) -> int: ...
    @property
    def metric(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def occurred(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def reverses(self) -> str: ...
    @property
    def row(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A score or reversal that can be written; `content` tells a repeated delivery from a different one."""

    key: str
    content: str
    row: int | None
    reverses: str | None = None
    metric: int | None = None
    person: int | None = None
    value: int | None = None
    occurred: str = ""
    day: int = 0


def ready_scores(program: Program, rules: Rules, scores: Sequence[HandedIn]) -> tuple[list[Ready], list[Problem]]:
    """Read every score once; what cannot be used is named by row and column. Two queries and one per 900 people."""
    reading = _Reading(program, rules, {score.person for score in scores if not score.reverses})
    ready = [reading.one(score) for score in scores]
    return [one for one in ready if one is not None], reading.problems


class _Reading:
    """What is needed to read one score after the other."""

    def __init__(self, program: Program, rules: Rules, people: set[int]) -> None:
        self.rules = rules
        self.metrics = {metric.key: metric.pk for metric in program.metrics.all()}
        self.people = _members(program, people)
        self.today = clock.today(rules.time_zone).toordinal()
        self.days: dict[str, int] = {}
        self.problems: list[Problem] = []

    def one(self, score: HandedIn) -> Ready | None:
        before = len(self.problems)
        if max(len(score.key), len(score.reverses)) > LONGEST_KEY:
            words = _("An id has at most %(most)s characters.") % {"most": LONGEST_KEY}
            self._refuse(words, score, "id", score.key[:40])
        if score.reverses:
            content = _content([score.reverses])
            return None if len(self.problems) > before else Ready(score.key, content, score.row, score.reverses)
        if score.person not in self.people:
            self._refuse(_("Nobody of this organisation has that id."), score, "person", str(score.person))
        if score.metric not in self.metrics:
            choice = {"metrics": ", ".join(metric.key for metric in self.rules.metrics)}
            words = _("This program counts no such metric. It counts: %(metrics)s.") % choice
            self._refuse(words, score, "metric", score.metric)
        value, day = self._value(score), self._day(score)
        if len(self.problems) > before:
            return None
        content = _content([score.person, score.metric, value, score.occurred])
        metric = self.metrics[score.metric]
        return Ready(score.key, content, score.row, None, metric, score.person, value, score.occurred, day)

    def _value(self, score: HandedIn) -> int:
        try:
            return thousandths(score.value)
        except ValueError as error:
            self._refuse(str(error), score, "value", score.value)
            return 0

    def _day(self, score: HandedIn) -> int:
        if score.occurred not in self.days:
            try:
                self.days[score.occurred] = local_day(score.occurred, self.rules.zone).toordinal()
            except ValueError as error:
                self._refuse(str(error), score, "occurred_at", score.occurred)
                return 0
        if self.days[score.occurred] > self.today:
            self._refuse(_("This day has not come yet."), score, "occurred_at", score.occurred)
        return self.days[score.occurred]

    def _refuse(self, words: str, score: HandedIn, column: str, value: str) -> None:
        self.problems.append(Problem(words, score.row, column, value[:100]))


def _content(told: list[object]) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _members(program: Program, people: set[int]) -> set[int]:
    found: set[int] = set()
    wanted = sorted(people)
    belonging = Affiliation.objects.filter(organisation=program.organisation_id)
    for start in range(0, len(wanted), BATCH):
        found.update(belonging.filter(person__in=wanted[start : start + BATCH]).values_list("person_id", flat=True))
    return found


def changes_by(program: Program, rules: Rules, fresh: Sequence[Ready]) -> dict[Place, tuple[int, int]]:
    """Work out what new rows do to cells: a score counts unless it is reversed, wherever the reversal stands."""
    new = {one.key: one for one in fresh if one.reverses is None}
    reversals = {one.reverses for one in fresh if one.reverses is not None}
    taken_back = reversals | _reversed_before(program, new)
    changes: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
    for key, one in new.items():
        if key not in taken_back and one.metric and one.person:
            _add(changes, (one.metric, one.person, one.day), one.value or 0, +1)
    for entry in _standing_before(program, reversals - new.keys()):
        if entry.metric_id and entry.person_id:
            day = local_day(entry.occurred, rules.zone).toordinal()
            _add(changes, (entry.metric_id, entry.person_id, day), entry.value or 0, -1)
    return {place: (total, count) for place, (total, count) in changes.items()}


def _add(changes: dict[Place, list[int]], place: Place, value: int, sign: int) -> None:
    change = changes[place]
    change[0] += sign * value
    change[1] += sign


def _reversed_before(program: Program, keys: Iterable[str]) -> set[str]:
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
