"""Who of the company grows besides those one may walk in as: what they guess, what comes of it, and what others see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random

from roost.doors.demo.engine.company import CAST, Company

MANY_GUESSES, FEW_GUESSES = 12, 2
# Division, how many close a cycle, how likely others see a change, and how many experiments each tries: in one division
# guesses can be judged as well, and of one nothing can be told.
GROWING = (("Mid-West", 11, 0.8, MANY_GUESSES), ("South", 9, 0.5, FEW_GUESSES), ("West", 5, 0.8, FEW_GUESSES))
MEET_MOST = 0.7
MEET_SOME = 0.25


@dataclass(frozen=True)
class Grower:
    """Somebody who closes a cycle: `guesses` are chances in per cent and whether it turned out so the first time."""

    person: int
    watcher: int
    guesses: tuple[tuple[int, bool], ...]
    is_seen: bool


def draw_growers(seed: int, company: Company, day: date) -> list[Grower]:
    """Draw who of each division closes a cycle around a day, each watched by somebody of the own team."""
    rng = Random(f"{seed}/growers")
    growers = []
    for division, number, seen, guesses in GROWING:
        teams: dict[str, list[int]] = {}
        for person, post in company.staff_on(day):
            if post.team and post.team.division == division and person.ends_on is None and person.name not in CAST:
                teams.setdefault(post.team.name, []).append(person.number)
        pairs = [(one, other) for those in teams.values() for one, other in pairwise(those)]
        for one, other in rng.sample(pairs, min(number, len(pairs))):
            growers.append(Grower(one, other, _guesses(rng, guesses), rng.random() < seen))
    return growers


def _guesses(rng: Random, number: int) -> tuple[tuple[int, bool], ...]:
    """Draw guesses of somebody who is either about right or far too sure."""
    comes = rng.choice((0.9, 0.5))
    return tuple((90, rng.random() < comes) for _ in range(number))


def draw_barriers(seed: int, person: int, known: tuple[str, ...], often: tuple[str, ...]) -> list[str]:
    """Draw which of the known barriers somebody meets; those of `often` are met by most."""
    rng = Random(f"{seed}/barriers/{person}")
    return [key for key in known if rng.random() < (MEET_MOST if key in often else MEET_SOME)]
