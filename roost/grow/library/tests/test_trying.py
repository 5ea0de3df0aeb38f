"""What somebody tried is taken back by them alone, and once."""

from __future__ import annotations

import pytest

from roost.ground.activity.models import Fact
from roost.ground.kit.errors import Forbidden
from roost.ground.people.models import Organisation, Person
from roost.grow.library.access import own_tried
from roost.grow.library.actions import say_tried, take_back_tried
from roost.grow.library.models import Tried


@pytest.fixture
def line(in_scope: Organisation, member: Person) -> Tried:
    return say_tried(in_scope, by=member, thing="deciding", words="Slept on it.", is_shared=True)


def test_a_line_is_held_by_who_said_it_alone(line: Tried, member: Person, founder: Person) -> None:
    assert own_tried(member, line.pk) == line
    assert own_tried(founder, line.pk) is None
    assert own_tried(member, line.pk + 1) is None
    with pytest.raises(Forbidden):
        take_back_tried(line, by=founder)
    assert Tried.objects.exists()


def test_a_line_is_taken_back_once(line: Tried, member: Person) -> None:
    for _ in range(2):
        take_back_tried(line, by=member)
    assert not Tried.objects.exists()
    # It was said, and it was taken back.
    assert Fact.objects.filter(verb="library.tried").count() == 2
