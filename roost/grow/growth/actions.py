"""Tell, choose what to move, and plan what to try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import InputError
from roost.ground.people.models import Organisation, Person
from roost.grow.growth.access import own_needles
from roost.grow.growth.models import Answer, Audience, Cycle, Experiment, Needle
from roost.grow.growth.reads import latest_answers

MOST_NEEDLES = 2

BEGAN = Verb("growth.began", Purpose.DEVELOPMENT, "Somebody began a cycle of growing.", names_people=False)
CHOSE = Verb("growth.chose", Purpose.DEVELOPMENT, "Somebody chose what to move.", names_people=False)
PLANNED = Verb("growth.planned", Purpose.DEVELOPMENT, "Somebody planned an experiment.", names_people=False)


@dataclass(frozen=True)
class Given:
    """An answer as it is given: a text, keys or a number, and who may read it besides the person."""

    value: Any
    audience: Audience = Audience.ME


@transaction.atomic
def answer_questions(organisation: Organisation, *, by: Person, given: Mapping[str, Given]) -> Cycle:
    """Keep a person's answers by question, those that are new or changed; the first ones open a cycle."""
    cycle = _open_cycle(organisation, by)
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


def _open_cycle(organisation: Organisation, person: Person) -> Cycle:
    # Also where two pages begin at once: who is second waits for the first and finds its cycle.
    number = Cycle.objects.filter(organisation=organisation, person=person).exclude(closed_at=None).count() + 1
    values = {"number": number, "opened_at": clock.now()}
    cycle, is_new = Cycle.objects.get_or_create(
        organisation=organisation, person=person, closed_at=None, defaults=values
    )
    if is_new:
        _tell(BEGAN, cycle, person)
    return cycle


@transaction.atomic
def put_first(cycle: Cycle, *, by: Person, behaviours: Sequence[str]) -> Cycle:
    """Keep what the person puts first, second and third; raises InputError for unknown or repeated behaviours."""
    _refuse_unknown(behaviours)
    if not 1 <= len(behaviours) <= 3 or len(set(behaviours)) < len(behaviours):
        raise InputError(_("Put one to three different behaviours in order."))
    cycle.own_first = list(behaviours)
    cycle.save(update_fields=["own_first"])
    return cycle


@transaction.atomic
def choose_needles(
    cycle: Cycle, *, by: Person, chosen: Mapping[str, str], leaving: Mapping[str, str] | None = None
) -> list[Needle]:
    """Choose what to move in this cycle, at most two behaviours, each with a line why.

    `leaving` says why needles of before are let go. Raises InputError where there are too many, or a reason is missing.
    """
    _refuse_unknown(chosen)
    if not 1 <= len(chosen) <= MOST_NEEDLES:
        raise InputError(_("Choose one or two. More at once means none of them."))
    if not all(why.strip() for why in chosen.values()):
        raise InputError(_("Write a line why. It helps on the day when it gets hard."))
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    kept = {needle.behaviour: needle for needle in own_needles(cycle)}
    for behaviour, needle in kept.items():
        if behaviour not in chosen:
            _leave(needle, (leaving or {}).get(behaviour, ""))
        elif needle.why != chosen[behaviour].strip():
            needle.why = chosen[behaviour].strip()
            needle.save(update_fields=["why"])
    new = [behaviour for behaviour in chosen if behaviour not in kept]
    for behaviour in new:
        Needle.objects.create(
            organisation_id=cycle.organisation_id,
            cycle=cycle,
            person=by,
            behaviour=behaviour,
            why=chosen[behaviour].strip(),
            chosen_at=clock.now(),
        )
    if new:
        _tell(CHOSE, cycle, by)
    return list(own_needles(cycle))


def _leave(needle: Needle, why: str) -> None:
    if not why.strip():
        raise InputError(_("Write a line why you let the other one go. It stays in your history."))
    needle.left_at, needle.left_why = clock.now(), why.strip()
    needle.save(update_fields=["left_at", "left_why"])


@transaction.atomic
def plan_experiment(
    cycle: Cycle,
    *,
    by: Person,
    behaviour: str,
    cue: str,
    action: str,
    expectation: str,
    chance: int,
    tries: int = 1,
    key: str,
) -> Experiment:
    """Plan an experiment; `chance` is how likely the person thinks success is, in per cent, 1 to 99.

    With the same `key`, planning again gives the first one: a form sent twice plans one.
    """
    _refuse_unknown([behaviour])
    if not (cue.strip() and action.strip() and expectation.strip()):
        raise InputError(_("Say when, what you will do, and what you expect."))
    if not 1 <= chance <= 99 or not 1 <= tries <= 3:
        raise InputError(_("A chance lies between 1 and 99 per cent, and one to three tries are enough."))
    experiment, is_new = Experiment.objects.get_or_create(
        person=by,
        key=key,
        defaults={
            "organisation_id": cycle.organisation_id,
            "cycle": cycle,
            "behaviour": behaviour,
            "cue": cue.strip(),
            "action": action.strip(),
            "expectation": expectation.strip(),
            "chance": chance,
            "tries": tries,
            "planned_at": clock.now(),
        },
    )
    if is_new:
        _tell(PLANNED, cycle, by)
    return experiment


def _refuse_unknown(behaviours: Sequence[str] | Mapping[str, str]) -> None:
    if not all(behaviour_named(behaviour) for behaviour in behaviours):
        raise InputError(_("There is no such behaviour."))


def _tell(verb: Verb, cycle: Cycle, by: Person) -> None:
    record(Told(verb, cycle.organisation_id, actor=by.pk, subject=f"cycle:{cycle.pk}"))
