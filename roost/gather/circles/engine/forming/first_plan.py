"""Find a plan that keeps all rules, for each number of circles that there may be."""

from __future__ import annotations

import numpy as np

from roost.gather.circles.engine.forming.budget import Budget, Progress, quiet
from roost.gather.circles.engine.forming.exact import best_of_all, can_be_tried
from roost.gather.circles.engine.forming.plan import Plan
from roost.gather.circles.engine.forming.proofs import why_impossible
from roost.gather.circles.engine.forming.search import Search
from roost.gather.circles.engine.forming.seats import last_locked
from roost.gather.circles.engine.forming.stating import Ask, state
from roost.gather.circles.engine.sizes import balanced, choose_sizes, possible_numbers

# Where the number of circles is free, no more of them are tried.
MOST_NUMBERS = 12


def numbers_to_try(ask: Ask) -> list[int]:
    """Give the numbers of circles to try: the one that follows from the sizes, or some of all that are free."""
    usual = len(choose_sizes(len(ask.roster), ask.sizes))
    if not ask.sizes.free:
        return [usual]
    possible = [one for one in possible_numbers(len(ask.roster), ask.sizes) if one >= last_locked(ask.rules)]
    if not possible:
        return [usual]
    places = np.linspace(0, len(possible) - 1, min(MOST_NUMBERS, len(possible))).round().astype(int)
    before = len({one for one in ask.kept or () if one is not None})
    return sorted({possible[place] for place in places.tolist()} | ({usual, before} & set(possible)))


def begin(ask: Ask, circles: int, budget: Budget, progress: Progress = quiet) -> tuple[Search, Plan | None]:
    """Give a search of so many circles with a plan that keeps all rules, the best one where all can be looked at.

    None where there is none, or none was found.
    """
    problem = state(ask, balanced(len(ask.roster), circles))
    search = Search(problem, budget, progress)
    if why_impossible(ask, problem):
        return search, None
    if can_be_tried(problem):
        return search, best_of_all(problem)
    plan = search.settle()
    return search, None if plan is None or search.broken(plan).any() else plan
