"""A demo is made whole or not at all, and only where nobody else is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from roost.doors.demo.actions import enter_live_score, seed_demo, start_afresh
from roost.doors.demo.models import Demo
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.models import Entry

NOW = datetime(2024, 6, 12, 20, 30, tzinfo=UTC)
SELLERS = 24


class Interrupted(Exception):
    pass


@pytest.fixture(autouse=True)
def one_afternoon() -> Iterator[None]:
    with clock.at(NOW), everywhere():
        yield


def test_a_demo_that_is_interrupted_leaves_nothing_behind(db: None) -> None:
    def interrupt(percent: int, words: str) -> None:
        if percent > 50:
            raise Interrupted

    with pytest.raises(Interrupted):
        seed_demo(seed=7, sellers=SELLERS, tell=interrupt)
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()
    assert not Demo.objects.exists()


def test_a_database_with_people_of_its_own_is_left_alone(member: Person) -> None:
    with pytest.raises(Conflict, match="leaves it alone"):
        seed_demo(seed=7, sellers=SELLERS)
    with pytest.raises(Conflict, match="throws nothing away"):
        start_afresh(seed=7, sellers=SELLERS)
    assert list(Person.objects.all()) == [member]
    assert not Demo.objects.exists()


def test_nobody_enters_live_scores_outside_a_demo(member: Person) -> None:
    assert not enter_live_score()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("arguments", [["--no-start"], ["--no-start", "--fresh"]])
def test_the_command_leaves_a_database_with_people_of_its_own_alone(member: Person, arguments: list[str]) -> None:
    with pytest.raises(Conflict, match="empty folder"):
        call_command("demo", *arguments)
    assert list(Person.objects.all()) == [member]
