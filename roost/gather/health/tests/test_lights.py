"""What leaves circles to who convened them, and how much it asks of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from roost.gather.circles.access import circle_for, visible_memberships
from roost.gather.circles.actions import found_circle, leave_circle
from roost.gather.circles.models import Circle, Round
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.health.engine.light import Light
from roost.gather.health.engine.outside import Told
from roost.gather.health.reads import health_page, lights_page
from roost.gather.meetings.tests.holding import hold
from roost.gather.rhythm.actions import plan_term
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person

FIRST = datetime(2024, 6, 20, 12, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.fixture
def people(make_person: Callable[..., Person]) -> list[Person]:
    return [make_person(f"Person {number}") for number in range(6)]


@pytest.fixture
def round(in_scope: Organisation, founder: Person, noon: datetime) -> Round:
    told = {"key": "0" * 32, "title": "Spring", "least": 3, "most": 6, "created_at": noon, "changed_at": noon}
    return Round.objects.create(organisation=in_scope, convener=founder, state="published", published_at=noon, **told)


@pytest.fixture
def convened(in_scope: Organisation, round: Round) -> Callable[..., SharedCircle]:
    """Give a maker of circles of the founder's round."""

    def make(*sitting: Person) -> SharedCircle:
        made = found_circle(in_scope, people=list(sitting), by=sitting[0])
        number = Circle.objects.filter(round=round).count() + 1
        Circle.objects.filter(pk=made.pk).update(round=round, number=number, name=f"Circle {number}")
        return shared_circle(circle_for(sitting[0], made.pk))

    return make


def test_three_numbers_leave_a_circle_of_five_and_none_a_smaller_one(
    convened: Callable[..., SharedCircle], people: list[Person], founder: Person, member: Person
) -> None:
    large, small = convened(*people), convened(*people[:4])
    starts = [FIRST + number * WEEK for number in range(4)]
    plan_term(large, by=people[0], version=0, starts=starts, every=1, minutes=90, zone="Europe/Berlin")
    hold(large, FIRST, *people[:5], given=(8, 3))
    hold(small, FIRST, *people[:4], given=(2, 2))
    with clock.at(FIRST + 3 * WEEK - timedelta(hours=1)):
        lines = {one.circle.name: one for one in lights_page(founder).lines}
        told = [one.told for one in lines["Circle 1"].days]
        assert told == [Told(True, 6, 5 / 6, 8.0), Told(False, 6), Told(False, 6)]
        assert lines["Circle 1"].light is Light.TALK
        assert (lines["Circle 2"].days, lines["Circle 2"].light, lines["Circle 2"].is_too_small) == (
            [],
            Light.UNKNOWN,
            True,
        )
        # What leaves it is what its own page says of the same meetings.
        own = [one.told for one in reversed(health_page(people[0], large.number).lines)]
        assert own == told
        # Who leaves changes no number of a meeting that was held.
        leave_circle(visible_memberships(people[0]).get(circle=large.number), by=people[0])
        assert lights_page(founder).lines[0].days[0].told == Told(True, 6, 5 / 6, 8.0)
        assert not lights_page(member).lines


@pytest.mark.parametrize("many", [1, 3])
def test_many_circles_ask_no_more_of_the_database_than_one(
    many: int,
    convened: Callable[..., SharedCircle],
    people: list[Person],
    founder: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _number in range(many):
        circle = convened(*people)
        starts = [FIRST + number * WEEK for number in range(4)]
        plan_term(circle, by=people[0], version=0, starts=starts, every=1, minutes=90, zone="Europe/Berlin")
        hold(circle, FIRST, *people)
    with clock.at(FIRST + WEEK), django_assert_num_queries(5):
        assert len(lights_page(founder).lines) == many
