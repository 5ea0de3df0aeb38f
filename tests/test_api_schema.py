"""The API keeps what its own description promises, under generated requests of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from roost.doors.api.actions import make_token
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import Score, launch_program, submit_score
from roost.see.tracking.models import Program

RULES = {
    "title": "Visits",
    "time_zone": "Asia/Kolkata",
    "season": {"from": "2024-01-01", "to": "2025-01-01"},
    "metrics": [
        {"key": "visits", "points_per_unit": 2, "team": "sum", "cap": {"points": 40, "per": "week"}},
        {"key": "ratings", "points_per_unit": 1.5, "team": "average", "over": "active"},
    ],
}


@pytest.fixture
def connection_kept() -> Iterator[None]:
    """Let requests use the test's own transaction, as Django's test client does."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def described(in_scope: Organisation, founder: Person, member: Person, connection_kept: None) -> Any:
    program = launch_program(founder, organisation=in_scope, document=RULES, is_for_all=True)
    submit_score(program, by=founder, score=Score(member.pk, "visits", "3", "2024-06-10", key="one"))
    headers = {"Authorization": f"Bearer {make_token(founder, name='generated requests')[1]}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers=headers)
    schema.config.update(headers=headers)
    return schema


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
def test_every_answer_is_one_that_the_description_allows(mode: GenerationMode, described: Any) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) == 6
    program = Program.objects.get().pk if mode is GenerationMode.POSITIVE else None
    for operation in operations:
        try:
            strategy = operation.as_strategy(generation_mode=mode)
            answer_each(operation.label, strategy, program)
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, f"nothing fits {operation.label}"


def answer_each(label: str, strategy: SearchStrategy[Any], program: int | None) -> None:
    """Send what the strategy draws, about a program that is there if given, and hold answers to the description."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(case=strategy)
    def answers(case: Any) -> None:
        if program and "program" in case.path_parameters:
            case.path_parameters["program"] = program
        # What has the right form may still name a metric or a day that is none: then 422 is as it should be.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    answers()
