"""Draw what people bring along and what it is like to work in each team."""

from __future__ import annotations

from datetime import date
from math import exp
from random import Random

from roost.doors.demo.engine.company import NEW_DIRECTORS, Company, Employee, Team
from roost.doors.demo.engine.truth import Traits

DIRECTOR_DIP, DIRECTOR_WEEKS = 0.6, 12
DAYS_OF_YEAR = 365.25
DAILY_SHARE = 0.12


def draw_traits(seed: int, company: Company, weeks: int) -> dict[str, Traits]:
    """Draw the traits of everybody who was ever in a team, each from a stream of their own."""
    return {
        person.employee_id: _traits(Random(f"{seed}/traits/{person.number}"), person, company.start, weeks)
        for person in company.people
        if any(post.team for post in person.posts)
    }


def draw_climates(seed: int, company: Company, weeks: tuple[date, ...]) -> dict[str, tuple[float, ...]]:
    """Draw each team's climate, week by week."""
    return {str(team): _climate(Random(f"{seed}/climate/{team}"), company, team, weeks) for team in company.teams}


def _traits(rng: Random, person: Employee, start: date, weeks: int) -> Traits:
    tenure = max(0.0, (start - person.starts_on).days / DAYS_OF_YEAR)
    return Traits(
        employee_id=person.employee_id,
        skill=round(rng.gauss(0, 0.25) - 0.15 * exp(-tenure), 4),
        growth=round(rng.gauss(0.02, 0.08) + 0.25 * exp(-tenure / 2), 4),
        support=round(rng.gauss(0, 1), 4),
        energy=_wandering(rng, weeks, steadiness=0.85, sd=0.18),
        enters_daily=rng.random() < DAILY_SHARE,
    )


def _climate(rng: Random, company: Company, team: Team, weeks: tuple[date, ...]) -> tuple[float, ...]:
    level, drift = rng.gauss(0, 0.6), rng.gauss(0, 0.5)
    noise = _wandering(rng, len(weeks), steadiness=0.9, sd=0.35)
    changed = _new_director_since(company, team)
    result = []
    for week, (monday, wave) in enumerate(zip(weeks, noise, strict=True)):
        since = (monday - changed).days // 7 if changed else -1
        dip = DIRECTOR_DIP * (1 - since / DIRECTOR_WEEKS) if 0 <= since < DIRECTOR_WEEKS else 0.0
        result.append(round(level + drift * week / 52 + wave - dip, 4))
    return tuple(result)


def _new_director_since(company: Company, team: Team) -> date | None:
    if team.division not in NEW_DIRECTORS:
        return None
    title = f"Director {team.division}"
    return max(post.starts_on for person in company.people for post in person.posts if post.title == title)


def _wandering(rng: Random, weeks: int, *, steadiness: float, sd: float) -> tuple[float, ...]:
    """Draw an autoregressive series that has the same spread from its first week."""
    value, result = rng.gauss(0, sd), []
    shock = sd * (1 - steadiness**2) ** 0.5
    for _ in range(weeks):
        result.append(round(value, 4))
        value = steadiness * value + rng.gauss(0, shock)
    return tuple(result)
