"""Plans by chance keep the hard rules, look at nothing else, and are the same each time."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.circles.engine.plans import PastRounds
from roost.gather.circles.engine.roster import Roster, roster_of
from roost.gather.circles.engine.rules import (
    Apart,
    AtMost,
    Balance,
    Columns,
    Hours,
    Locked,
    Measure,
    Past,
    Roles,
    Rules,
    Spread,
    Strength,
    Together,
)
from roost.gather.circles.engine.scoring.chance import random_median
from roost.gather.circles.engine.scoring.distances import means_of, over_people, table_of
from roost.gather.circles.engine.scoring.hard import hard_rules
from roost.gather.circles.engine.scoring.repair import repaired
from roost.gather.circles.engine.scoring.seating import Seating, seating_of
from roost.gather.circles.engine.scoring.violations import violations_of
from roost.ground.numerics.chance import seeded

STRENGTH = st.builds(Strength, st.booleans())
CELLS = st.sampled_from(["", "a", "b", "b", "c"])
ZONES = st.sampled_from(["", "Europe/Paris", "America/New_York", "Asia/Tokyo"])
NUMBERS = st.sampled_from(["", "0", "1", "5"])


@st.composite
def cases(draw: st.DrawFn) -> tuple[Roster, Rules, Seating, PastRounds | None]:
    many = draw(st.integers(2, 10))
    ids = tuple(map(str, range(many)))
    cells = {name: draw(st.lists(CELLS, min_size=many, max_size=many)) for name in ("team", "language", "office")}
    cells["timezone"] = draw(st.lists(ZONES, min_size=many, max_size=many))
    cells["tenure"] = draw(st.lists(NUMBERS, min_size=many, max_size=many))
    cells["moderator"] = draw(st.lists(st.sampled_from(["", "yes"]), min_size=many, max_size=many))
    cells["manager"] = ["" if up >= place else str(up) for place, up in enumerate(draw(_numbers(many)))]
    roster = Roster(ids, {"id": ids} | {name: tuple(row) for name, row in cells.items()}, tuple(range(many)))
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] != pair[1])
    pairs = st.lists(pair, max_size=2, unique_by=frozenset).map(tuple)
    rules = Rules(
        apart=draw(
            st.builds(
                Apart,
                st.sampled_from(["none", "direct", "chain"]),
                st.sampled_from([(), (AtMost("team"),), (AtMost("team", 2), AtMost("office"))]),
                pairs,
                STRENGTH,
            )
        ),
        together=draw(st.builds(Together, pairs, STRENGTH)),
        hours=draw(
            st.none() | st.builds(Hours, st.just(date(2026, 3, 2)), st.sampled_from([60, 240]), strength=STRENGTH)
        ),
        same=draw(st.builds(Columns, st.sampled_from([(), ("language",)]), STRENGTH)),
        not_alone=draw(st.builds(Columns, st.sampled_from([(), ("language", "office")]), STRENGTH)),
        spread=draw(st.builds(Spread, st.sampled_from([(), ("office",)]), st.integers(0, 1), STRENGTH)),
        balance=draw(
            st.builds(Balance, st.sampled_from([(), ("tenure",)]), st.sampled_from([0.0, 0.5, 1.0]), STRENGTH)
        ),
        roles=draw(st.none() | st.builds(Roles, st.just("moderator"), st.integers(1, 2), STRENGTH)),
        past=draw(st.builds(Past, never_within=st.integers(0, 2), soft=st.booleans())),
        locked=draw(
            st.builds(Locked, st.dictionaries(st.sampled_from(ids), st.sampled_from("ABZ"), max_size=2), STRENGTH)
        ),
    )
    rounds = st.dictionaries(st.sampled_from([1, 2, 4]), st.dictionaries(st.sampled_from(ids), st.sampled_from("PQ")))
    past = draw(st.none() | st.builds(PastRounds, rounds))
    return roster, rules, seating_of(draw(st.text("AB", min_size=many, max_size=many))), past


def _numbers(many: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, 2 * many), min_size=many, max_size=many)


def plan_by_chance(seating: Seating, hard: object, tries: int, stream: int) -> tuple[bool, Seating]:
    order, seat = np.arange(len(seating.seat)), np.empty(len(seating.seat), dtype=np.int64)
    unspent = repaired(order, seating.starts, seat, hard, tries, seeded(1, stream))
    assert -1 <= unspent <= tries
    assert sorted(order) == list(range(len(order)))
    assert [seat[one] for one in order] == sorted(seat)
    return unspent >= 0, Seating(seating.names, seat, np.argsort(seat, kind="stable"), seating.starts)


@given(cases(), st.integers(0, 5), st.sampled_from([0, 1, 50]))
def test_a_plan_is_kept_where_the_score_finds_nothing_broken_and_only_there(
    case: tuple[Roster, Rules, Seating, PastRounds | None], stream: int, tries: int
) -> None:
    roster, rules, seating, past = case
    kept, made = plan_by_chance(seating, hard_rules(roster, rules, seating, past), tries, stream)
    broken, _soft = violations_of(roster, rules, made, None, past)
    named = set(rules.locked.seats.values()) <= set(seating.names) or rules.locked.strength.soft
    assert not named or kept == (broken == ())
    assert made.sizes.tolist() == seating.sizes.tolist()


def crowd(many: int) -> Roster:
    """Make people of twelve to a team, with three functions, two languages and a moderator in each five."""
    draws = np.random.default_rng(7)
    lines = ["id,team,function,language,tenure,moderator,manager"]
    for one in range(many):
        function, language = "abc"[int(draws.integers(3))], "xxy"[one % 3]
        manager = one - one % 12 if one % 12 else ""
        lines.append(f"{one},t{one // 12},{function},{language},{draws.normal():.3f},{int(one % 5 == 0)},{manager}")
    return roster_of("\n".join(lines).encode())


MIX = (Measure("function"), Measure("tenure", "number"))


def median_of(roster: Roster, rules: Rules, seating: Seating, **options: bool) -> tuple[float, int]:
    return random_median(table_of(roster, rules.mix), seating, hard_rules(roster, rules, seating, None), **options)


def test_the_median_is_that_of_plans_made_by_other_means() -> None:
    roster = crowd(240)
    seating = seating_of([f"Circle {one % 30}" for one in range(240)])
    median, kept = median_of(roster, Rules(mix=MIX, apart=Apart("none")), seating)
    draws = np.random.default_rng(1)
    table = table_of(roster, MIX)
    others = []
    for _plan in range(400):
        order = draws.permutation(240)
        others.append(over_people(means_of(table, order, seating.starts), seating))
    assert kept == 1000
    assert median == pytest.approx(float(np.median(others)), abs=0.002)


HARD = {
    "teams": Rules(mix=MIX, apart=Apart("chain", (AtMost("team"),))),
    "pairs": Rules(
        mix=MIX, together=Together((("0", "13"), ("13", "26"), ("40", "80"))), locked=Locked({"7": "Circle 3"})
    ),
    "languages": Rules(mix=MIX, same=Columns(("language",))),
    "roles": Rules(mix=MIX, apart=Apart("none"), roles=Roles("moderator"), not_alone=Columns(("language",))),
    "balance": Rules(mix=MIX, balance=Balance(("tenure",), 0.3), spread=Spread(("function",))),
}


@pytest.mark.parametrize("name", HARD)
def test_rules_that_can_be_kept_are_kept(name: str) -> None:
    roster = crowd(240)
    seating = seating_of([f"Circle {one % 30}" for one in range(240)])
    hard = hard_rules(roster, HARD[name], seating, None)
    for stream in range(3):
        kept, made = plan_by_chance(seating, hard, 2_000 + 40 * 240, stream)
        assert kept
        assert violations_of(roster, HARD[name], made, None, None)[0] == ()


def test_where_no_plan_keeps_the_rules_all_plans_count() -> None:
    roster = crowd(24)
    seating = seating_of(["A", "B"] * 12)
    rules = Rules(mix=MIX, apart=Apart("none", (AtMost("team", 2),)))
    free = Rules(mix=MIX, apart=Apart("none"))
    median, kept = median_of(roster, rules, seating)
    assert kept == 0
    assert median == pytest.approx(median_of(roster, free, seating)[0], abs=0.02)
    assert median_of(roster, free, seating, possible=False) == (median_of(roster, free, seating)[0], 0)


def test_chance_is_the_same_each_time() -> None:
    roster = crowd(36)
    seating = seating_of([f"{one % 6}" for one in range(36)])
    rules = Rules(mix=MIX, apart=Apart("direct", (AtMost("team", 3),)))
    assert median_of(roster, rules, seating) == median_of(roster, rules, seating)


def test_one_circle_is_every_plan() -> None:
    roster = crowd(12)
    seating = seating_of(["A"] * 12)
    table = table_of(roster, MIX)
    median, kept = median_of(roster, Rules(mix=MIX, apart=Apart("none")), seating)
    assert (median, kept) == (pytest.approx(over_people(means_of(table, seating.order, seating.starts), seating)), 1000)
