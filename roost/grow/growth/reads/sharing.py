"""What somebody who accompanies a person may read of what that person told, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Companionship, Organisation, Person
from roost.grow.growth.access import open_cycle_of, own_answers, own_experiments, own_needles
from roost.grow.growth.models import Audience
from roost.grow.growth.reads.answers import latest_answers
from roost.grow.growth.reads.overview import Moving, Trying
from roost.grow.growth.reads.questions import ENERGY, SECTIONS, Kind, Question, said_of

SHOW_NEEDLES = "show-needles"
"""What is told here stands in no section: whether who accompanies one sees needles and experiments."""
LEVELS_ASKED = tuple(one for one in ENERGY.questions if one.kind is Kind.SCALE)


@dataclass(frozen=True)
class Said:
    """A question and what was answered, in words."""

    words: str | Promise
    answer: str


@dataclass(frozen=True)
class Level:
    """One kind of energy: how it was told, the earliest first, from 1 to 5."""

    words: str | Promise
    values: Sequence[int]
    latest: str
    told_on: date


@dataclass(frozen=True)
class Shared:
    """What somebody who accompanies a person may read."""

    levels: Sequence[Level]
    said: Sequence[Said]
    needles: Sequence[Moving]
    experiments: Sequence[Trying]

    def __bool__(self) -> bool:
        return bool(self.levels or self.said or self.needles)


def shows_needles(person: Person, organisation: Organisation) -> bool:
    """Say whether who accompanies a person sees needles and experiments; they do not unless the person says so."""
    told = own_answers(person, organisation).filter(question=SHOW_NEEDLES).last()
    return told is not None and told.audience == Audience.COMPANION


def shared_with_companion(companionship: Companionship) -> Shared:
    """Give what the person of a running companionship lets be read. Six queries.

    An answer is read while its latest version says so; energy also as it was told since the companionship began.
    Raises NotFound for a companionship that does not run.
    """
    if companionship.state is not Companionship.State.RUNNING:
        raise NotFound()
    person, organisation = companionship.person, companionship.organisation
    answers = latest_answers(person, organisation)
    open_ones = {key: one for key, one in answers.items() if one.audience == Audience.COMPANION and one.value}
    said = [
        Said(question.words, said_of(question, open_ones[question.key].value))
        for section in SECTIONS
        for question in section.questions
        if question.key in open_ones and question not in LEVELS_ASKED
    ]
    cycle = open_cycle_of(person, organisation) if shows_needles(person, organisation) else None
    return Shared(
        levels=[_level(companionship, question) for question in LEVELS_ASKED if question.key in open_ones],
        said=said,
        needles=[Moving(one, behaviour_named(one.behaviour)) for one in own_needles(cycle)] if cycle else [],
        experiments=[Trying(one, behaviour_named(one.behaviour)) for one in own_experiments(cycle)] if cycle else [],
    )


def _level(companionship: Companionship, question: Question) -> Level:
    told = own_answers(companionship.person, companionship.organisation).filter(
        question=question.key, audience=Audience.COMPANION
    )
    rows = [(one.value, one.answered_at) for one in told if one.value]
    latest, when = rows[-1]
    since = [value for value, at in rows[:-1] if at >= _begun(companionship)]
    zone = ZoneInfo(companionship.person.time_zone)
    return Level(
        question.words, [int(one) for one in (*since, latest)], said_of(question, latest), when.astimezone(zone).date()
    )


def _begun(companionship: Companionship) -> datetime:
    agreed = (companionship.person_agreed_at, companionship.companion_agreed_at)
    return max(one for one in agreed if one is not None)
