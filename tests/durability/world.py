"""What every test here starts from: a small organisation that counts visits and calls."""

from __future__ import annotations

from dataclasses import dataclass

from roost.ground.people.models import Person
from roost.see.tracking.models import Program

METRICS = ("visits", "calls")
RULES = {
    "title": "Harbour visits",
    "time_zone": "UTC",
    "metrics": [{"key": key, "points_per_unit": 1, "team": "sum"} for key in METRICS],
}


@dataclass(frozen=True)
class World:
    """Hold a program, who runs it, whose scores it counts, a token of the runner, and the database with all of it."""

    program: Program
    runner: Person
    people: tuple[int, ...]
    token: str
    image: bytes
