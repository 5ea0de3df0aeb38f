"""How far a program has spread: small worlds whose answer is counted by hand, and drawn ones counted day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.see.tracking.engine import Shares, Stay, months_up_to, overtaken_since, reach_on, shares_of

START = date(2024, 1, 1)
DAY = START.toordinal()


def test_shares_of_two_weeks_are_counted_by_hand() -> None:
    stays = [Stay(1, 7, DAY, None), Stay(2, 7, DAY, DAY + 7), Stay(3, 8, DAY + 9, None)]
    weeks = [(START + timedelta(7 * n), START + timedelta(7 * n + 7)) for n in range(2)]
    first, second = shares_of(stays, weeks, {0: {1, 2, 3}, 1: {1, 3}})
    assert first == Shares(taking_part=2, entering=2, before=0, returning=0)
    # The second left after the first week, so only one of two came back.
    assert second == Shares(taking_part=2, entering=2, before=2, returning=1)
    assert (second.share_entering, second.share_returning, first.share_returning) == (1, 0.5, None)


def test_a_stay_that_ends_before_it_starts_counts_nowhere() -> None:
    stays = [Stay(1, 7, DAY + 5, DAY + 2)]
    assert shares_of(stays, [(START, START + timedelta(30))], {0: {1}}) == [Shares(0, 0, 0, 0)]
    assert not reach_on(stays, START + timedelta(3))


days = st.integers(DAY, DAY + 20)
stays = st.lists(st.builds(Stay, st.integers(1, 4), st.integers(1, 3), days, st.none() | days), max_size=8)


@given(stays, st.dictionaries(st.integers(0, 3), st.sets(st.integers(1, 4))))
def test_drawn_shares_are_what_one_counts_day_by_day(drawn: list[Stay], entered: dict[int, set[int]]) -> None:
    periods = [(START + timedelta(5 * n), START + timedelta(5 * n + 5)) for n in range(4)]
    before: set[int] = set()
    for place, shares in enumerate(shares_of(drawn, periods, entered)):
        within = range(DAY + 5 * place, DAY + 5 * place + 5)
        here = {one.person for one in drawn for day in within if one.holds_on(day)}
        now = {one for one in entered.get(place, ()) if one in here}
        assert shares == Shares(len(here), len(now), len(before), len([one for one in before if one in now]))
        before = now


@given(stays, st.integers(0, 22))
def test_reach_counts_each_person_of_a_team_once(drawn: list[Stay], later: int) -> None:
    day = START + timedelta(later)
    found = reach_on(drawn, day)
    for team in range(1, 4):
        assert found[team] == len({one.person for one in drawn if one.team == team and one.holds_on(day.toordinal())})


@pytest.mark.parametrize(
    ("ours", "theirs", "since"),
    [
        ([1, 2, 3], [2, 2, 2], 2),
        ([3, 1, 3, 4], [2, 2, 2, 2], 2),
        ([3, 3], [2, 2], 0),
        ([3, 1], [2, 2], None),
        ([2], [2], None),
        ([3, None], [2, 2], None),
        ([3, 3], [None, 2], 1),
        ([], [], None),
    ],
)
def test_overtaken_means_larger_up_to_the_end(
    ours: list[float | None], theirs: list[float | None], since: int | None
) -> None:
    assert overtaken_since(ours, theirs) == since


def test_months_are_the_newest_twelve_across_a_year() -> None:
    found = months_up_to(date(2024, 2, 29), since=date(2022, 5, 5))
    assert (found[0], found[-1], len(found)) == (
        (date(2023, 3, 1), date(2023, 4, 1)),
        (date(2024, 2, 1), date(2024, 3, 1)),
        12,
    )
    assert months_up_to(START, since=START) == [(START, date(2024, 2, 1))]
