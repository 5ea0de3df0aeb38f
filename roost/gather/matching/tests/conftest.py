"""People who look for a peer or talk by chance, and a room that writes down which circles it was asked to begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from roost.gather.matching.actions import Sought, seek_peer, take_part
from roost.gather.matching.ports import CIRCLES
from roost.gather.matching.tests.seekers import SOUGHT, Founder, Seek
from roost.gather.matching.tests.talkers import MONDAY, Taking, drawn_on
from roost.ground.people.models import Organisation, Person, Team


@pytest.fixture(autouse=True)
def circles() -> Iterator[Founder]:
    fake = Founder()
    before = CIRCLES.fill(fake)
    yield fake
    CIRCLES.fill(before)


@pytest.fixture
def seeker(in_scope: Organisation, make_person: Callable[..., Person]) -> Seek:
    """Give a maker of people who look for a peer: `seeker("Ann", stage="new", team=..., zone=...)`."""

    def make(name: str, *, team: Team | None = None, zone: str = "UTC", **changed: object) -> Person:
        person = make_person(name, team=team)
        person.time_zone = zone
        person.save()
        seek_peer(in_scope, by=person, sought=Sought(**(SOUGHT.__dict__ | changed)), version=0)
        return person

    return make


@pytest.fixture
def two(seeker: Seek) -> tuple[Person, Person]:
    """Give two who are proposed to each other."""
    return seeker("Ann"), seeker("Ben", words="A canary of Ben")


@pytest.fixture
def taking(in_scope: Organisation, make_person: Callable[..., Person]) -> Taking:
    """Give a maker of people who take part: `taking("Ann", every=2, zone="Asia/Tokyo")`."""

    def make(name: str, *, every: int = 1, zone: str = "UTC", by_mail: bool = True) -> Person:
        person = make_person(name)
        person.time_zone = zone
        person.save()
        take_part(in_scope, by=person, every=every, by_mail=by_mail)
        return person

    return make


@pytest.fixture
def talking(taking: Taking) -> tuple[Person, Person]:
    """Give two who talk this week."""
    both = taking("Ann"), taking("Ben")
    drawn_on(MONDAY)
    return both
