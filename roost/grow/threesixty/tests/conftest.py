"""Somebody with a manager, who asks five colleagues for a 360."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from roost.ground.people.models import Organisation, Person, ReportingLine
from roost.grow.threesixty.actions import begin_review, nominate, propose
from roost.grow.threesixty.engine import Category
from roost.grow.threesixty.models import Review


@pytest.fixture
def five(in_scope: Organisation, make_person: Callable[..., Person]) -> list[Person]:
    return [make_person(name) for name in ("Ann", "Ben", "Cem", "Dee", "Eli")]


@pytest.fixture
def boss(in_scope: Organisation, member: Person, make_person: Callable[..., Person]) -> Person:
    boss = make_person("Bo Boss")
    ReportingLine.objects.create(organisation=in_scope, person=member, manager=boss, starts_on=date(2024, 1, 1))
    return boss


@pytest.fixture
def chosen(five: list[Person], boss: Person) -> dict[Person, Category]:
    return dict.fromkeys(five, Category.PEER) | {boss: Category.MANAGER}


@pytest.fixture
def review(member: Person, founder: Person, chosen: dict[Person, Category]) -> Review:
    """Give a 360 that is under way, to be read with the founder."""
    review = begin_review(member, purpose="needle", intents=["deciding"], debriefer=founder)
    nominate(review, by=member, raters=chosen)
    return propose(review, by=member)
