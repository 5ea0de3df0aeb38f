"""What a spreadsheet of the sample company says of people, drawn anew for each round of circles."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

COLUMNS = ("id", "name", "email", "team", "manager", "background", "works from", "years here", "moderator")
BACKGROUNDS = ("sales", "sales", "field service", "logistics", "finance", "teaching", "care", "engineering")
PLACES = ("the office", "the office", "home", "the road")
# How many of ten can moderate.
MODERATORS = 3


@dataclass(frozen=True)
class Listed:
    """Somebody as human resources lists them; `manager` is an id, empty for none."""

    id: str
    name: str
    email: str
    team: str
    manager: str


def draw_list(seed: int, people: Sequence[Listed], *, many: int, always: Sequence[str]) -> bytes:
    """Draw a list of `many` people as a CSV file, with those of the addresses in `always` among them."""
    rng = Random(f"{seed}/circles/{many}")
    certain = [one for one in people if one.email in always]
    drawn = rng.sample([one for one in people if one.email not in always], many - len(certain))
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(COLUMNS)
    for one in sorted([*certain, *drawn], key=lambda listed: listed.name):
        years = int(rng.expovariate(1 / 5)) % 30
        moderator = "yes" if rng.randrange(10) < MODERATORS else ""
        row = [one.id, one.name, one.email, one.team, one.manager]
        writer.writerow([*row, rng.choice(BACKGROUNDS), rng.choice(PLACES), years, moderator])
    return made.getvalue().encode()
