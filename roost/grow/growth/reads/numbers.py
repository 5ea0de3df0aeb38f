"""What people let be counted, told of all of them together and never of few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from roost.ground.people.models import Organisation
from roost.ground.release.engine import Band, taking_part
from roost.grow.growth.models import Answer, Audience
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
