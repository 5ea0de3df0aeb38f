"""Enter scores and take them back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.utils.translation import gettext as _

from roost.ground.kit.errors import Forbidden, NotFound
from roost.ground.people.models import Person
from roost.see.tracking.access import kept_as, may_run, visible_entries
from roost.see.tracking.actions.delivering import Submitted, by_rules_in_force, deliver
from roost.see.tracking.actions.readying import Checking, Ready, members_among
from roost.see.tracking.engine import Rules, local_day, parse_rules, thousandths
from roost.see.tracking.models import Entry, Program, Rule


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


def submit_score(program: Program, *, by: Person, score: Score, source: str = "page") -> Entry:
    """Enter one score and return its entry; the same key again returns the first. See `submit_scores` for errors."""
    score = _keyed(score)
    submit_scores(program, by=by, scores=[score], source=source)
    program.refresh_from_db(fields=["withdrawals"])
    return Entry.objects.get(program=program, key=kept_as(program, score.key))


def submit_scores(program: Program, *, by: Person, scores: Sequence[Score], source: str = "page") -> Submitted:
    """Enter many scores at once, in any order and as often as one likes: a key counts once.

    Raises InputError naming row and column of everything that cannot be used, Forbidden for somebody who may not
    enter scores of others, Conflict where the rules changed twice meanwhile; then nothing is written.
    """
    return _submit(program, by=by, scores=scores, source=source)


def _submit(program: Program, *, by: Person, scores: Sequence[Score], source: str, exact: bool = False) -> Submitted:
    _refuse_for_others(program, by, scores, exact=exact)
    people = members_among(program, (score.person for score in scores if not score.reverses))

    def enter(rule: Rule) -> Submitted:
        rules = parse_rules(rule.document)
        checking = Checking(program, rules, people, exact=exact)
        rows = _checked(scores, checking, rules)
        return deliver(
            program,
            rules,
            rows,
            version=rule.version,
            problems=checking.problems,
            by=by,
            source=source,
            exact=exact,
        )

    return by_rules_in_force(program, enter)


def reverse_score(program: Program, *, by: Person, key: str, source: str = "page") -> Submitted:
    """Take back the entry of that key by a further row; doing it twice changes nothing.

    Raises NotFound for an unknown key or a reversal, Forbidden for somebody else's score.
    """
    if not Entry.objects.filter(program=program, key=key, reverses=None).exists():
        raise NotFound(_("There is no such entry."))
    own_key = sha256(key.encode()).hexdigest()
    reversal = Score(person=0, metric="", value="", occurred="", key=f"reversal:{own_key}", reverses=key)
    return _submit(program, by=by, scores=[reversal], source=source, exact=True)


def _keyed(score: Score) -> Score:
    return score if score.key else replace(score, key=str(uuid.uuid4()))


def _refuse_for_others(program: Program, by: Person, scores: Sequence[Score], *, exact: bool) -> None:
    """Let members enter and take back their own scores, and take back what they entered; runners may do all."""
    if may_run(by, program):
        return
    if any(not score.reverses and score.person != by.pk for score in scores):
        raise Forbidden(_("You can enter your own scores. Those of others are entered by whoever runs the program."))
    handed_in = {score.key for score in scores}
    meant = {score.reverses for score in scores if score.reverses} - handed_in
    before = meant if exact else {kept_as(program, key) for key in meant}
    own = set(visible_entries(by, program).filter(key__in=before).values_list("key", flat=True))
    if before - own:
        raise Forbidden(_("A score is taken back by the person, by who entered it, or by who runs the program."))


def _checked(scores: Sequence[Score], checking: Checking, rules: Rules) -> Iterator[Ready]:
    for score in scores:
        score = _keyed(score)
        if score.reverses:
            ready = checking.reversal(score.row, score.key, score.reverses)
        else:
            value = day = None
            try:
                value = thousandths(score.value)
            except ValueError as error:
                checking.refuse(str(error), score.row, "value", score.value)
            try:
                day = local_day(score.occurred, rules.zone).toordinal()
            except ValueError as error:
                checking.refuse(str(error), score.row, "occurred_at", score.occurred)
            ready = checking.score(score.row, score.key, score.person, score.metric, value, score.occurred, day)
        if ready is not None:
            yield ready
