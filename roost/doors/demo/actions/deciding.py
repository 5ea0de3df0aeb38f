"""Let one circle of the sample company be asked how it goes on, another come to a good end, and a third be asked about
somebody who never came.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.actions import found_circle
from roost.gather.circles.reads import shared_circle
from roost.gather.decisions.access import ending_of, last_decided_in, last_misses_in, open_question_in, visible_misses
from roost.gather.decisions.actions import answer, answer_about_misses, ask, ask_about_misses
from roost.gather.decisions.engine.misses import Say
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


def let_circle_say_what_misses_mean(member: Person, *, now: datetime) -> None:
    """Let the oldest circle of a member be asked about who never came; all others answered, so the member decides."""
    sitting = visible_memberships(member).filter(circle__round__isnull=False).last()
    if sitting is None or last_misses_in(sitting.circle_id).exists():
        return
    with clock.at(now - ASKED):
        ask_about_misses()
        asked = visible_misses(member).filter(circle=sitting.circle_id).exclude(person=member).first()
        if asked is None:
            return
        awaited = {member.pk, asked.person_id}
        people = shared_circle(circle_for(member, sitting.circle_id)).people
        for place, one in enumerate(Person.objects.filter(pk__in=people).exclude(pk__in=awaited).order_by("pk")):
            answer_about_misses(asked, by=one, say=Say.ANEW if place % 2 else Say.TALK)
