"""A circle of three, and a way to let it decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from roost.gather.circles.reads import SharedCircle
from roost.gather.decisions.access import open_question_in
from roost.gather.decisions.actions import answer, ask
from roost.ground.kit import clock
from roost.ground.people.models import Person

NOON = datetime(2024, 6, 6, 12, tzinfo=UTC)
Decide = Callable[..., None]


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def decide(circle: SharedCircle, member: Person, founder: Person, third: Person) -> Decide:
    """Give a way to let each of the circle answer, in the order of member, founder, third."""

    def make(*options: str) -> None:
        question = open_question_in(circle.number) or ask(circle, by=member)
        for person, option in zip((member, founder, third), options, strict=False):
            answer(question, by=person, option=option)

    return make
