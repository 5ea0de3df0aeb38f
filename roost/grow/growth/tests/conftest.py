"""Somebody who grows, and their line manager."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from roost.ground.people.models import Organisation, Person, ReportingLine
from roost.grow.growth.actions import Given, answer_questions, choose_needles, plan_experiment
from roost.grow.growth.tests.reports import SECRET, TODAY


@pytest.fixture
def boss(make_person: Callable[..., Person]) -> Person:
    return make_person("Dana Director")


@pytest.fixture
def line(in_scope: Organisation, member: Person, boss: Person) -> ReportingLine:
    begun = TODAY - timedelta(days=90)
    return ReportingLine.objects.create(organisation=in_scope, person=member, manager=boss, starts_on=begun)


@pytest.fixture
def growing(in_scope: Organisation, member: Person) -> Person:
    told = {"role": Given("I run the night shift"), "hidden-job": Given(SECRET), "transition": Given("first-team")}
    cycle = answer_questions(in_scope, by=member, given=told)
    choose_needles(cycle, by=member, chosen={"deciding": "They wait for me."})
    words = {"behaviour": "deciding", "cue": "somebody asks", "action": "ask back", "expectation": "an idea"}
    plan_experiment(cycle, by=member, **words, chance=35, key="0" * 32)
    return member
