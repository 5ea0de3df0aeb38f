"""Form circles: the sizes first, then a plan that keeps all rules, then the best such plan, then no two blocs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roost.gather.circles.engine.checking import check_against
from roost.gather.circles.engine.forming.blocs import Healing
from roost.gather.circles.engine.forming.budget import Budget, Progress, quiet
from roost.gather.circles.engine.forming.exact import can_be_tried
from roost.gather.circles.engine.forming.first_plan import begin, numbers_to_try
from roost.gather.circles.engine.forming.plan import Plan
from roost.gather.circles.engine.forming.refusing import refuse
from roost.gather.circles.engine.forming.search import Search
from roost.gather.circles.engine.forming.seats import name_of
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Measure, Rules, Sizes
from roost.gather.circles.engine.sizes import choose_sizes
from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

# How much of what is left of a budget goes to the search where faultlines are lowered after it.
SEARCHING = 0.6
# How much of it each number of circles is given where the number is free.
TRYING = 0.03
# A table of all pairs of two larger circles would not fit into memory.
LARGEST_CIRCLE = 2_000


@dataclass(frozen=True)
class Formed:
    """Hold a plan: each person's circle by name, in the roster's order, and what the search made of it.

    `value` is what is maximised (diversity and likeness by their weights, less soft costs); `faultline` the mean over
    people, and `faultline_before` as it was for diversity alone, both None where nothing was to be lowered.
    """

    circles: tuple[str, ...]
    value: float
    faultline: float | None = None
    faultline_before: float | None = None


def form(ask: Ask, budget: Budget | None = None, progress: Progress = quiet) -> Formed:
    """Form circles of a roster.

    `progress` is told the share that is over and the value so far, in the calling thread; what it raises ends all.
    Raises InputError for what cannot be read, and CannotSeat, with the smallest set of rules found that conflict, where
    no plan keeps them all.
    """
    check_against(ask.roster, ask.rules)
    if max(choose_sizes(len(ask.roster), ask.sizes)) > LARGEST_CIRCLE:
        words = _("Circles of more than %(most)s people cannot be formed.", most=LARGEST_CIRCLE)
        raise InputError(Problem(words, column="size", value=str(ask.sizes.most)))
    budget = budget or Budget()
    search, plan = _search(ask, budget, progress)
    healing = Healing(ask, search)
    part = SEARCHING if healing.wanted else 1.0
    search.progress = lambda share, value: progress(share * part, value)
    # The best of all that were looked at cannot be improved.
    plan = plan if can_be_tried(search.problem) else search.anneal(plan, part)
    if not healing.wanted:
        return _formed(search, plan)
    before = healing.mean(plan)
    search.progress = lambda share, value: progress(part + share * (1.0 - part), value)
    plan = healing.heal(plan)
    formed = _formed(search, plan)
    return Formed(formed.circles, formed.value, healing.mean(plan), before)


def warm_up() -> None:
    """Compile what searching needs, or load it where that was done before, so that no search is charged with it."""
    ids = tuple(str(one) for one in range(16))
    columns = {"id": ids, "label": tuple("abcd" * 4), "number": ids}
    mix = (Measure("label"), Measure("number", "number"))
    form(Ask(Roster(ids, columns, tuple(range(2, 18))), Sizes(4, 4), Rules(mix=mix)), Budget(iterations=1))


def _search(ask: Ask, budget: Budget, progress: Progress) -> tuple[Search, Plan]:
    """Give a search and a plan of it that keeps all rules."""
    found = (begin(ask, circles, budget, progress) for circles in numbers_to_try(ask))
    seated = [(search, plan) for search, plan in found if plan is not None]
    if not seated:
        raise refuse(ask, budget)
    if len(seated) == 1:
        return seated[0]
    tried = [(search, search.anneal(plan, TRYING)) for search, plan in seated]
    return max(tried, key=lambda one: one[0].value(one[1]))


def _formed(search: Search, plan: Plan) -> Formed:
    if search.broken(plan).any():
        raise AssertionError("A plan that kept the rules was changed into one that does not.")
    circle = plan.circle_of(search.problem.people)
    names = np.array([name_of(one) for one in range(search.circles)])
    return Formed(tuple(names[circle].tolist()), search.value(plan))
