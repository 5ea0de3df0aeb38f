"""A small organisation that counts visits and calls, and its database as bytes that can be put anywhere."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection

from roost.doors.api.actions import make_token
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import launch_program
from roost.see.tracking.models import Program

RULES = {
    "title": "Harbour visits",
    "time_zone": "UTC",
    "metrics": [{"key": key, "points_per_unit": 1, "team": "sum"} for key in ("visits", "calls")],
}


@dataclass(frozen=True)
class World:
    """Hold the program, who runs it, whose scores it counts, a token of the runner, and all of it as a database."""

    program: Program
    runner: Person
    people: tuple[int, ...]
    token: str
    image: bytes


@pytest.fixture
def world(transactional_db: None, in_scope: Organisation, founder: Person, member: Person) -> World:
    """Give the world as it is before the first score, on the settings' own SQLite."""
    if connection.vendor != "sqlite":
        pytest.skip("These tests are about SQLite, and ROOST_DATABASE_URL names another database")
    program = launch_program(founder, organisation=in_scope, document=RULES)
    token = make_token(founder, name="durability")[1]
    return World(program, founder, (founder.pk, member.pk), token, connection.connection.serialize())
