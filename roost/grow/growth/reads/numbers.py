"""What people let be counted, told of all of them together and never of few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from roost.ground.people.models import Organisation, TeamMembership, running
from roost.ground.release.engine import Band, taking_part
from roost.grow.growth.engine import Fit, Guess, calibrate
from roost.grow.growth.models import Answer, Audience, Cycle, Observation, Outcome, Seen, Try
from roost.grow.growth.reads.questions import SECTIONS, Choice, Kind, Question

FEWEST = 8
"""Of fewer people nothing is told."""


@dataclass(frozen=True)
class Share:
    """How many of those who let their answer be counted chose an answer, as a band."""

    choice: Choice
    band: Band


@dataclass(frozen=True)
class Counted:
    """A question's answers; no shares where fewer than `FEWEST` people let theirs be counted."""

    question: Question
    shares: Sequence[Share]


def numbers_of(organisation: Organisation) -> list[Counted]:
    """Count, question by question, what people let be counted. Two queries."""
    told = Answer.objects.filter(organisation=organisation).order_by()
    latest = told.values("person", "question").annotate(latest=Max("pk")).values("latest")
    answers: dict[str, list[list[str]]] = {}
    for answer in Answer.objects.filter(pk__in=latest, audience=Audience.COUNTED):
        if answer.value:
            chosen = answer.value if isinstance(answer.value, list) else [str(answer.value)]
            answers.setdefault(answer.question, []).append(chosen)
    asked = [one for section in SECTIONS for one in section.questions if one.kind is not Kind.TEXT]
    return [Counted(question, _shares(question, answers.get(question.key, []))) for question in asked]


def _shares(question: Question, answers: Sequence[Sequence[str]]) -> list[Share]:
    if len(answers) < FEWEST:
        return []
    counted = ((choice, sum(choice.key in one for one in answers)) for choice in question.choices)
    return [Share(choice, taking_part(count, len(answers), floor=FEWEST)) for choice, count in counted]


@dataclass(frozen=True)
class Capacity:
    """A division's people who closed a cycle: how many of them others saw change, and how many guess well.

    The second is hidden where fewer than `FEWEST` people made enough guesses to say.
    """

    division: str
    seen: Band
    guessing: Band


def capacity_of(organisation: Organisation, day: date) -> list[Capacity]:
    """Tell by division, never of few, whether people change and learn to judge. Four queries; no sum over all.

    A person counts once, in the division of today.
    """
    stays = TeamMembership.objects.filter(running(day), organisation=organisation)
    division_of = dict(stays.values_list("person", "team__division"))
    closed = Cycle.objects.filter(organisation=organisation).exclude(closed_at=None)
    saw = Observation.objects.filter(experiment__cycle__in=closed, seen__in=[Seen.YES, Seen.PARTLY])
    changed = set(saw.values_list("experiment__person", flat=True))
    fits = _fits(organisation)
    people: dict[str, set[int]] = {}
    for person in set(closed.values_list("person", flat=True)) & division_of.keys():
        people.setdefault(division_of[person], set()).add(person)
    return [
        Capacity(
            division,
            taking_part(len(changed & those), len(those), floor=FEWEST),
            _guessing([fits[one] for one in those if one in fits]),
        )
        for division, those in sorted(people.items())
        if len(those) >= FEWEST
    ]


def _guessing(fits: Sequence[Fit]) -> Band:
    enough = [fit for fit in fits if fit is not Fit.TOO_FEW]
    return taking_part(sum(fit is Fit.FITS for fit in enough), len(enough), floor=FEWEST)


def _fits(organisation: Organisation) -> dict[int, Fit]:
    guesses: dict[int, list[Guess]] = {}
    tried = Try.objects.filter(organisation=organisation).exclude(outcome=Outcome.DID_NOT_COME)
    for person, chance, outcome in tried.values_list("person", "experiment__chance", "outcome"):
        guesses.setdefault(person, []).append(Guess(chance, outcome == Outcome.AS_EXPECTED))
    return {person: calibrate(those).fit for person, those in guesses.items()}
