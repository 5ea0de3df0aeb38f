"""Reasons for a seat: what holds is said, and nothing by which one's own answer would tell those of the others."""

from __future__ import annotations

from datetime import date

import pytest

from roost.gather.circles.engine.explaining import explain
from roost.gather.circles.engine.forming.stating import Ask
from roost.gather.circles.engine.rules import Apart, AtMost, Hours, Measure, Roles, Rules, Sizes
from roost.gather.circles.tests.rosters import roster_with

RULES = Rules(
    mix=(Measure("function"), Measure("parent")),
    apart=Apart("none", (AtMost("function", 2), AtMost("parent", 3))),
    roles=Roles("parent"),
    diversity_slack=0,
)


def reasons(size: int, circles: int = 2) -> tuple[str, ...]:
    """Explain circles of so many people; `function` has four values, `parent` two."""
    people = size * circles
    roster = roster_with(
        function=["law", "care", "works", "sales"] * people, parent=["yes", "no"] * people, shoe=["4"] * people
    )
    roster = roster_with(**{name: list(cells[:people]) for name, cells in roster.columns.items() if name != "id"})
    plan = [f"Circle {place // size + 1}" for place in range(people)]
    return explain(Ask(roster, Sizes(size, size), RULES), plan)[0].why


def test_what_holds_for_everybody_is_said() -> None:
    told = reasons(6)
    assert "Your circle holds as many different values of function as it can." in told
    assert "At most 2 with the same function sit together." in told
    assert "Each circle has at least 1 with parent." in told


@pytest.mark.parametrize("size", [2, 3, 4])
def test_of_small_circles_nothing_is_said_that_would_tell_on_the_others(size: int) -> None:
    assert not [one for one in reasons(size) if "function" in one or "parent" in one]


@pytest.mark.parametrize(("size", "told"), [(4, False), (6, True)])
def test_closeness_and_hours_are_told_where_they_tell_on_nobody(size: int, told: bool) -> None:
    people = size * 2
    roster = roster_with(
        level=["a", "b", "c", "d"] * 3, parent=["yes", "no"] * 6, timezone=["Europe/Berlin", "Asia/Kolkata"] * 6
    )
    roster = roster_with(**{name: list(cells[:people]) for name, cells in roster.columns.items() if name != "id"})
    rules = Rules(alike=(Measure("level"), Measure("parent")), apart=Apart("none"), hours=Hours(date(2026, 6, 1), 60))
    plan = [f"Circle {place // size + 1}" for place in range(people)]
    why = explain(Ask(roster, Sizes(size, size), rules), plan)[0].why
    assert ("Its people were chosen to be close in: level." in why) is told
    assert any("minutes of the working day" in one for one in why) is told
    assert not any("parent" in one for one in why)


def test_of_columns_with_few_values_neither_a_mix_nor_a_limit_is_told() -> None:
    assert [one for one in reasons(6) if "parent" in one] == ["Each circle has at least 1 with parent."]
