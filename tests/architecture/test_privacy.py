"""Nothing about a person is kept without a rule for export and erasure."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from roost.ground.kit.privacy import erase_person, export_person, holdings
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import Score, launch_program, submit_score
from roost.see.tracking.models import Program

# Whole numbers that hold people's ids: facts and mail stand below the room of people.
NAMES_OF_PLAIN_IDS = {"actor", "person", "offered_by"}


def columns_about_people() -> set[tuple[str, str]]:
    """Find every column of the house that points at a person, by foreign key or by a plain id's name."""
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("roost."):
            continue
        for field in model._meta.concrete_fields:
            points = isinstance(field, models.ForeignKey) and field.related_model is Person
            plain = isinstance(field, models.IntegerField) and field.name in NAMES_OF_PLAIN_IDS
            if points or plain:
                found.add((model._meta.label, field.name))
    return found


def test_every_column_about_a_person_has_a_rule() -> None:
    declared = {(holding.model._meta.label, column) for holding in holdings() for column in holding.columns}
    assert columns_about_people() <= declared
    assert {pair for pair in declared if pair != ("people.Person", "id")} <= columns_about_people()


@pytest.fixture
def busy(in_scope: Organisation, member: Person, founder: Person) -> Person:
    document = {
        "title": "Visits",
        "time_zone": "UTC",
        "metrics": [{"key": "visits", "points_per_unit": 1, "team": "sum"}],
    }
    program = launch_program(founder, organisation=in_scope, document=document, is_for_all=True)
    submit_score(program, by=member, score=Score(member.pk, "visits", "41", "2024-06-10", key="one"))
    return member


def test_a_person_takes_everything_along(busy: Person, client_for: Callable[[Person | None], Client]) -> None:
    answer = client_for(busy).get(reverse("home:export"))
    taken: dict[str, list[dict[str, Any]]] = json.loads(answer.content)
    assert taken["people.Person"][0]["name"] == "Mara Member"
    assert taken["tracking.Entry"][0]["value"] == "41000"
    assert "password" not in taken["people.Person"][0]


def test_an_export_holds_nothing_of_others(busy: Person, founder: Person) -> None:
    assert "Noor" not in json.dumps(export_person(busy.pk))


def test_scores_that_somebody_entered_for_others_are_not_theirs_to_take(busy: Person, founder: Person) -> None:
    program = Program.objects.get()
    submit_score(program, by=founder, score=Score(busy.pk, "visits", "1", "2024-06-11", key="two"))
    assert export_person(founder.pk)["tracking.Entry"] == []
    assert len(export_person(busy.pk)["tracking.Entry"]) == 2


def test_erasing_a_person_leaves_scores_that_say_nobody(busy: Person, founder: Person) -> None:
    erase_person(busy.pk)
    left = json.dumps(export_person(busy.pk))
    assert "Mara" not in left
    assert "mara" not in left
    assert "E1" not in left
