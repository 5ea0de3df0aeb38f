"""A circle of five with somebody of another organisation outside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from roost.gather.circles.reads import SharedCircle
from roost.gather.rhythm.actions import plan_term
from roost.gather.rhythm.models import Term
from roost.ground.people.models import Person

FIRST = datetime(2024, 6, 20, 12, tzinfo=UTC)


@pytest.fixture
def term(circle: SharedCircle, member: Person) -> Term:
    """Give a term of six meetings, every three weeks from Thursday 20 June 2024, 12:00 UTC."""
    starts = [FIRST + timedelta(weeks=3 * number) for number in range(6)]
    return plan_term(circle, by=member, version=0, starts=starts, every=3, minutes=90, zone="Europe/Berlin")
