"""A circle of three, and a maker of proposals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roost.gather.charters.actions import propose_charter
from roost.gather.charters.engine.choices import Choices
from roost.gather.charters.models import Version
from roost.gather.circles.reads import SharedCircle
from roost.ground.people.models import Person, Team

Propose = Callable[..., Version]


@pytest.fixture
def newcomer(make_person: Callable[..., Person], team: Team) -> Person:
    return make_person("Nils Newcomer", team=team)


@pytest.fixture
def propose(circle: SharedCircle, member: Person) -> Propose:
    """Give a maker of proposals, with choices by name."""

    def make(
        by: Person = member, *, after: int = 0, words: object = None, digest: str = "", **chosen: object
    ) -> Version:
        choices = Choices(**chosen)
        return propose_charter(circle, by=by, choices=choices, after=after, words=words, digest=digest)

    return make
