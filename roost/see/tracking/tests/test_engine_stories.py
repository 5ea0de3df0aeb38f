"""What went well in a period: the strongest of a team, and never anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.see.tracking.engine import Story, Told, stories_of

A, B, C = 1, 2, 3


def period(**teams: tuple[int, int]) -> dict[int, Told]:
    return {{"a": A, "b": B, "c": C}[name]: Told(*told) for name, told in teams.items()}


def test_the_first_bulletin_compares_with_nothing() -> None:
    assert stories_of(period(a=(1, 10)), []) == []


def test_three_rises_in_a_row_are_told_with_how_many() -> None:
    before = [period(a=(3, 5)), period(a=(3, 1)), period(a=(3, 2)), period(a=(3, 3))]
    assert stories_of(period(a=(3, 4)), before) == [Story("rising", A, 3)]
    assert stories_of(period(a=(3, 3)), before) == []


def test_the_best_of_three_known_periods_and_a_climb_are_told() -> None:
    before = [period(a=(3, 5), b=(1, 9)), period(a=(3, 7), b=(1, 9)), period(a=(3, 6), b=(1, 9))]
    assert stories_of(period(a=(3, 8), b=(3, 9)), before) == [Story("best", A)]
    assert stories_of(period(a=(1, 7), b=(2, 9)), before) == [Story("climbed", A, 2)]


def test_a_period_in_which_a_team_was_not_there_ends_its_run() -> None:
    before = [period(a=(1, 1)), period(a=(1, 2)), period(b=(1, 2)), period(a=(1, 3))]
    assert stories_of(period(a=(1, 3), c=(2, 0)), before) == [Story("first", C)]


def test_the_strongest_come_first_and_no_more_than_asked_for() -> None:
    before = [period(a=(3, 1), b=(4, 9)), period(a=(3, 2), b=(4, 9)), period(a=(3, 3), b=(4, 9))]
    now = period(a=(3, 4), b=(1, 9), c=(2, 1))
    assert stories_of(now, before) == [Story("rising", A, 3), Story("climbed", B, 3), Story("first", C)]
    assert stories_of(now, before, most=1) == [Story("rising", A, 3)]


tellings = st.dictionaries(st.integers(1, 5), st.builds(Told, st.integers(1, 5), st.integers(-3, 9)), max_size=5)


@given(tellings, st.lists(tellings, max_size=6))
def test_a_team_has_one_story_at_most_and_none_of_it_is_a_loss(
    now: dict[int, Told], before: list[dict[int, Told]]
) -> None:
    found = stories_of(now, before)
    assert len({one.team for one in found}) == len(found)
    for one in found:
        assert one.team in now
        last = next((period[one.team] for period in reversed(before) if one.team in period), None)
        if one.kind in {"rising", "best"}:
            assert last is not None
            assert last.points < now[one.team].points
        if one.kind == "climbed":
            assert last is not None
            assert last.rank - now[one.team].rank == one.number >= 2


@pytest.mark.parametrize("rises", range(1, 6))
def test_a_run_is_as_long_as_it_is(rises: int) -> None:
    before = [period(a=(2, 50)), *(period(a=(2, points)) for points in range(rises))]
    found = stories_of(period(a=(2, rises)), before)
    assert found == ([Story("rising", A, rises)] if rises >= 3 else [])
