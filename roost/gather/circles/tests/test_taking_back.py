"""Circles that have met are not taken back: what they keep would go with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roost.gather.circles.actions import publish_round, take_back_round
from roost.gather.circles.models import Circle
from roost.gather.circles.ports import HELD
from roost.gather.circles.reads import have_met
from roost.gather.circles.tests.test_rounds import MIXED, StartRound, formed
from roost.ground.kit.errors import Conflict
from roost.ground.people.models import Person


@pytest.fixture
def all_met() -> Iterator[None]:
    """Let every circle have met."""
    before = HELD.fill(set)
    yield
    HELD.fill(before)


@pytest.mark.usefixtures("all_met")
def test_circles_that_have_met_are_not_taken_back(start: StartRound, founder: Person) -> None:
    round = formed(start(), MIXED)
    round = publish_round(round, by=founder, version=round.version)
    many = Circle.objects.count()
    assert have_met(round)
    with pytest.raises(Conflict, match=f"{many} circles? (has|have) met already"):
        take_back_round(round, by=founder)
    assert Circle.objects.count() == many
