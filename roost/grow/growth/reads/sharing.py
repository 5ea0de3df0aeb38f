"""What somebody who accompanies a person may read of what that person told, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit.errors import NotFound
from roost.ground.people.models import Companionship, Organisation, Person
from roost.grow.growth.access import open_cycle_of, own_answers, own_experiments, own_needles
from roost.grow.growth.models import Answer, Audience
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
        return bool(self.levels or self.said or self.needles or self.experiments)


def shows_needles(companionship: Companionship) -> bool:
    """Say whether the companion sees needles and experiments: where the person said so since the two began."""
    told = own_answers(companionship.person, companionship.organisation).filter(question=SHOW_NEEDLES).last()
    return told is not None and _is_open(told, companionship)


def levels_counted(person: Person, organisation: Organisation) -> Sequence[str | Promise]:
    """Name the kinds of energy that a person lets be counted without their name, as they were told last."""
    answers = latest_answers(person, organisation)
    return [one.words for one in LEVELS_ASKED if one.key in answers and answers[one.key].audience == Audience.COUNTED]


def shared_with_companion(companionship: Companionship) -> Shared:
    """Give what the person of a running companionship lets be read. Six queries.

    What was told since the two began, for who accompanies the person; an answer while its latest version says so.
    Raises NotFound for a companionship that does not run.
    """
    if companionship.state is not Companionship.State.RUNNING:
        raise NotFound()
    person, organisation = companionship.person, companionship.organisation
    answers = latest_answers(person, organisation)
    open_ones = {key: one for key, one in answers.items() if _is_open(one, companionship)}
    said = [
        Said(question.words, said_of(question, open_ones[question.key].value))
        for section in SECTIONS
        for question in section.questions
        if question.key in open_ones and question not in LEVELS_ASKED
    ]
    cycle = open_cycle_of(person, organisation) if shows_needles(companionship) else None
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
    since = [one for one in told if _is_open(one, companionship)]
    day = since[-1].answered_at.astimezone(ZoneInfo(companionship.person.time_zone)).date()
    return Level(question.words, [int(one.value) for one in since], said_of(question, since[-1].value), day)


def _is_open(told: Answer, companionship: Companionship) -> bool:
    begun = companionship.began_at
    return bool(told.audience == Audience.COMPANION and told.value and begun and told.answered_at >= begun)
