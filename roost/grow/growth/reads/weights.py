"""Every number that a ranking is made of, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from roost.ground.behaviours.reads import behaviour_named
from roost.grow.growth.engine import ENOUGH, MANAGER, SPEAKS_FOR, STRENGTH, WEIGHTS
from roost.grow.growth.reads.barriers import known_barrier
from roost.grow.growth.reads.questions import ENERGY, LEVELS, Words, question_named, words_of, words_of_behaviour

OTHERWISE = {ENERGY.key: ENERGY.title, "barriers": _("What is in your way?")}


@dataclass(frozen=True)
class Spoken:
    """For which behaviours an answer speaks, and how loudly."""

    answer: str
    behaviours: Sequence[tuple[Words, int]]


@dataclass(frozen=True)
class Table:
    """One question with its weight and what its answers speak for."""

    question: Words
    weight: int
    answers: Sequence[Spoken]


@dataclass(frozen=True)
class Weights:
    """All questions that count; `strength` is what a strength counts for its own behaviour, times its weight.

    `manager` is what a behaviour counts that the person's manager asks for, times its weight.
    `enough` is how many answers must speak for something before anything is ranked.
    """

    tables: Sequence[Table]
    strength: int
    strengths_weight: int
    manager: int
    manager_weight: int
    enough: int


def weights() -> Weights:
    """Give every weight and strength in words."""
    tables = [
        Table(
            _asked(question),
            WEIGHTS[question],
            [_spoken(question, answer, behaviours) for answer, behaviours in answers.items() if behaviours],
        )
        for question, answers in SPEAKS_FOR.items()
    ]
    return Weights(
        tables=sorted(tables, key=lambda one: -one.weight),
        strength=STRENGTH,
        strengths_weight=WEIGHTS["strengths"],
        manager=MANAGER,
        manager_weight=WEIGHTS["manager"],
        enough=ENOUGH,
    )


def said(question: str, answer: str) -> str:
    """Give an answer as a person would say it: "Bringing people on", or "Body: sleep, movement, food: low"."""
    if question == "barriers":
        known = known_barrier(answer)
        return str(known.words) if known else answer
    if question == "manager":
        return words_of_behaviour(answer)
    if question != ENERGY.key:
        return str(words_of(question, answer))
    part, level = answer.rsplit("-", 1)
    asked = question_named(part)
    return f"{asked.words if asked else part}: {LEVELS[int(level) - 1].words}"


def _asked(question: str) -> Words:
    found = question_named(question)
    return found.words if found else OTHERWISE[question]


def _spoken(question: str, answer: str, behaviours: Mapping[str, int]) -> Spoken:
    named = [(behaviour_named(key), strength) for key, strength in behaviours.items()]
    return Spoken(said(question, answer), [(one.name, strength) for one, strength in named if one])
