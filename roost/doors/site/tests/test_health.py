from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_is_well_when_the_database_has_this_versions_tables(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_a_migration_that_is_missing_is_named_as_the_reason(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("kit", "0001_initial")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "roost migrate" in answer.json()["reason"]


def test_a_database_that_does_not_answer_is_said(client: Client) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("It is away.")

    with connection.execute_wrapper(refuse):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "database" in answer.json()["reason"]


def test_it_can_only_be_asked(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
