"""What a spreadsheet of the sample company says of people, drawn anew for each round of circles."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from roost.gather.circles.engine.lot import draw

COLUMNS = ("id", "name", "email", "team", "manager", "background", "works from", "years here", "moderator")
BACKGROUNDS = ("sales", "sales", "field service", "logistics", "finance", "teaching", "care", "engineering")
PLACES = ("the office", "the office", "home", "the road")
# How many of ten can moderate.
MODERATORS = 3
# What ten people say who are asked whether they want a seat.
ANSWERS = ("yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "no", "later")


@dataclass(frozen=True)
class Listed:
    """Somebody as human resources lists them; `manager` is an id, empty for none."""

    id: str
    name: str
    email: str
    team: str
    manager: str


def draw_list(
    seed: int, people: Sequence[Listed], *, many: int, always: Sequence[str], guests: Sequence[str] = ()
) -> bytes:
    """Draw a list of `many` people as a CSV file, with those of the addresses in `always` among them.

    After them stand `guests`, who have no login.
    """
    rng = Random(f"{seed}/circles/{many}")
    certain = [one for one in people if one.email in always]
    drawn = rng.sample([one for one in people if one.email not in always], many - len(certain))
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(COLUMNS)
    strangers = [Listed(f"guest-{number}", name, "", "", "") for number, name in enumerate(guests, start=1)]
    for one in [*sorted([*certain, *drawn], key=lambda listed: listed.name), *strangers]:
        years = int(rng.expovariate(1 / 5)) % 30
        moderator = "yes" if rng.randrange(10) < MODERATORS else ""
        row = [one.id, one.name, one.email, one.team, one.manager]
        writer.writerow([*row, rng.choice(BACKGROUNDS), rng.choice(PLACES), years, moderator])
    return made.getvalue().encode()


def draw_answers(seed: int, people: Sequence[str], *, willing: Sequence[str]) -> dict[str, str]:
    """Draw what people say who are asked whether they want a seat; those in `willing` say yes."""
    rng = Random(f"{seed}/answers/{len(people)}")
    answers = {one: rng.choice(ANSWERS) for one in people}
    return answers | dict.fromkeys(willing, "yes")


def seed_of_lot(people: Sequence[tuple[str, str]], places: int, *, drawn: Sequence[str], waits: Sequence[str]) -> str:
    """Give the first seed by which certain people are drawn and others wait, so that each part has a story to show."""
    for number in range(10_000):
        found = draw(people, places, f"sample-{number}")
        is_in = {one: chosen for (one, _group), chosen in zip(people, found.selected, strict=True)}
        if all(is_in[one] for one in drawn) and not any(is_in[one] for one in waits):
            return f"sample-{number}"
    raise ValueError("No lot of ten thousand came out like that.")
