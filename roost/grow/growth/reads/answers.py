"""What a person told: the latest answer to each question holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Max

from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import own_answers
from roost.grow.growth.models import Answer, Audience, Barrier
from roost.grow.growth.reads.questions import ENERGY, SECTIONS, Kind

COUNT_CYCLES = "count-cycles"
"""What is told here stands in no section: whether one's cycles count in the organisation's numbers."""


def latest_answers(person: Person, organisation: Organisation) -> dict[str, Answer]:
    """Give a person's latest answer to each question. One query."""
    told = own_answers(person, organisation)
    latest = told.order_by().values("question").annotate(latest=Max("pk")).values("latest")
    return {answer.question: answer for answer in Answer.objects.filter(pk__in=latest)}


def cycles_are_counted(person: Person, organisation: Organisation) -> bool:
    """Say whether a person's cycles count in the organisation's numbers; they do not unless the person says so."""
    told = own_answers(person, organisation).filter(question=COUNT_CYCLES).last()
    return told is not None and told.audience == Audience.COUNTED


def told_of(
    answers: Mapping[str, Answer], barriers: Iterable[Barrier] = (), asked_for: Sequence[str] = ()
) -> dict[str, list[str]]:
    """Put what was told as the engine takes it: chosen keys by question, and levels of energy as "body-2".

    `asked_for` are behaviours that the person's manager asks for.
    """
    met = [one.key for one in barriers if one.key]
    told = {question: list(keys) for question, keys in (("barriers", met), ("manager", asked_for)) if keys}
    for section in SECTIONS:
        for question in section.questions:
            answer = answers.get(question.key)
            if answer is None or not answer.value:
                continue
            if question.kind is Kind.SCALE:
                told.setdefault(ENERGY.key, []).append(f"{question.key}-{answer.value}")
            elif question.kind is Kind.ONE:
                told[question.key] = [answer.value]
            elif question.kind is Kind.MANY:
                told[question.key] = list(answer.value)
    return told
