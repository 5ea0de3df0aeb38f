"""What people let be counted, quarter by quarter: told of all of them together, once, and never of few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, QuerySet

from roost.ground.people.models import Affiliation, Organisation, running
from roost.ground.release.engine import (
    FLOOR_OF_DEVELOPMENT,
    Band,
    Quarter,
    is_told,
    last_quarter_over,
    quarter_of,
    taking_part,
)
from roost.ground.release.reads import frozen
from roost.grow.growth.engine import Fit, calibrate
from roost.grow.growth.models import Answer, Audience, Cycle, Observation, Seen, Try
from roost.grow.growth.reads.answers import COUNT_CYCLES
from roost.grow.growth.reads.cycles import guesses_by_person
from roost.grow.growth.reads.questions import SECTIONS, Choice, Kind, Question

NUMBERS = "growth.numbers"
"""The question to `release`: what people of an organisation let be counted by the end of a quarter."""
COUNTABLE = tuple(one for section in SECTIONS for one in section.questions if one.kind is not Kind.TEXT)


@dataclass(frozen=True)
class Share:
    """How many of those who let their answer be counted chose an answer, as a band."""

    choice: Choice
    band: Band


@dataclass(frozen=True)
class Counted:
    """A question's answers; no shares where too few people let theirs be counted."""

    question: Question
    shares: Sequence[Share]


@dataclass(frozen=True)
class Capacity:
    """A division's people who closed a cycle: how many of them others saw change, and how many guess well.

    The second is hidden where too few people made enough guesses to say.
    """

    division: str
    seen: Band
    guessing: Band


@dataclass(frozen=True)
class Numbers:
    """What was told of a quarter; `last_day` is None and the rest empty as long as no quarter is over here."""

    last_day: date | None
    next_on: date
    fewest: int
    counted: Sequence[Counted] = ()
    capacity: Sequence[Capacity] = ()

    @property
    def told(self) -> Sequence[Counted]:
        return [one for one in self.counted if one.shares]

    @property
    def hidden(self) -> Sequence[Counted]:
        return [one for one in self.counted if not one.shares]


def quarter_to_tell(organisation: Organisation, day: date) -> Quarter | None:
    """Give the latest quarter that is over, or None where the organisation began later."""
    quarter = last_quarter_over(day)
    return quarter if organisation.created_at < end_of(quarter) else None


def end_of(quarter: Quarter) -> datetime:
    """Give the moment at which a quarter is over: midnight in the installation's zone, as organisations have none."""
    return datetime.combine(quarter.after, time(), ZoneInfo(settings.TIME_ZONE))


def numbers_of(organisation: Organisation, day: date) -> Numbers:
    """Give what was told of the latest quarter that is over on a day. One query."""
    quarter = quarter_to_tell(organisation, day)
    release = frozen(organisation.pk, what=NUMBERS, period=str(quarter)) if quarter else None
    next_on = quarter_of(day).after
    if quarter is None or release is None:
        return Numbers(None, next_on, FLOOR_OF_DEVELOPMENT)
    answers, capacity = release.content["answers"], release.content["capacity"]
    counted = [
        Counted(question, [Share(one, Band(told)) for one in question.choices if (told := bands.get(one.key))])
        for question in COUNTABLE
        for bands in [answers.get(question.key, {})]
    ]
    told = [Capacity(one["division"], Band(one["seen"]), Band(one["guessing"])) for one in capacity]
    return Numbers(quarter.after - timedelta(days=1), next_on, FLOOR_OF_DEVELOPMENT, counted, told)


def count_quarter(organisation: Organisation, quarter: Quarter) -> dict[str, Any]:
    """Count what people let be counted, as things stood when a quarter ended; plain values in bands. Six queries."""
    here = Affiliation.objects.filter(running(quarter.after - timedelta(days=1)), organisation=organisation)
    people = set(here.values_list("person", flat=True))
    return {
        "answers": _answers(organisation, people, end_of(quarter)),
        "capacity": _capacity(organisation, people, end_of(quarter)),
    }


def _latest(organisation: Organisation, before: datetime) -> QuerySet[Answer]:
    """Give everybody's latest answer to each question before a moment, where it may be counted."""
    told = Answer.objects.filter(organisation=organisation, answered_at__lt=before).order_by()
    latest = told.values("person", "question").annotate(latest=Max("pk")).values("latest")
    return Answer.objects.filter(pk__in=latest, audience=Audience.COUNTED)


def _answers(organisation: Organisation, people: set[int], before: datetime) -> dict[str, dict[str, str]]:
    answers: dict[str, list[list[str]]] = {}
    for answer in _latest(organisation, before):
        if answer.value and answer.person_id in people:
            chosen = answer.value if isinstance(answer.value, list) else [str(answer.value)]
            answers.setdefault(answer.question, []).append(chosen)
    return {
        question.key: _bands(question, answers[question.key])
        for question in COUNTABLE
        if is_told(len(answers.get(question.key, ())), floor=FLOOR_OF_DEVELOPMENT)
    }


def _bands(question: Question, answers: Sequence[Sequence[str]]) -> dict[str, str]:
    counted = ((choice.key, sum(choice.key in one for one in answers)) for choice in question.choices)
    return {key: str(taking_part(count, len(answers), floor=FLOOR_OF_DEVELOPMENT)) for key, count in counted}


def _capacity(organisation: Organisation, people: set[int], before: datetime) -> list[dict[str, str]]:
    """Tell by division, never of few and without a sum over all, whether people change and learn to judge.

    A person who lets their cycles be counted counts once, in the division in which they closed the latest.
    """
    willing = people & set(_latest(organisation, before).filter(question=COUNT_CYCLES).values_list("person", flat=True))
    closed = Cycle.objects.filter(organisation=organisation, closed_at__lt=before)
    division_of = dict(closed.order_by("number").values_list("person", "division"))
    saw = Observation.objects.filter(experiment__cycle__in=closed, seen__in=[Seen.YES, Seen.PARTLY])
    changed = set(saw.filter(answered_at__lt=before).values_list("person", flat=True))
    tried = Try.objects.filter(organisation=organisation, person__in=willing, recorded_at__lt=before)
    fits = {person: calibrate(guesses).fit for person, guesses in guesses_by_person(tried).items()}
    by_division: dict[str, set[int]] = {}
    for person in willing & division_of.keys():
        division = division_of[person]
        if division is not None:
            by_division.setdefault(division, set()).add(person)
    return [
        {"division": division, **_told_of(those, changed, fits)}
        for division, those in sorted(by_division.items())
        if is_told(len(those), floor=FLOOR_OF_DEVELOPMENT)
    ]


def _told_of(those: set[int], changed: set[int], fits: Mapping[int, Fit]) -> dict[str, str]:
    seen = taking_part(len(changed & those), len(those), floor=FLOOR_OF_DEVELOPMENT)
    return {"seen": str(seen), "guessing": str(_guessing(fits[one] for one in those if one in fits))}


def _guessing(fits: Iterable[Fit]) -> Band:
    told = [fit for fit in fits if fit.is_told]
    return taking_part(sum(fit is Fit.FITS for fit in told), len(told), floor=FLOOR_OF_DEVELOPMENT)
