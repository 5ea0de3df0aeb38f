"""Two of the cast who have keys and write to each other."""

from __future__ import annotations

import pytest

from roost.ground.people.models import Organisation, Person
from roost.ground.vault.actions import make_keys, start_group
from roost.ground.vault.models import Group
from roost.ground.vault.tests.sealing import keys_of


@pytest.fixture
def pair(in_scope: Organisation, member: Person, founder: Person) -> Group:
    for person in (member, founder):
        make_keys(person, keys=keys_of(person))
    return start_group(in_scope, by=member, members=[member, founder], kind="pair")
