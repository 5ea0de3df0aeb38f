"""Let one circle of the sample company be asked how it goes on, and another come to a good end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.actions import found_circle
from roost.gather.circles.reads import shared_circle
from roost.gather.decisions.access import ending_of, last_decided_in, open_question_in
from roost.gather.decisions.actions import answer, ask
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person

BEGUN, ASKED, DECIDED = timedelta(weeks=30), timedelta(days=2), timedelta(days=4)


def let_pair_decide(member: Person, other: Person, *, now: datetime) -> None:
    """Let the pair of two people be asked; the other answered, so that the member's answer decides."""
    pair = visible_memberships(member).filter(circle__round=None).first()
    if pair is None or last_decided_in(pair.circle_id) is not None:
        return
    with clock.at(now - ASKED):
        question = open_question_in(pair.circle_id) or ask(shared_circle(circle_for(other, pair.circle_id)), by=other)
        answer(question, by=other, option="on")


def let_circle_end(organisation: Organisation, leader: Person, others: Sequence[Person], *, now: datetime) -> None:
    """Let a leader sit in a circle that its people began long ago, and decided four days ago to close."""
    people = [leader, *others]
    mine = visible_memberships(leader).filter(circle__round=None).first()
    if mine is None:
        with clock.at(now - BEGUN):
            number = found_circle(organisation, people=people, by=leader).pk
    else:
        number = mine.circle_id
    if ending_of(number) is not None or last_decided_in(number) is not None:
        return
    with clock.at(now - DECIDED):
        question = ask(shared_circle(circle_for(leader, number)), by=leader)
        for person in people:
            answer(question, by=person, option="close")
