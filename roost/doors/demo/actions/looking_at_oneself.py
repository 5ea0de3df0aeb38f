"""Let a member have looked at itself twice, ten weeks apart, and a director be in the middle of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from roost.ground.instruments.reads import instrument_named
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.grow.assessments.actions import begin_taking, finish_taking, save_answers

APART = timedelta(weeks=10)
LATELY = timedelta(days=4)
LOW, HIGH = {"deciding", "confidence"}, {"compassion", "researching"}
"""What the member says it does seldom, more often the second time, and often."""


def let_look_at_themselves(member: Person, leader: Person, *, now: datetime, seed: int) -> None:
    """Let both answer, by the actions that people use, each at its time."""
    draw = Random(seed)
    for times, moment in enumerate((now - LATELY - APART, now - LATELY)):
        with clock.at(moment):
            taking = begin_taking(member, instrument="roost-16")
            save_answers(taking, by=member, answers=_answers(times, draw))
            finish_taking(taking, by=member)
    with clock.at(now - timedelta(days=1)):
        begin_taking(leader, instrument="mini-ipip")


def _answers(times: int, draw: Random) -> dict[str, int | None]:
    found = instrument_named("roost-16")
    assert found is not None
    answers: dict[str, int | None] = {}
    for one in found.items:
        if one.subscale in LOW:
            answers[one.key] = 2 + times
        else:
            answers[one.key] = 6 if one.subscale in HIGH else draw.choice((4, 4, 5))
    return answers
