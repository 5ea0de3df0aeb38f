"""Check scores as they were handed in: what they mean, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.kit.errors import Problem
from roost.ground.people.models import Affiliation
from roost.see.tracking.engine import Rules
from roost.see.tracking.models import AGAIN, LONGEST_ID, LONGEST_KEY, LONGEST_TIME, Program
from roost.see.tracking.reads.taking_part import ALWAYS, TakingPart

BATCH = 900


class Ready(NamedTuple):
    """A score or reversal that can be written; `content` tells a repeated delivery from a different one."""

    row: int | None
    key: str
    content: str
    reverses: str | None = None
    metric: int | None = None
    person: int | None = None
    value: int | None = None
    occurred: str = ""
    day: int | None = None


class Checking:
    """Check one score after the other, and collect in `problems` what is wrong, by row and column.

    Keys are ids that people gave, unless they are `exact`: those of the ledger.
    """

    def __init__(self, program: Program, rules: Rules, people: Container[int], *, exact: bool = False) -> None:
        self.problems: list[Problem] = []
        self._exact = exact
        self._rules = rules
        self._people = people
        self._metrics = {metric.key: (metric.pk, json.dumps(metric.key)) for metric in program.metrics.all()}
        self._today = clock.today(rules.time_zone).toordinal()
        self._taking_part = TakingPart(program)

    def score(
        self, row: int | None, key: str, person: int, metric: str, value: int | None, occurred: str, day: int | None
    ) -> Ready | None:
        """Give the score if it can be written; a `value` or `day` of None was found wrong before."""
        fits = self._has_fitting_key(row, key)
        if person not in self._people:
            fits = self.refuse(_("Nobody of this organisation has that id."), row, "person", str(person))
        known = self._metrics.get(metric)
        if known is None:
            choice = {"metrics": ", ".join(metric.key for metric in self._rules.metrics)}
            words = _("This program counts no such metric. It counts: %(metrics)s.") % choice
            fits = self.refuse(words, row, "metric", metric)
        if day is not None and day > self._today:
            fits = self.refuse(_("This day has not come yet."), row, "occurred_at", occurred)
        elif day is not None and person in self._people and not self._takes_part(person, day):
            fits = self.refuse(
                _("This person does not take part in the program on that day."), row, "person", str(person)
            )
        if day is not None and len(occurred) > LONGEST_TIME:
            words = _("A time has at most %(most)s characters.") % {"most": LONGEST_TIME}
            fits = self.refuse(words, row, "occurred_at", occurred)
        if not fits or known is None or value is None or day is None:
            return None
        number, name = known
        # The same text as json.dumps makes of these four: a time that could be read needs no escapes.
        content = sha256(f'[{person}, {name}, {value}, "{occurred}"]'.encode()).hexdigest()
        return Ready(row, key, content, None, number, person, value, occurred, day)

    def _takes_part(self, person: int, day: int) -> bool:
        days = self._taking_part[person]
        return days is ALWAYS or days.cover(date.fromordinal(day))

    def reversal(self, row: int | None, key: str, reverses: str) -> Ready | None:
        """Give the reversal if it can be written."""
        fits = self._has_fitting_key(row, key) and self._has_fitting_key(row, reverses, "reverses", LONGEST_KEY)
        content = sha256(json.dumps([reverses]).encode()).hexdigest()
        return Ready(row, key, content, reverses) if fits else None

    def refuse(self, words: str, row: int | None, column: str, value: str) -> bool:
        """Note a problem; give False."""
        self.problems.append(Problem(words, row, column, value[:100]))
        return False

    def _has_fitting_key(self, row: int | None, key: str, column: str = "id", most: int = LONGEST_ID) -> bool:
        if len(key) > most:
            words = _("An id has at most %(most)s characters.") % {"most": LONGEST_ID}
            return self.refuse(words, row, column, key[:40])
        for invisible in ("\x00", *([] if self._exact else [AGAIN])):
            if invisible in key:
                return self.refuse(_("An id has no invisible characters."), row, column, key.replace(invisible, ""))
        return True


def members_among(program: Program, people: Iterable[int]) -> set[int]:
    """Give those of these people who belong or belonged to the program's organisation; one query per 900."""
    found: set[int] = set()
    wanted = sorted(set(people))
    belonging = Affiliation.objects.filter(organisation=program.organisation_id)
    for start in range(0, len(wanted), BATCH):
        found.update(belonging.filter(person__in=wanted[start : start + BATCH]).values_list("person_id", flat=True))
    return found
