"""A program of Kolkata that shall count by the days of Chicago, in tests."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.see.tracking.actions.rezoning import ask_for_rezoning
from roost.see.tracking.engine import parse_rules
from roost.see.tracking.models import Cell, Entry, Program, Rezoning
from roost.see.tracking.tests.score_files import VISITS

CHICAGO = VISITS | {"title": "Calls on people", "time_zone": "America/Chicago"}
# In Kolkata the second and third are on the next day, in Chicago none is.
EVENING, NIGHT, MORNING = "2024-06-05T18:29:59Z", "2024-06-05T18:30:00Z", "2024-06-06T04:59:59Z"


def ask_for_chicago(program: Program, by: Person) -> Rezoning:
    """Ask for the rules of Chicago, as `change_rules` does where there are many entries."""
    with transaction.atomic():
        return ask_for_rezoning(program, parse_rules(CHICAGO), by=by, version=1, purpose="See more", behaviours={})


def days(program: Program) -> dict[str, int]:
    """Give how many entries count on which day."""
    cells = Cell.objects.filter(metric__program=program, entries__gt=0).order_by("day")
    return {f"{date.fromordinal(day):%d}": entries for day, entries in cells.values_list("day", "entries")}


def fill(program: Program, person: Person, times: list[str], value: int = 1000) -> None:
    """Put entries into the ledger without their cells, which a recount makes."""
    metric = program.metrics.get()
    entries = [
        Entry(organisation_id=program.organisation_id, program=program, key=f"k{number}", content="", metric=metric,
              person=person, value=value, occurred=time, recorded_at=clock.now(), source="test")
        for number, time in enumerate(times)
    ]  # fmt: skip
    Entry.objects.bulk_create(entries)
    Program.objects.filter(pk=program.pk).update(last_entry=Entry.objects.latest("pk").pk)
