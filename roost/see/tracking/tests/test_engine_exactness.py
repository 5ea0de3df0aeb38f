"""Results that fit 64 bits are exact whatever happened on the way; others are refused, never rounded."""

from __future__ import annotations

import sqlite3

import pytest

from roost.ground.kit.errors import InputError
from roost.see.tracking.engine import (
    SQLITE,
    Cap,
    Metric,
    Rules,
    Source,
    Step,
    Window,
    compute_contributions,
    compute_standings,
)
from roost.see.tracking.engine.arithmetic import LEAST, MOST
from roost.see.tracking.tests.board_files import EVERYBODY, calculate, hits, refusal

DAY = "2024-06-05"
LARGEST = "1e12"


def red(entries, *metrics, people="ann,Red,North", **changes):
    """Give Red's points in thousandths."""
    return {row.team: row.points for row in calculate(people, entries, *metrics, **changes).rows}["Red"]


def test_values_at_the_bounds_are_exact():
    entries = f"ann,hits,{LARGEST},{DAY}\nann,hits,-0.001,{DAY}"
    assert red(entries) == 10**15 - 1
    assert red(entries, hits(points_per_unit=-0.001)) == -(10**12)


def test_numbers_beyond_a_floats_precision_are_exact():
    entries = "\n".join([f"ann,hits,{LARGEST},{DAY}"] * 10)
    assert red(f"{entries}\nann,hits,0.001,{DAY}") == 10**16 + 1


@pytest.mark.parametrize("weight", [1000, 9223.372, 9223.371, -9223.372])
def test_products_that_leave_64_bits_are_exact_where_the_points_fit(weight):
    thousandths = round(weight * 1000)
    assert red(f"ann,hits,999999999999.999,{DAY}", hits(points_per_unit=weight)) == (10**15 - 1) * thousandths // 1000


def test_a_capped_product_is_exact_however_large_it_is():
    capped = hits(points_per_unit=10**12, cap={"points": 40, "per": "day"})
    entries = "\n".join([f"ann,hits,{LARGEST},{DAY}"] * 50)
    assert red(entries, capped) == 40_000


def test_large_points_that_take_each_other_away_are_exact():
    weighty = hits(points_per_unit=10**12)
    assert red(f"ann,hits,{LARGEST},{DAY}\nann,hits,-{LARGEST},{DAY}\nann,hits,0.001,{DAY}", weighty) == 10**12
    by_day = hits(points_per_unit=10**12, cap={"points": 10**12, "per": "day"})
    assert red(f"ann,hits,0.001,{DAY}\nann,hits,5,2024-06-06", by_day) == 10**12 + 10**15


def test_an_average_is_exact_where_the_sum_leaves_64_bits():
    entries = "\n".join(f"{person},hits,{LARGEST},{DAY}" for person in ("ann", "bob"))
    averaged = hits(points_per_unit=9000, team="average")
    assert red(entries, averaged, people=EVERYBODY) == 9 * 10**18
    assert red(entries.replace("1e12", "-1e12"), averaged, people=EVERYBODY) == -9 * 10**18


def test_metrics_that_take_each_other_away_are_exact():
    metrics = [hits(key=key, points_per_unit=weight) for key, weight in (("a", 9000), ("b", 9000), ("c", -9000))]
    entries = "\n".join(f"ann,{key},{LARGEST},{DAY}" for key in "abc")
    assert red(entries, *metrics) == 9 * 10**18


def test_the_largest_and_the_smallest_result_are_given_and_the_next_is_refused():
    weighty = hits(points_per_unit=9223.372036854)
    rest = hits(key="rest", points_per_unit=1)
    weighty["points_per_unit"] = 9223
    most = f"ann,hits,{LARGEST},{DAY}\nann,rest,372036854775.807,{DAY}"
    assert red(most, weighty, rest) == MOST
    least = f"ann,hits,-{LARGEST},{DAY}\nann,rest,-372036854775.808,{DAY}"
    assert red(least, weighty, rest) == LEAST
    for entries in (most, least):
        more = entries + f"\nann,rest,{'-' if entries == least else ''}0.001,{DAY}"
        assert "64-bit" in refusal("ann,Red,North", more, weighty, rest).message


@pytest.mark.parametrize(
    ("people", "entries", "metrics"),
    [
        ("ann,Red,North", f"ann,hits,{LARGEST},{DAY}", [hits(points_per_unit=10_000)]),
        (
            "ann,Red,North",
            f"ann,hits,-{LARGEST},{DAY}",
            [hits(points_per_unit=10_000, cap={"points": 1, "per": "day"})],
        ),
        (EVERYBODY, f"ann,hits,{LARGEST},{DAY}\nbob,hits,{LARGEST},{DAY}", [hits(points_per_unit=9000)]),
        (EVERYBODY, f"ann,hits,{LARGEST},{DAY}\nbob,hits,-{LARGEST},{DAY}", [hits(points_per_unit=10_000)]),
        (EVERYBODY, f"ann,hits,{LARGEST},{DAY}", [hits(points_per_unit=10_000, team="average")]),
    ],
)
def test_a_persons_or_a_teams_points_that_leave_64_bits_are_refused(people, entries, metrics):
    assert "64-bit" in refusal(people, entries, *metrics).message


def test_a_metrics_points_that_leave_64_bits_are_refused_also_where_the_teams_fit():
    metrics = [hits(key="a", points_per_unit=9000), hits(key="b", points_per_unit=-9000)]
    entries = "\n".join(f"{person},{key},{LARGEST},{DAY}" for person in ("ann", "bob") for key in "ab")
    assert "64-bit" in refusal(EVERYBODY, entries, *metrics).message


def test_many_bonus_steps_are_exact_and_too_many_are_refused():
    steps = [{"at": 1, "points": 10**12}] * 4000
    assert red(f"ann,hits,1,{DAY}", hits(bonus=steps)) == 4 * 10**18 + 1000
    assert refusal(EVERYBODY, "", hits(bonus=[*steps, {"at": 1, "points": 1}])).column == "metrics"


EVER = Window("all", None, None)
STORED = Source("SELECT * FROM cell", "SELECT * FROM membership")


@pytest.fixture
def stored():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE cell (metric, person, day, total, entries)")
    connection.execute("CREATE TABLE membership (person, team, division, starts, ends)")
    connection.execute("INSERT INTO membership VALUES (1, 1, 1, NULL, NULL)")
    connection.commit()
    yield connection
    connection.close()


@pytest.mark.parametrize("total", [MOST, LEAST, MOST - 1, LEAST + 1, 10**18 - 1, -(10**18), 10**9, -(10**9) - 1])
@pytest.mark.parametrize("weight", [1000, -1000, 999, 1, -1, 0])
def test_stored_sums_may_fill_their_64_bits(stored, total, weight):
    stored.execute("INSERT INTO cell VALUES (0, 1, 738000, ?, 1)", (total,))
    rules = Rules(time_zone="UTC", metrics=(Metric(key="k", points_per_unit=weight, team="sum"),))
    expected = total * weight // 1000
    if expected > MOST:
        with pytest.raises(InputError):
            compute_standings(stored, rules, EVER, STORED)
    else:
        assert [standing.points for standing in compute_standings(stored, rules, EVER, STORED)] == [expected]


def test_sums_that_leave_64_bits_are_exact(stored):
    cells = [(0, 1, 738000 + day, MOST, 1) for day in range(100)]
    stored.executemany("INSERT INTO cell VALUES (?, ?, ?, ?, ?)", cells)
    metric = Metric(key="k", points_per_unit=10**15, team="sum", cap=Cap(7, "window"), bonus=(Step(10**15, 5),))
    rules = Rules(time_zone="UTC", metrics=(metric,))
    assert [standing.points for standing in compute_standings(stored, rules, EVER, STORED)] == [12]
    (contribution,) = compute_contributions(stored, rules, EVER, STORED)
    assert contribution.total == 100 * MOST
    assert contribution.before_cap == 100 * MOST * 10**12
    assert (contribution.points, contribution.bonus) == (7, 5)


@pytest.mark.parametrize("number", [0, 1, -1, MOST, LEAST, 10**24, -(10**24) - 1, 10**30 + 10**6 - 1, -(10**15) + 1])
def test_limbs_stand_for_their_number(number):
    exact = SQLITE.arithmetic
    assert exact.join_points(exact.split_points(number)) == number
    assert exact.join_sum(exact.split_sum(number)) == number
