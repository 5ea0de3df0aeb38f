"""A circle of five with somebody of another organisation outside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from roost.gather.circles.access import circle_for
from roost.gather.circles.actions import found_circle
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.rhythm.actions import plan_term
from roost.gather.rhythm.models import Term
from roost.ground.people.models import Organisation, Person, Team

FIRST = datetime(2024, 6, 20, 12, tzinfo=UTC)


@pytest.fixture
def third(make_person: Callable[..., Person], team: Team) -> Person:
    return make_person("Thea Third", team=team)


@pytest.fixture
def circle(in_scope: Organisation, member: Person, founder: Person, third: Person) -> SharedCircle:
    """Give the circle of member, founder and third."""
    made = found_circle(in_scope, people=[member, founder, third], by=member)
    return shared_circle(circle_for(member, made.pk))


@pytest.fixture
def term(circle: SharedCircle, member: Person) -> Term:
    """Give a term of six meetings, every three weeks from Thursday 20 June 2024, 12:00 UTC."""
    starts = [FIRST + timedelta(weeks=3 * number) for number in range(6)]
    return plan_term(circle, by=member, version=0, starts=starts, every=3, minutes=90, zone="Europe/Berlin")
