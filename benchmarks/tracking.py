"""Entries and boards of 230 people over a year, on SQLite with synchronous FULL, and a board from files."""

from __future__ import annotations

import csv
import json
import random
import tempfile
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from django.db import connection, transaction

from benchmarks.measured import Figure, compare
from roost.ground.kit import clock
from roost.ground.kit.scopes import touching
from roost.ground.people.models import Affiliation, Organisation, Person, Team, TeamMembership
from roost.see.tracking.actions import Score, launch_program, submit_score, submit_scores
from roost.see.tracking.engine import board_of_files, parse_window
from roost.see.tracking.models import Cell, Program
from roost.see.tracking.reads import Reader, board_page

YEAR = date(2024, 1, 1)
PEOPLE, TEAMS, DIVISIONS, METRICS = 230, 20, 4, 8
RULES = {
    "title": "Bench",
    "time_zone": "America/Chicago",
    "metrics": [
        {
            "key": f"m{number}",
            "points_per_unit": 1.5,
            "team": "average" if number % 2 else "sum",
            **({"cap": {"points": 40, "per": "week"}} if number < 5 else {}),
        }
        for number in range(METRICS)
    ],
}


def figures() -> list[Figure]:
    organisation = Organisation.objects.create(name="Bench", created_at=clock.now())
    with touching(organisation.pk):
        program, people = company(organisation)
        return [*of_server(program, people), of_files()]


def company(organisation: Organisation) -> tuple[Program, list[Person]]:
    people = Person.objects.bulk_create(Person(name=f"Person {number}", password="!") for number in range(PEOPLE))
    Affiliation.objects.bulk_create(Affiliation(organisation=organisation, person=person) for person in people)
    teams = Team.objects.bulk_create(
        Team(organisation=organisation, division=f"Division {number % DIVISIONS}", name=f"Team {number}")
        for number in range(TEAMS)
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(organisation=organisation, person=person, team=teams[place % TEAMS], starts_on=YEAR)
        for place, person in enumerate(people)
    )
    program = launch_program(people[0], organisation=organisation, document=RULES, is_for_all=True)
    chance = random.Random(7)
    scores = [
        Score(
            person.pk,
            f"m{metric}",
            str(chance.randint(0, 20)),
            (YEAR + timedelta(day)).isoformat(),
            key=f"{person.pk}:{metric}:{day}",
        )
        for person in people
        for day in range(0, 364, 3)
        for metric in chance.sample(range(METRICS), 3)
    ]
    submit_scores(program, by=people[0], scores=scores)
    return program, people


def of_server(program: Program, people: list[Person]) -> list[Figure]:
    keys = count()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (id INTEGER PRIMARY KEY, value INTEGER)")

    def enter() -> None:
        submit_score(program, by=people[0], score=Score(people[0].pk, "m0", "1", "2024-05-05", key=f"e{next(keys)}"))

    def insert() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_row (value) VALUES (1)")

    def month() -> None:
        reader = Reader(program)
        reader.standings(parse_window("2024-05", reader.rules))

    def year() -> None:
        reader = Reader(program)
        reader.standings(parse_window("2024", reader.rules))

    def page() -> None:
        board_page(program, people[5], window="2024-05", division="*")

    def scan(first: int, last: int) -> object:
        cells = Cell.objects.filter(metric__program=program, day__gte=first, day__lt=last)
        return list(cells.values_list("metric", "person", "day", "total", "entries"))

    may = (date(2024, 5, 1).toordinal(), date(2024, 6, 1).toordinal())
    all_year = (YEAR.toordinal(), date(2025, 1, 1).toordinal())
    return [
        compare("one entry, acknowledged", enter, "one inserted row, same durability", insert, times=20),
        compare("boards of a month, 230 people", month, "reading the month's cells", lambda: scan(*may), times=5),
        compare("boards of a year, 230 people", year, "reading the year's cells", lambda: scan(*all_year)),
        compare("the board page's data, a month", page, "reading the month's cells", lambda: scan(*may), times=3),
    ]


def of_files(entries: int = 200_000) -> Figure:
    folder = Path(tempfile.mkdtemp(prefix="roost-bench-files-"))
    chance = random.Random(7)
    with open(folder / "people.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["person", "team", "division"])
        rows.writerows([f"p{number}", f"t{number % TEAMS}", f"d{number % DIVISIONS}"] for number in range(PEOPLE))
    with open(folder / "entries.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["person", "metric", "value", "occurred_at"])
        for _ in range(entries):
            day = YEAR + timedelta(chance.randrange(365))
            rows.writerow([f"p{chance.randrange(PEOPLE)}", f"m{chance.randrange(METRICS)}", chance.randint(0, 20), day])
    (folder / "rules.json").write_text(json.dumps(RULES))

    def read() -> None:
        with open(folder / "entries.csv", newline="") as file:
            for _ in csv.reader(file):
                pass

    def compute() -> None:
        board_of_files(folder / "people.csv", folder / "entries.csv", folder / "rules.json", "2024")

    return compare(f"a board from a file of {entries:,} entries", compute, "reading the file as CSV", read)
