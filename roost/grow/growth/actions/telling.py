"""Tell about oneself; the first answers open a cycle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.actions.verbs import BEGAN, tell
from roost.grow.growth.models import Answer, Audience, Cycle
from roost.grow.growth.reads import latest_answers


@dataclass(frozen=True)
class Given:
    """An answer as it is given: a text, keys or a number, and who may read it besides the person."""

    value: Any
    audience: Audience = Audience.ME


@transaction.atomic
def answer_questions(organisation: Organisation, *, by: Person, given: Mapping[str, Given]) -> Cycle:
    """Keep a person's answers by question, those that are new or changed; the first ones open a cycle."""
    cycle = open_cycle(organisation, by)
    known = latest_answers(by, organisation)
    moment = clock.now()
    Answer.objects.bulk_create(
        Answer(
            organisation=organisation,
            person=by,
            question=question,
            value=answer.value,
            audience=answer.audience,
            answered_at=moment,
        )
        for question, answer in given.items()
        if _is_news(answer, known.get(question))
    )
    return cycle


def _is_news(given: Given, known: Answer | None) -> bool:
    if known is None:
        return given.value not in ("", [], None)
    return (given.value, given.audience) != (known.value, known.audience)


def open_cycle(organisation: Organisation, person: Person) -> Cycle:
    """Give the person's open cycle, and begin one where there is none."""
    # Also where two pages begin at once: who is second waits for the first and finds its cycle.
    number = Cycle.objects.filter(organisation=organisation, person=person).exclude(closed_at=None).count() + 1
    values = {"number": number, "opened_at": clock.now()}
    cycle, is_new = Cycle.objects.get_or_create(
        organisation=organisation, person=person, closed_at=None, defaults=values
    )
    if is_new:
        tell(BEGAN, cycle, person)
    return cycle
