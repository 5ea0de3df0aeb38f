"""Two of the cast who walk together."""

from __future__ import annotations

import pytest

from roost.ground.people.actions import agree_to_companionship, ask_for_companion
from roost.ground.people.models import Companionship, Organisation, Person


@pytest.fixture
def asked(in_scope: Organisation, member: Person, founder: Person) -> Companionship:
    return ask_for_companion(in_scope, by=member, person=member, companion=founder, kind=Companionship.Kind.COACH)


@pytest.fixture
def pair(asked: Companionship, founder: Person) -> Companionship:
    return agree_to_companionship(asked, by=founder)
