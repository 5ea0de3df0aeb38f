"""A plan of the member, and a maker of more."""

from __future__ import annotations

import pytest

from roost.ground.people.models import Organisation, Person
from roost.see.nudges.actions import Intent, plan_reminder
from roost.see.nudges.models import Plan
from roost.see.nudges.tests.weeks import ASK, Planner


@pytest.fixture
def make_plan(in_scope: Organisation, member: Person) -> Planner:
    def make(number: int = 1, *, by: Person = member, **changed: object) -> Plan:
        intent = Intent(**(ASK.__dict__ | changed))
        return plan_reminder(in_scope, by=by, intent=intent, key=f"{number:032x}")

    return make


@pytest.fixture
def plan(make_plan: Planner) -> Plan:
    return make_plan()
