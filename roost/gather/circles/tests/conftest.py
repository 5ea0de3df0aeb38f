"""A maker of rounds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roost.gather.circles.actions import start_round
from roost.gather.circles.engine.rules import Sizes
from roost.gather.circles.models import Round
from roost.gather.circles.reads import list_of_file
from roost.gather.circles.tests.rounds import CSV
from roost.ground.people.models import Organisation, Person

FOURS = Sizes(4, 4)
StartRound = Callable[..., Round]


@pytest.fixture
def start(in_scope: Organisation, member: Person, founder: Person) -> StartRound:
    """Give a maker of rounds that the founder convenes."""

    def make(
        content: str = CSV, *, title: str = "Spring", sizes: Sizes = FOURS, key: str = "0" * 32, **more: object
    ) -> Round:
        people = list_of_file(content.encode(), file="people.csv", organisation=in_scope)
        return start_round(in_scope, by=founder, title=title, sizes=sizes, people=people, key=key, **more)

    return make
