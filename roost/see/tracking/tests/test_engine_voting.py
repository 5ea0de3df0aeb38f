"""Whether players accept other rules, and from when they hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.see.tracking.engine import Ballot, holds_from, verdicts, votes_needed


@pytest.mark.parametrize(
    ("proposed", "first"),
    [
        ("2024-06-12", "2024-07-01"),
        ("2024-06-24", "2024-07-01"),
        ("2024-06-25", "2024-08-01"),
        ("2024-12-24", "2025-01-01"),
        ("2024-12-31", "2025-02-01"),
    ],
)
def test_rules_hold_from_the_first_of_a_month_after_a_vote_of_a_week(proposed: str, first: str) -> None:
    assert holds_from(date.fromisoformat(proposed)) == date.fromisoformat(first)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_vote_takes_between_a_week_and_five_and_a_half(proposed: date) -> None:
    first = holds_from(proposed)
    assert first.day == 1
    assert timedelta(7) <= first - proposed <= timedelta(37)


@pytest.mark.parametrize(
    ("players", "needed"), [(0, 0), (1, 1), (2, 2), (3, 3), (30, 3), (31, 4), (240, 24), (100_001, 10_001)]
)
def test_one_in_ten_has_to_vote_and_three_at_least(players: int, needed: int) -> None:
    assert votes_needed(players) == needed


def test_more_yes_than_no_are_needed_and_enough_of_both() -> None:
    found = verdicts([Ballot(1, 2, 0), Ballot(2, 2, 2), Ballot(3, 3, 2), Ballot(4, 1, 4)], 30)
    assert found == {1: "few", 2: "rejected", 3: "accepted", 4: "rejected"}


def test_of_several_the_largest_lead_wins_and_the_first_where_leads_are_equal() -> None:
    assert verdicts([Ballot(1, 4, 1), Ballot(2, 6, 1), Ballot(3, 5, 0)], 30) == {
        1: "overtaken",
        2: "accepted",
        3: "overtaken",
    }


def test_nobody_accepts_anything_where_nobody_takes_part() -> None:
    assert verdicts([Ballot(1, 0, 0)], 0) == {1: "few"}


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6), st.integers(0, 300))
def test_one_at_most_is_accepted_and_none_that_lost(votes: list[tuple[int, int]], players: int) -> None:
    found = verdicts([Ballot(number, yes, no) for number, (yes, no) in enumerate(votes)], players)
    accepted = [number for number, verdict in found.items() if verdict == "accepted"]
    passing = [
        number
        for number, (yes, no) in enumerate(votes)
        if yes > no and yes + no >= min(max(3, (players + 9) // 10), players)
    ]
    assert len(accepted) == min(1, len(passing))
    assert all(votes[accepted[0]][0] - votes[accepted[0]][1] >= votes[one][0] - votes[one][1] for one in passing)
    assert {number for number, verdict in found.items() if verdict == "overtaken"} == {*passing} - {*accepted}
