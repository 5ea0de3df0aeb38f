"""A circle of three, and a way to let it decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from roost.gather.circles.access import circle_for
from roost.gather.circles.actions import found_circle
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.decisions.access import open_question_in
from roost.gather.decisions.actions import answer, ask
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person, Team

NOON = datetime(2024, 6, 6, 12, tzinfo=UTC)
Decide = Callable[..., None]


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def third(make_person: Callable[..., Person], team: Team) -> Person:
    return make_person("Thea Third", team=team)


@pytest.fixture
def circle(in_scope: Organisation, member: Person, founder: Person, third: Person) -> SharedCircle:
    """Give the circle of member, founder and third, begun on 6 June 2024."""
    made = found_circle(in_scope, people=[member, founder, third], by=member)
    return shared_circle(circle_for(member, made.pk))


@pytest.fixture
def decide(circle: SharedCircle, member: Person, founder: Person, third: Person) -> Decide:
    """Give a way to let each of the circle answer, in the order of member, founder, third."""

    def make(*options: str) -> None:
        question = open_question_in(circle.number) or ask(circle, by=member)
        for person, option in zip((member, founder, third), options, strict=False):
            answer(question, by=person, option=option)

    return make
