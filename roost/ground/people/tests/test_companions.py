"""A companion is asked for, both agree, either ends it, and nobody else learns more than that it is so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from roost.ground.activity.models import Fact
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.access import accompanied_by, companionship_for, visible_companionships
from roost.ground.people.actions import (
    agree_to_companionship,
    ask_for_companion,
    end_affiliation,
    end_companionship,
)
from roost.ground.people.models import Companionship, Organisation, Person

COACH = Companionship.Kind.COACH


@pytest.fixture
def asked(in_scope: Organisation, member: Person, founder: Person) -> Companionship:
    return ask_for_companion(in_scope, by=member, person=member, companion=founder, kind=COACH)


def facts() -> list[str]:
    return list(
        Fact.objects.filter(verb__in=["people.accompanied", "people.parted"])
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def test_it_begins_when_the_one_who_was_asked_agrees(asked: Companionship, member: Person, founder: Person) -> None:
    assert (asked.state, asked.has_agreed(member), asked.has_agreed(founder)) == ("asked", True, False)
    assert not accompanied_by(founder).exists()
    for _ in range(2):
        running = agree_to_companionship(asked, by=founder)
        assert running.state == "running"
    assert list(accompanied_by(founder)) == [asked]
    assert (asked.other(member), asked.other(founder)) == (founder, member)
    assert facts() == ["people.accompanied"]


def test_where_an_administrator_brings_two_together_both_have_to_agree(
    in_scope: Organisation, administrator: Person, member: Person, founder: Person
) -> None:
    made = ask_for_companion(in_scope, by=administrator, person=member, companion=founder, kind=COACH)
    assert agree_to_companionship(made, by=founder).state == "asked"
    assert agree_to_companionship(made, by=member).state == "running"


def test_asking_again_gives_the_same_until_it_is_over(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person
) -> None:
    again: dict[str, Any] = {"by": member, "person": member, "companion": founder, "kind": COACH}
    assert ask_for_companion(in_scope, **again) == asked
    assert end_companionship(asked, by=founder).state == "over"
    with pytest.raises(Conflict):
        agree_to_companionship(asked, by=founder)
    assert facts() == []
    assert ask_for_companion(in_scope, **again) != asked


def test_either_ends_it_and_so_does_an_administrator(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person, administrator: Person
) -> None:
    agree_to_companionship(asked, by=founder)
    for by in (administrator, member, founder):
        assert end_companionship(asked, by=by).state == "over"
    assert facts() == ["people.accompanied", "people.parted"]
    assert not accompanied_by(founder).exists()


def test_nobody_asks_agrees_or_ends_for_others(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person, administrator: Person
) -> None:
    with pytest.raises(Forbidden):
        ask_for_companion(in_scope, by=founder, person=member, companion=founder, kind=COACH)
    with pytest.raises(Forbidden):
        agree_to_companionship(asked, by=administrator)
    third = Person.objects.create_user("third@example.org", name="Third")
    with pytest.raises(Forbidden):
        end_companionship(asked, by=third)


def test_both_belong_and_are_two(
    in_scope: Organisation, asked: Companionship, member: Person, founder: Person, outsider: Person
) -> None:
    for companion in (member, outsider):
        with pytest.raises(InputError):
            ask_for_companion(in_scope, by=member, person=member, companion=companion, kind=COACH)
    agree_to_companionship(asked, by=founder)
    end_affiliation(founder, organisation=in_scope, by=None, on=date(2024, 6, 12))
    assert not visible_companionships(member).exists()


def test_only_the_two_hold_it(
    asked: Companionship, member: Person, founder: Person, administrator: Person, outsider: Person
) -> None:
    assert companionship_for(member, asked.pk) == companionship_for(founder, asked.pk) == asked
    for other in (administrator, outsider):
        with pytest.raises(NotFound):
            companionship_for(other, asked.pk)
