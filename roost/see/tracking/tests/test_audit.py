"""The audit finds whatever stands in a cell without a reason in the ledger, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import F

from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import Score, launch_program, reverse_score, submit_scores
from roost.see.tracking.models import Cell, Program

RULES = {"title": "Calls", "time_zone": "Asia/Kolkata", "metrics": [
    {"key": "calls", "points_per_unit": 1, "team": "sum"}, {"key": "visits", "points_per_unit": 2, "team": "sum"},
]}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(in_scope: Organisation, founder: Person, member: Person) -> Iterator[Program]:
    with clock.at(datetime(2024, 7, 1, tzinfo=UTC)):
        program = launch_program(founder, organisation=in_scope, document=RULES, is_for_all=True)
        given = [
            Score(member.pk, "calls", "3", "2024-06-05T18:29:59Z", key="a"),
            Score(member.pk, "calls", "4", "2024-06-05T18:30:00Z", key="b"),  # the next day in Kolkata
            Score(member.pk, "visits", "-1.5", "2024-06-05", key="c"),
            Score(founder.pk, "calls", "8", "2024-06-05", key="d"),
        ]
        submit_scores(program, by=founder, scores=given)
        reverse_score(program, by=founder, key="c")
        yield program


def audited(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    said = StringIO()
    try:
        call_command("audit", "--json", *arguments, stdout=said)
    except CommandError as error:
        return error.returncode, json.loads(said.getvalue() or "{}").get("differences", [])
    return 0, json.loads(said.getvalue())["differences"]


def test_what_was_entered_and_taken_back_is_borne_out(program: Program) -> None:
    assert audited() == (0, [])
    assert audited("--program", str(program.pk)) == (0, [])


def test_a_cell_that_was_changed_is_named(program: Program, member: Person) -> None:
    Cell.objects.filter(metric__key="calls", person=member, day=datetime(2024, 6, 6).toordinal()).update(
        total=F("total") + 1
    )
    place = {"program": program.pk, "metric": "calls", "person": member.pk, "day": "2024-06-06"}
    assert audited() == (1, [place | {"cells": 4001, "ledger": 4000}])


def test_a_cell_that_is_missing_and_one_too_many_are_named(program: Program, member: Person, founder: Person) -> None:
    Cell.objects.filter(person=founder).update(person=member, day=F("day") + 7)
    status, found = audited()
    assert status == 1
    assert [(one["person"], one["day"], one["cells"], one["ledger"]) for one in found] == sorted(
        [(member.pk, "2024-06-12", 8000, 0), (founder.pk, "2024-06-05", 0, 8000)]
    )
    assert [(one["entries_in_cells"], one["entries_in_ledger"]) for one in found] in (
        [(1, 0), (0, 1)],
        [(0, 1), (1, 0)],
    )


def test_a_count_alone_is_a_difference_because_averages_stand_on_it(program: Program, member: Person) -> None:
    Cell.objects.filter(metric__key="visits", person=member).update(entries=1)
    status, found = audited()
    assert (status, len(found), found[0]["cells"], found[0]["ledger"]) == (1, 1, 0, 0)
    assert (found[0]["entries_in_cells"], found[0]["entries_in_ledger"]) == (1, 0)


def test_an_unknown_program_is_refused(program: Program) -> None:
    assert audited("--program", "987654") == (2, [])


def test_people_read_sentences(program: Program, member: Person) -> None:
    said = StringIO()
    call_command("audit", stdout=said)
    assert said.getvalue() == "Programs compared: 1. Every cell is what the ledger adds up to.\n"
    Cell.objects.filter(metric__key="calls", person=member, total=3000).update(total=2500)
    said = StringIO()
    with pytest.raises(CommandError, match="ledger adds up to: 1"):
        call_command("audit", stdout=said)
    assert said.getvalue() == (
        f"Program {program.pk}, calls, person {member.pk}, 2024-06-05: "
        "the cell holds 2.5 (entries: 1), the ledger gives 3 (entries: 1).\n"
    )
