"""A form that is sent twice at the same moment starts one program."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import launch_program
from roost.see.tracking.models import Program
from roost.see.tracking.tests.others import Elsewhere

VISITS = {"title": "Visits", "time_zone": "UTC", "metrics": [{"key": "visits", "points_per_unit": 1, "team": "sum"}]}


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_starts_one_program(in_scope: Organisation, founder: Person) -> None:
    begun = threading.Event()
    started: list[Program] = []

    def launch() -> None:
        started.append(launch_program(founder, organisation=in_scope, document=VISITS, key="one form", is_for_all=True))

    def launch_as_well() -> None:
        begun.set()
        launch()

    second = Elsewhere(launch_as_well)
    with transaction.atomic():
        launch()
        second.thread.start()
        begun.wait()
        while connection.vendor == "postgresql" and second.thread.is_alive() and not somebody_waits():
            pass
    second.end()
    assert started[0] == started[1] == Program.objects.get()
    assert Program.objects.get().rules.count() == 1


def somebody_waits() -> bool:
    """Say whether a connection waits for what this one has not yet committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
