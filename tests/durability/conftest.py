"""The world before its first score, made by the real actions in the database that the settings name."""

from __future__ import annotations

import pytest
from django.db import connection

from roost.doors.api.actions import make_token
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import launch_program
from tests.durability.world import RULES, World


@pytest.fixture
def sqlite(django_db_reset_sequences: None) -> None:
    """Give the settings' own SQLite on a file, without a transaction around the test, and with ids that start at 1."""
    if connection.vendor != "sqlite":
        pytest.skip("ROOST_DATABASE_URL names another database than SQLite, which this is about")


@pytest.fixture
def world(sqlite: None, in_scope: Organisation, founder: Person, member: Person) -> World:
    program = launch_program(founder, organisation=in_scope, document=RULES, is_for_all=True)
    token = make_token(founder, name="durability")[1]
    return World(program, founder, (founder.pk, member.pk), token, connection.connection.serialize())
