"""Simulate a year of a company with a known truth: plain values, the same for the same seed and day.

`simulate(seed=7, as_of=date(2026, 11, 21))` gives a world, `world.truth.document()` what is true of it, for JSON, and
`simulate(..., without={"early_helping"})` the same year with the same luck and without a treatment. `truth` says more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from roost.doors.demo.engine.company import (
    ADMINISTRATOR,
    CAST,
    FOUNDER,
    FULL_SIZE,
    LEADER,
    LEARNING_DIRECTOR,
    LISTENER,
    MANAGING_DIRECTOR,
    MEMBER,
    NAME,
    ZONE,
    Company,
    Employee,
    Post,
    Team,
    build_company,
    email_of,
)
from roost.doors.demo.engine.documents import EARLY, StartedProgram, programs_of
from roost.doors.demo.engine.growers import Grower, draw_barriers, draw_growers
from roost.doors.demo.engine.live import LiveScore, live_score
from roost.doors.demo.engine.people_file import COLUMNS as PEOPLE_COLUMNS
from roost.doors.demo.engine.people_file import days_of_change, left_their_team, people_rows
from roost.doors.demo.engine.results import Entry, enter_year
from roost.doors.demo.engine.traits import draw_climates, draw_traits
from roost.doors.demo.engine.treatments import draw_treatments
from roost.doors.demo.engine.truth import MEASURES, Measure, Traits, Treatment, Truth
from roost.doors.demo.engine.workdays import weeks_between

__all__ = [
    "ADMINISTRATOR",
    "CAST",
    "EARLY",
    "FOUNDER",
    "FULL_SIZE",
    "LEADER",
    "LEARNING_DIRECTOR",
    "LISTENER",
    "MANAGING_DIRECTOR",
    "MEMBER",
    "NAME",
    "PEOPLE_COLUMNS",
    "SMALLEST",
    "ZONE",
    "Company",
    "Employee",
    "Entry",
    "Grower",
    "LiveScore",
    "Measure",
    "Post",
    "StartedProgram",
    "Team",
    "Traits",
    "Treatment",
    "Truth",
    "World",
    "days_of_change",
    "digest",
    "draw_barriers",
    "draw_growers",
    "email_of",
    "left_their_team",
    "live_score",
    "people_rows",
    "simulate",
]

SMALLEST = 24


@dataclass(frozen=True)
class World:
    """A company, what is true of it, the programs its people started, and all that was entered, in order of time."""

    company: Company
    truth: Truth
    programs: tuple[StartedProgram, ...]
    entries: tuple[Entry, ...]


def simulate(seed: int, as_of: date, *, sellers: int = FULL_SIZE, without: Set[str] = frozenset()) -> World:
    """Live the year before `as_of` with `sellers` sales people, leaving out the effects of treatments in `without`.

    Raises ValueError for fewer people than four divisions need, and for an unknown treatment.
    """
    if sellers < SMALLEST:
        raise ValueError(f"The company needs at least {SMALLEST} sales people.")
    company = build_company(seed, as_of, sellers)
    weeks = weeks_between(company.start, as_of)
    traits = draw_traits(seed, company, len(weeks))
    treatments = draw_treatments(seed, company, traits, weeks)
    if unknown := without - {treatment.key for treatment in treatments}:
        raise ValueError(f"There is no treatment {', '.join(sorted(unknown))}.")
    truth = Truth(weeks, MEASURES, treatments, draw_climates(seed, company, weeks), traits)
    programs = programs_of(company, truth)
    return World(company, truth, programs, tuple(enter_year(seed, company, truth, programs, without)))


def digest(world: World) -> str:
    """Give the SHA-256 (hex) of everything in a world, to tell whether two are the same."""
    told = hashlib.sha256()
    parts: Iterable[object] = (world.company, world.truth, *world.programs, *world.entries)
    for part in parts:
        told.update(repr(part).encode())
    return told.hexdigest()
