"""Forming circles: the best plan where all can be tried, rules kept always, the same plan from the same seed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from roost.gather.circles.engine.forming.budget import Budget
from roost.gather.circles.engine.forming.form import form
from roost.gather.circles.engine.forming.search import Search
from roost.gather.circles.engine.forming.stating import Ask, state
from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Apart, AtMost, Keep, Locked, Measure, Past, Rules, Sizes, Together
from roost.gather.circles.engine.scoring.score import Score, score
from roost.gather.circles.engine.sizes import CannotSeat, balanced, choose_sizes
from roost.gather.circles.tests.rosters import all_plans, distances, roster_with, some_roster, some_rules

SHORT = Budget(seed=1, iterations=1_000)
MIX = (Measure("function"), Measure("gender", weight=2.0), Measure("tenure", "number"))


def circles_of(plan: Sequence[str]) -> list[list[int]]:
    found = defaultdict(list)
    for place, circle in enumerate(plan):
        found[circle].append(place)
    return list(found.values())


def value(rules: Rules, roster: Roster, plan: Sequence[Sequence[int]]) -> float:
    mixed, liked = distances(roster, rules.mix), distances(roster, rules.alike)
    mix, alike = (sum(one.weight for one in measures) for measures in (rules.mix, rules.alike))
    total = 0.0
    for circle in plan:
        for one in circle:
            others = [other for other in circle if other != one]
            total += sum(mix * mixed[one, other] - alike * liked[one, other] for other in others) / len(others)
    return total / len(roster)


@pytest.mark.parametrize("seed", range(12))
def test_where_all_plans_can_be_tried_the_best_is_found(seed: int) -> None:
    many, sizes = [(6, Sizes(2, 3)), (7, Sizes(3, 4)), (8, Sizes(2, 4)), (9, Sizes(4, 5))][seed % 4]
    roster = some_roster(seed, many)
    alike = (Measure("level", "number", 1.5),) if seed % 3 else ()
    rules = Rules(mix=MIX, alike=alike, apart=Apart("none", pairs=(("p0", "p1"),)), diversity_slack=0)
    plans = all_plans(list(range(many)), choose_sizes(many, sizes))
    best = max(value(rules, roster, plan) for plan in plans if not any({0, 1} <= set(circle) for circle in plan))
    formed = form(Ask(roster, sizes, rules), Budget(seed=seed, iterations=2_000))
    assert value(rules, roster, circles_of(formed.circles)) == pytest.approx(best, abs=1e-9)
    assert formed.value == pytest.approx(best, abs=1e-9)


def soft_cost(rules: Rules, scored: Score, people: int) -> float:
    weights = {
        "apart": rules.apart.strength.weight,
        "together": rules.together.strength.weight,
        "hours": rules.hours.strength.weight if rules.hours else 0.0,
        "same": rules.same.strength.weight,
        "not_alone": rules.not_alone.strength.weight,
        "spread": rules.spread.strength.weight,
        "balance": rules.balance.strength.weight,
        "roles": rules.roles.strength.weight if rules.roles else 0.0,
    }
    concerned: dict[str, set[str]] = defaultdict(set)
    for one in scored.soft:
        concerned[one.rule] |= set(one.people)
    return sum(weights[rule.split(".")[0].split(":")[0]] * len(who) / people for rule, who in concerned.items())


def meeting_again(rules: Rules, past: PastRounds, roster: Roster, plan: Sequence[str]) -> float:
    total = 0.0
    for circle in circles_of(plan):
        for one in circle:
            for other in circle:
                for number, seats in past.rounds.items():
                    here, there = seats.get(roster.ids[one]), seats.get(roster.ids[other])
                    if one != other and here is not None and here == there:
                        assert past.last is not None
                        total += rules.past.decay ** (past.last - number) / (len(circle) - 1)
    return rules.past.weight * total / len(roster)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([12, 17, 24, 31]), st.sampled_from([(3, 5), (4, 6), (6, 8)]))
def test_what_forms_and_what_scores_agree_on_every_rule(seed: int, many: int, bounds: tuple[int, int]) -> None:
    roster = some_roster(seed, many)
    rules, past = some_rules(seed, roster)
    sizes = Sizes(*bounds, free=seed % 4 == 0)
    try:
        formed = form(Ask(roster, sizes, rules, past), Budget(seed=seed, iterations=300))
    except CannotSeat:
        reject()
    scored = score(roster, rules, formed.circles, sizes=sizes, past=past)
    assert scored.violations == ()
    mix, alike = (sum(one.weight for one in measures) for measures in (rules.mix, rules.alike))
    expected = mix * scored.diversity - alike * (scored.likeness or 0.0)
    expected -= soft_cost(rules, scored, many) + meeting_again(rules, past, roster, formed.circles)
    assert formed.value == pytest.approx(expected, abs=1e-9)
    if formed.faultline is not None:
        assert formed.faultline == pytest.approx(scored.faultline, abs=1e-9)
        assert formed.faultline_before is not None
        assert formed.faultline <= formed.faultline_before + 1e-12


@pytest.mark.parametrize("many", [40, 700])
def test_the_same_seed_and_iterations_give_the_same_plan(many: int) -> None:
    roster = some_roster(2, many)
    ask = Ask(roster, Sizes(6, 8), Rules(mix=MIX, apart=Apart("none", at_most=(AtMost("team", 2),))))
    budget = Budget(seed=5, iterations=30)
    first = form(ask, budget)
    assert first == form(ask, budget)
    assert first.circles != form(ask, replace(budget, seed=6)).circles


def test_plain_python_gives_the_plan_that_compiled_kernels_give() -> None:
    program = (
        "from roost.gather.circles.tests.rosters import some_roster, some_rules\n"
        "from roost.gather.circles.engine.forming.budget import Budget\n"
        "from roost.gather.circles.engine.forming.form import form\n"
        "from roost.gather.circles.engine.forming.stating import Ask\n"
        "from roost.gather.circles.engine.rules import Sizes\n"
        "roster = some_roster(7, 12)\n"
        "rules, past = some_rules(41, roster)\n"
        "print(form(Ask(roster, Sizes(3, 5), rules, past), Budget(seed=3, iterations=2)))\n"
    )
    told = []
    for disabled in ("0", "1"):
        env = os.environ | {"NUMBA_DISABLE_JIT": disabled, "PYTHONPATH": os.pathsep.join(sys.path)}
        ran = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
        told.append(ran.stdout)
    assert told[0] == told[1] != ""


@pytest.mark.parametrize("worker", [0, 1])
def test_each_of_the_searches_side_by_side_improves_its_plan(worker: int) -> None:
    roster = some_roster(2, 40)
    budget = Budget(iterations=100)
    search = Search(state(Ask(roster, Sizes(8, 8), Rules(mix=MIX, apart=Apart("none"))), (8,) * 5), budget)
    begun = search.settle()
    assert begun is not None
    assert search.value(search.chain(begun.copy(), budget, worker)) > search.value(begun) * 1.02


def test_blocks_of_many_people_keep_everybody_and_the_rules() -> None:
    roster = some_roster(2, 1_500)
    rules = Rules(mix=MIX, apart=Apart(at_most=(AtMost("team"),)), diversity_slack=0.005)
    formed = form(Ask(roster, Sizes(6, 8), rules), Budget(iterations=6))
    scored = score(roster, rules, formed.circles, sizes=Sizes(6, 8))
    assert scored.violations == ()
    assert scored.diversity > 1.1 * scored.random_median


@pytest.mark.parametrize("many", [40, 600])
def test_a_search_that_is_told_enough_ends_with_the_best_so_far(many: int) -> None:
    roster = some_roster(2, many)
    rules = Rules(mix=MIX, apart=Apart("none", pairs=(("p0", "p1"),)), diversity_slack=0.01)
    heard: list[float] = []
    budget = Budget(iterations=1_000_000, enough=lambda: len(heard) > 2)
    formed = form(Ask(roster, Sizes(6, 8), rules), budget, lambda share, value: heard.append(value))
    scored = score(roster, rules, formed.circles, sizes=Sizes(6, 8))
    assert scored.violations == ()
    assert scored.random_median < scored.diversity <= scored.bound
    assert formed.value >= heard[-1] * (1 - rules.diversity_slack)


def test_less_diversity_is_given_up_for_faultlines_than_allowed() -> None:
    roster = some_roster(4, 60)
    rules = Rules(mix=MIX, apart=Apart("none"), diversity_slack=0.01)
    plain = form(Ask(roster, Sizes(6, 8), replace(rules, diversity_slack=0)), SHORT)
    healed = form(Ask(roster, Sizes(6, 8), rules), SHORT)
    assert healed.value >= plain.value * 0.985
    assert healed.faultline is not None
    assert healed.faultline_before is not None
    assert healed.faultline < healed.faultline_before


def test_free_sizes_stay_within_their_bounds() -> None:
    roster = some_roster(6, 23)
    formed = form(Ask(roster, Sizes(3, 7, free=True), Rules(mix=MIX, apart=Apart("none"))), SHORT)
    assert all(3 <= len(circle) <= 7 for circle in circles_of(formed.circles))


def test_who_is_locked_stays_and_who_belongs_together_sits_together() -> None:
    roster = some_roster(8, 24)
    rules = Rules(
        mix=MIX,
        apart=Apart("none"),
        together=Together((("p1", "p2"), ("p2", "p3"), ("p7", "p8"))),
        locked=Locked({"p3": "Circle 2", "p9": "Circle 4"}),
    )
    seat = dict(zip(roster.ids, form(Ask(roster, Sizes(6, 6), rules), SHORT).circles, strict=True))
    assert seat["p1"] == seat["p2"] == seat["p3"] == "Circle 2"
    assert seat["p7"] == seat["p8"]
    assert seat["p9"] == "Circle 4"


def test_a_dear_move_keeps_everybody_where_they_were_and_seats_who_joined() -> None:
    roster = some_roster(10, 22)
    earlier = form(Ask(roster, Sizes(5, 6), Rules(mix=MIX, apart=Apart("none"))), SHORT).circles
    kept = (*earlier[:20], None, None)
    rules = Rules(mix=MIX, apart=Apart("none"), keep=Keep("plan.csv", 10.0), diversity_slack=0)
    now = form(Ask(roster, Sizes(5, 6), rules, kept=kept), SHORT).circles
    assert now[:20] == earlier[:20]
    free = form(Ask(roster, Sizes(5, 6), replace(rules, keep=Keep("plan.csv", 0.0)), kept=kept), Budget(seed=9)).circles
    assert free[:20] != earlier[:20]


def test_nobody_meets_again_where_that_can_be_avoided() -> None:
    roster = roster_with(function=["law"] * 16)
    past = PastRounds({1: {one: f"c{place // 4}" for place, one in enumerate(roster.ids)}})
    formed = form(Ask(roster, Sizes(4, 4), Rules(past=Past(never_within=1)), past), SHORT)
    for circle in circles_of(formed.circles):
        assert len({place // 4 for place in circle}) == 4


@settings(max_examples=20)
@given(st.integers(0, 1_000))
def test_other_names_and_another_order_leave_the_best_value_as_it_is(seed: int) -> None:
    roster = some_roster(seed, 8)
    rules = Rules(mix=MIX, apart=Apart("none"), diversity_slack=0)
    backwards = {name: tuple(reversed(cells)) for name, cells in roster.columns.items()}
    backwards["id"] = tuple(f"q{place}" for place in range(8))
    backwards["function"] = tuple(cell and f"{cell} renamed" for cell in backwards["function"])
    other = Roster(backwards["id"], backwards, roster.rows)
    sizes, budget = Sizes(4, 4), Budget(iterations=1_000)
    assert form(Ask(roster, sizes, rules), budget).value == pytest.approx(form(Ask(other, sizes, rules), budget).value)


@pytest.mark.parametrize(
    ("people", "sizes", "wanted"),
    [
        (71, Sizes(6, 8), (8, *(7,) * 9)),
        (71, Sizes(7, 8), (*(8,) * 8, 7)),
        (8, Sizes(3, 5), (4, 4)),
        (12, Sizes(3, 6), (4, 4, 4)),
        (2, Sizes(2, 9), (2,)),
    ],
)
def test_the_number_of_circles_follows_the_middle_of_the_bounds(
    people: int, sizes: Sizes, wanted: tuple[int, ...]
) -> None:
    assert choose_sizes(people, sizes) == wanted


@given(st.integers(1, 500), st.integers(2, 12), st.integers(0, 6))
def test_sizes_are_the_nearest_of_all_that_fit(people: int, least: int, more: int) -> None:
    most = least + more
    fitting = [many for many in range(1, people + 1) if people // many >= least and -(-people // many) <= most]
    if not fitting:
        with pytest.raises(CannotSeat):
            choose_sizes(people, Sizes(least, most))
        return
    # The larger number wins a tie; compared as whole numbers over a common denominator.
    best = min(fitting, key=lambda many: (abs(2 * people - (least + most) * many) / many, -many))
    assert choose_sizes(people, Sizes(least, most)) == balanced(people, best)
