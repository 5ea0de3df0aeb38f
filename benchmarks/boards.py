"""Reading one division's board, at 230 and at a million people, against a Redis sorted set of the same rows."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import redis

from benchmarks.measured import Figure, compare
from roost.ground.kit import clock
from roost.ground.kit.scopes import touching
from roost.ground.people.models import Affiliation, Organisation, Person, Team, TeamMembership
from roost.see.tracking.actions import launch_program
from roost.see.tracking.engine import parse_window
from roost.see.tracking.models import Cell, Program
from roost.see.tracking.reads import Reader
from roost.see.tracking.reads.running import boards
from tests.journeys.house import free_port

YEAR = date(2024, 1, 1)
METRICS = 8
BATCH = 10_000
RULES = {
    "title": "Boards",
    "time_zone": "America/Chicago",
    "metrics": [
        {"key": f"m{place}", "points_per_unit": 1.5, "team": "average" if place % 2 else "sum"}
        | ({"cap": {"points": 40, "per": "week"}} if place < 5 else {})
        for place in range(METRICS)
    ],
}


def figures(people: int, teams: int, divisions: int) -> list[Figure]:
    program, division = company(people, teams, divisions)
    with touching(program.organisation_id), sorted_sets() as store:
        window = parse_window("2024-05", Reader(program).rules)
        rows = {f"team {one.team}": one.points for one in Reader(program).standings(window, division)}
        store.zadd("board", rows)

        def remembered() -> None:
            Reader(program).standings(window, division)

        def anew() -> None:
            boards.forget()
            Reader(program).standings(window, division)

        def page() -> None:
            store.zrevrange("board", 0, -1, withscores=True)

        what, set_of = f"board of one division, {people:,} people", f"a Redis sorted set of its {len(rows)} teams"
        times = 5 if people < 10_000 else 1
        return [
            compare(f"{what}, nothing new since", remembered, set_of, page, times=20),
            compare(f"{what}, worked out anew", anew, set_of, page, times=times),
        ]


def company(people: int, teams: int, divisions: int) -> tuple[Program, int]:
    """Make an organisation with a month of cells, two a person, and give its program and one division's number."""
    organisation = Organisation.objects.create(name=f"{people} people", created_at=clock.now())
    with touching(organisation.pk):
        made = Team.objects.bulk_create(
            Team(organisation=organisation, division=f"Division {place % divisions:03}", name=f"Team {place}")
            for place in range(teams)
        )
        founder = Person.objects.create(name="Founder", password="!")
        Affiliation.objects.create(organisation=organisation, person=founder)
        program = launch_program(founder, organisation=organisation, document=RULES, is_for_all=True)
        metrics = list(program.metrics.order_by("pk"))
        first = YEAR.replace(month=5).toordinal()
        for start in range(0, people, BATCH):
            some = Person.objects.bulk_create(
                Person(name=f"Person {number}", password="!") for number in range(start, min(people, start + BATCH))
            )
            TeamMembership.objects.bulk_create(
                TeamMembership(organisation=organisation, person=one, team=made[one.pk % teams], starts_on=YEAR)
                for one in some
            )
            Cell.objects.bulk_create(
                Cell(
                    organisation=organisation,
                    metric=metrics[(one.pk + again * 3) % METRICS],
                    person=one,
                    day=first + (one.pk * 7 + again) % 30,
                    total=1000 * (one.pk % 20),
                    entries=1,
                )
                for one in some
                for again in range(2)
            )
    return program, made[0].pk


@contextmanager
def sorted_sets() -> Iterator[redis.Redis]:
    """Run a Redis of our own on a private port, without persistence."""
    program = shutil.which("redis-server")
    if program is None:
        raise SystemExit("redis-server is needed to compare with; Debian's package has that name.")
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            store = redis.Redis(port=port, decode_responses=True)
            while True:
                try:
                    store.ping()
                    break
                except redis.ConnectionError:
                    assert server.poll() is None, "Redis did not start"
            yield store
        finally:
            server.terminate()
            server.wait()
