"""Somebody who asks five others how they come across."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roost.ground.people.models import Organisation, Person
from roost.grow.feedback.actions import begin_loop
from roost.grow.feedback.models import Loop


@pytest.fixture
def five(in_scope: Organisation, make_person: Callable[..., Person]) -> list[Person]:
    return [make_person(name) for name in ("Ann", "Ben", "Cem", "Dee", "Eli")]


@pytest.fixture
def loop(member: Person, five: list[Person]) -> Loop:
    return begin_loop(member, behaviour="deciding", words="I say by when", people=five)
