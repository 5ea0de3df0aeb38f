"""Giving the reminders of a night, against reading the same rows.

`python -m benchmarks.nudges 1e6` measures one size in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, time, timedelta
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roost.doors.site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.measured import shown  # noqa: E402
from roost.ground.kit import clock  # noqa: E402
from roost.ground.kit.scopes import everywhere  # noqa: E402
from roost.ground.people.models import Affiliation, Organisation, Person  # noqa: E402
from roost.see.nudges.actions import remind_due  # noqa: E402
from roost.see.nudges.models import Occasion, Plan, Wishes  # noqa: E402

NIGHT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
AT_ONCE = 5_000
# Every second person has a plan that is due; of those, half were given two reminders in the last days.
DUE, FULL = 2, 4


def company(people: int) -> None:
    """Write people with one plan each and what was given to them lately, half of the plans due now."""
    organisation = Organisation.objects.create(name="Bench", created_at=NIGHT)
    for first in range(0, people, AT_ONCE):
        made = Person.objects.bulk_create(
            Person(name=f"Person {number}", password="!", time_zone="Europe/Berlin")
            for number in range(first, min(first + AT_ONCE, people))
        )
        Affiliation.objects.bulk_create(Affiliation(organisation=organisation, person=one) for one in made)
        Wishes.objects.bulk_create(Wishes(person=one) for one in made)
        Plan.objects.bulk_create(
            Plan(
                organisation=organisation,
                person=one,
                cue="the weekly planning begins",
                action="ask one question before I answer",
                weekdays="01234",
                at=time(10),
                start=7,
                rhythm={},
                next_day=(due := NIGHT + timedelta(days=number % DUE)).date(),
                next_at=due,
                zone="Europe/Berlin",
                planned_at=NIGHT,
                key="a",
            )
            for number, one in enumerate(made)
        )
        Occasion.objects.bulk_create(
            Occasion(
                organisation=organisation,
                person=one,
                number=slot,
                day=(NIGHT - timedelta(days=3)).date(),
                given_at=NIGHT - timedelta(days=3),
                week="2026-W46",
                slot=slot,
            )
            for number, one in enumerate(made)
            if number % FULL == 0
            for slot in (1, 2)
        )


def scan() -> None:
    """Read once, as plain rows, all that the choice stands on."""
    with connection.cursor() as cursor:
        for table in ("nudges_plan", "nudges_wishes", "nudges_occasion", "people_affiliation", "people_person"):
            cursor.execute(f"SELECT * FROM {table}")
            while cursor.fetchmany(10_000):
                pass


def measure(people: int) -> dict[str, Any]:
    """Measure one size: seconds of a scan and of giving what is due, how many were given, and the peak memory in MB."""
    with everywhere():
        company(people)
        start = perf_counter()
        scan()
        between = perf_counter()
        with clock.at(NIGHT):
            given = remind_due()
    done = perf_counter() - between
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"people": people, "scan": between - start, "given": given, "seconds": done, "memory": memory}


def apart(people: int) -> dict[str, Any]:
    """Measure one size in a process and a database of its own."""
    environment = os.environ | {"ROOST_DATA_DIR": tempfile.mkdtemp(prefix="roost-bench-")}
    command = [sys.executable, "-m", "benchmarks.nudges", str(people)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def written_up(found: list[dict[str, Any]]) -> str:
    """Write what was measured as a table."""
    head = [
        "| people | due | given | seconds | reading the same rows | ratio | peak memory |",
        "|---|---|---|---|---|---|---|",
    ]
    lines = [
        f"| {one['people']:,} | {one['people'] // DUE:,} | {one['given']:,} | {shown(one['seconds'])} | "
        f"{shown(one['scan'])} | {one['seconds'] / one['scan']:.2f} | {one['memory']} MB |"
        for one in found
    ]
    return "\n".join([*head, *lines])


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(measure(int(float(sys.argv[1])))))
