"""Files of scores for tests, and the program into which they are entered."""

from __future__ import annotations

from pathlib import Path

from roost.ground.people.models import Person
from roost.see.tracking.actions import Following, Submitted, submit_file
from roost.see.tracking.models import Cell, Program

HEADER = "person,metric,value,occurred_at,id,reverses"
VISITS = {
    "title": "Visits",
    "time_zone": "Asia/Kolkata",
    "metrics": [{"key": "visits", "points_per_unit": 1, "team": "sum"}],
}


def text_of(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


def rows_of(person: Person, count: int) -> list[str]:
    """Give rows without ids, some of them alike."""
    return [f"{person.email},visits,{number % 7},2024-{number % 5 + 1:02}-10,," for number in range(count)]


def entered(program: Program) -> tuple[int, list[tuple[int, int]]]:
    """Give how many entries there are, and the sums and counts of days that count."""
    cells = Cell.objects.filter(metric__program=program, entries__gt=0).order_by("day", "person")
    return program.entries.count(), list(cells.values_list("total", "entries"))


class Submitting:
    """Submit rows as a file: `submit("E1,visits,3,2024-06-10,,", following=...)`."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program, self.path = program, folder / "scores.csv"

    def __call__(self, *rows: str, by: Person | None = None, following: Following | None = None) -> Submitted:
        self.path.write_text(text_of(*rows))
        by = by or self.program.founder
        return submit_file(self.program, by=by, path=self.path, name="scores.csv", following=following)
