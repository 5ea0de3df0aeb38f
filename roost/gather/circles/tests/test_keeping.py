"""Plans that keep people where they sat: no plan that keeps the rules moves fewer, against trying all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roost.gather.circles.engine.forming.budget import Budget
from roost.gather.circles.engine.forming.form import form
from roost.gather.circles.engine.forming.seats import circles_that_go_on
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.rules import Apart, AtMost, Keep, Measure, Rules, Sizes
from roost.gather.circles.engine.sizes import CannotSeat
from roost.gather.circles.tests.rosters import roster_with

SHORT = Budget(seed=1, iterations=1_000)
SIZES = Sizes(2, 3, free=True)
RULES = Rules(
    mix=(Measure("function"),),
    apart=Apart("none", (AtMost("team", 1),)),
    keep=Keep("", 100.0),
    diversity_slack=0,
)


def fewest_moves(teams: Sequence[str], kept: Sequence[str | None]) -> int | None:
    """Try every way to seat people in circles of before and new ones; None where none keeps the rules."""
    before = sorted({one for one in kept if one is not None})
    names = [*before, *(f"new {number}" for number in range(len(teams) // SIZES.least - len(before)))]
    fewest = None
    for plan in product(names, repeat=len(teams)):
        if any(not SIZES.least <= many <= SIZES.most for many in Counter(plan).values()):
            continue
        if any(many > 1 for (_circle, team), many in Counter(zip(plan, teams, strict=True)).items() if team):
            continue
        moves = sum(was is not None and was != now for was, now in zip(kept, plan, strict=True))
        fewest = moves if fewest is None else min(fewest, moves)
    return fewest


@settings(max_examples=25)
@given(st.data())
def test_nobody_moves_who_need_not(data: st.DataObject) -> None:
    many = data.draw(st.integers(4, 7))
    teams = [data.draw(st.sampled_from(["", "a", "b", "c"])) for _one in range(many)]
    kept = [data.draw(st.sampled_from([None, "Circle 1", "Circle 2", "Circle 3"])) for _one in range(many)]
    roster = roster_with(team=teams, function=[data.draw(st.sampled_from("xyz")) for _one in range(many)])
    fewest = fewest_moves(teams, kept)
    try:
        plan = form(Ask(roster, SIZES, RULES, kept=tuple(kept)), SHORT).circles
    except CannotSeat:
        assert fewest is None
        return
    goes_on = {f"Circle {at + 1}": name for name, at in circles_that_go_on(kept, len(set(plan))).items()}
    moves = sum(was is not None and was != goes_on.get(now) for was, now in zip(kept, plan, strict=True))
    assert fewest is not None
    assert moves == fewest


@pytest.mark.parametrize(
    ("circles", "locked", "goes_on"),
    [
        (3, [], {"Circle 1": 0, "Circle 2": 1, "Circle 3": 2}),
        (2, [], {"Circle 2": 1, "Circle 3": 0}),
        (2, ["Circle 1"], {"Circle 1": 0, "Circle 3": 1}),
        (4, [], {"Circle 1": 0, "Circle 2": 1, "Circle 3": 2}),
    ],
)
def test_circles_of_which_most_people_are_left_go_on(circles: int, locked: list[str], goes_on: dict[str, int]) -> None:
    kept = ["Circle 1", "Circle 2", "Circle 2", "Circle 3", "Circle 3", "Circle 3", None]
    assert circles_that_go_on(kept, circles, locked) == goes_on


LEVEL = replace(RULES, apart=Apart("none"), keep=Keep("", 100.0, level=True))


def sizes_after(teams: Sequence[str], kept: Sequence[str | None], sizes: Sizes, rules: Rules = LEVEL) -> list[int]:
    """Seat who joins, and give how many people sit in each circle then; nobody else may have moved."""
    roster = roster_with(team=teams, function=["x" if was is None else "y" for was in kept])
    plan = form(Ask(roster, sizes, rules, kept=tuple(kept)), SHORT).circles
    assert all(was in (None, now) for was, now in zip(kept, plan, strict=True))
    return sorted(Counter(plan).values())


@settings(max_examples=25)
@given(st.data())
def test_circles_stay_level_when_somebody_joins(data: st.DataObject) -> None:
    circles, size = data.draw(st.integers(2, 4)), data.draw(st.integers(3, 5))
    kept: list[str | None] = []
    for number in range(circles):
        kept += [f"Circle {number + 1}"] * (size + data.draw(st.integers(0, 1)))
    joining = data.draw(st.integers(1, (size + 3) * circles - len(kept)))
    kept += [None] * joining
    teams = [data.draw(st.sampled_from("abc")) for _one in kept]
    found = sizes_after(teams, kept, Sizes(size, size + 3, free=True))
    assert found[-1] - found[0] <= 1


def test_who_joins_sits_in_the_smallest_circle_although_another_would_be_mixed_better() -> None:
    kept = [*["Circle 1"] * 5, *["Circle 2"] * 4, None]
    teams = [*"aaaaa", *"bbbbb"]
    rules = replace(LEVEL, mix=(Measure("team"),))
    assert sizes_after(teams, kept, Sizes(4, 7, free=True), rules) == [5, 5]
    loose = replace(rules, keep=Keep("", 100.0))
    assert sizes_after(teams, kept, Sizes(4, 7, free=True), loose) == [4, 6]


def test_a_rule_goes_before_level_circles() -> None:
    kept = [*["Circle 1"] * 5, *["Circle 2"] * 4, None]
    rules = replace(LEVEL, apart=Apart("none", (AtMost("team", 1),)))
    assert sizes_after([*"abcde", *"fghi", "f"], kept, Sizes(4, 7, free=True), rules) == [4, 6]
