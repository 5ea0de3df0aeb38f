"""What one person brought week by week: points as the board's statement has them, best, rising, and the streak."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roost.see.tracking.engine import DaySum, Progress, Week, first_day_of_week, parse_rules, progress_of, weeks_of
from roost.see.tracking.tests.board_files import calculate, hits, rules_of

MONDAY = date(2024, 6, 3)
RATES = st.sampled_from([1, -1, 0.5, -0.25, 2.125])
CAPS = st.none() | st.builds(
    lambda points, per: {"points": points, "per": per},
    st.sampled_from([0, 0.5, 3]),
    st.sampled_from(["day", "week", "month", "window"]),
)
BONUS = st.lists(
    st.builds(lambda at, points: {"at": at, "points": points}, st.sampled_from([0, 1, 2.5]), st.sampled_from([1, -2])),
    max_size=2,
)
ENTRIES = st.lists(
    st.tuples(st.sampled_from(["hits", "walks", "other"]), st.integers(-3000, 9000), st.integers(0, 24).map(int)),
    max_size=12,
)


def metric(key: str, rate: float, cap: Any, bonus: Any) -> dict[str, Any]:
    made = {"key": key, "points_per_unit": rate, "team": "sum", "bonus": bonus}
    return made if cap is None else made | {"cap": cap}


@settings(max_examples=25)
@given(
    st.builds(metric, st.just("hits"), RATES, CAPS, BONUS),
    st.builds(metric, st.just("walks"), RATES, CAPS, BONUS),
    ENTRIES,
    st.sampled_from(["monday", "sunday", "thursday"]),
)
def test_each_week_has_the_points_that_a_board_of_this_week_has(first, second, entries, week_start):
    # From the end of June into July, so that months are cut.
    start = date(2024, 6, 19)
    rows = [(key, value / 1000, start + timedelta(day)) for key, value, day in entries]
    told = "\n".join(f"ann,{key},{value:.3f},{day}" for key, value, day in rows)
    rules = parse_rules(rules_of(first, second, week_start=week_start))
    sums: Counter[tuple[int, date]] = Counter()
    many: Counter[tuple[int, date]] = Counter()
    for key, value, day in rows:
        if key in rules.metric_index:
            sums[rules.metric_index[key], day] += round(value * 1000)
            many[rules.metric_index[key], day] += 1
    today = start + timedelta(30)
    weeks = weeks_of(rules, [DaySum(*at, total, many[at]) for at, total in sums.items()], today)
    assert [one.starts for one in weeks] == [weeks[0].starts + timedelta(7 * n) for n in range(len(weeks))]
    assert weeks[-1].starts <= today < weeks[-1].starts + timedelta(7)
    for week in weeks:
        # The week of an ISO number contains its Monday.
        monday = week.starts + timedelta(-week.starts.weekday() % 7)
        name = "{}-W{:02}".format(*monday.isocalendar()[:2])
        board = calculate("ann,Red,North", told, first, second, window=name, week_start=week_start)
        assert board.rows[0].points == week.points


def test_weeks_begin_where_the_rules_say_and_leave_out_days_to_come():
    rules = parse_rules(rules_of(hits(), week_start="sunday"))
    assert first_day_of_week(date(2024, 6, 8), rules) == date(2024, 6, 2)
    days = [DaySum(0, date(2024, 5, 26), 2000, 1), DaySum(0, date(2024, 6, 20), 9000, 1), DaySum(0, MONDAY, 0, 0)]
    assert weeks_of(rules, days, MONDAY) == (Week(date(2024, 5, 26), 2000, 1), Week(date(2024, 6, 2), 0, 0))


def progress(*points: int | None, now: int | None = None, aim: int | None = None) -> Progress:
    """Give what whole weeks of these points come to, None for a week without an entry, and the one that runs."""
    told = [*points, now]
    return progress_of(
        [Week(MONDAY + timedelta(7 * n), one or 0, 0 if one is None else 1) for n, one in enumerate(told)], aim=aim
    )


def test_nothing_entered_yet():
    assert progress() == Progress((), Week(MONDAY, 0, 0), None, 0, 0, False)
    with pytest.raises(ValueError, match="week that runs"):
        progress_of([])


def test_the_best_week_is_the_first_whole_one_of_the_most_points():
    found = progress(3, 7, None, 7, 2, now=8)
    assert found.best == found.weeks[1]
    assert found.is_best_now
    assert not progress(3, 7, now=7).is_best_now
    # Where fewer are better points are below zero, and a week without an entry is no best one.
    assert progress(-5, None, -3, -4).best == Week(MONDAY + timedelta(14), -3, 1)


def test_weeks_rise_while_each_brought_more_than_the_one_before():
    assert progress(9, 1, 2, 3, 4).rising == 3
    assert progress(9, 1, 2, 3, 4).is_rising
    assert not progress(1, 2, 3, now=9).is_rising
    assert progress(1, 2, 2, 3).rising == 1
    assert progress(-9, None, -5, -4).rising == 1


@pytest.mark.parametrize(
    ("weeks", "now", "streak", "free"),
    [
        ("kkk", "-", 3, True),
        ("kkk", "k", 4, True),
        ("kkk-", "-", 3, False),  # one week off is free
        ("kkk-", "k", 4, False),
        ("kkk--", "-", 0, False),  # two are not
        ("kkk--", "k", 1, False),
        ("kk-kk-kk", "k", 5, False),  # two of four
        ("kk-kkk-kk", "-", 7, False),
        ("kk-kkk-kkk", "-", 8, True),
        ("-k", "-", 1, False),
        ("", "k", 1, False),
    ],
)
def test_one_week_off_in_any_four_is_free(weeks, now, streak, free):
    points = [1 if one == "k" else None for one in weeks]
    found = progress(*points, now=1 if now == "k" else None)
    assert (found.streak, found.is_free) == (streak, free)


@given(st.lists(st.booleans(), max_size=14))
def test_a_streak_is_the_longest_end_in_which_no_four_weeks_hold_two_off(kept):
    longest = 0
    for start in range(len(kept) + 1):
        end = kept[start:]
        if all(sum(not one for one in end[n : n + 4]) < 2 for n in range(len(end))):
            longest = max(longest, sum(end))
    assert progress(*[1 if one else None for one in kept]).streak == longest


def test_with_an_aim_a_week_is_kept_that_reaches_it():
    assert progress(5, 4, 5, 6, now=4, aim=5).streak == 3
    assert progress(5, 4, 5, 6, now=5, aim=5).streak == 4
    assert progress(-2, -6, -3, now=None, aim=-4).streak == 2
