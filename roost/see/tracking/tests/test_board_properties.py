"""The board's laws, tried on many drawn boards: the engine against the naive reckoning, and against itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from roost.see.tracking.tests.board_command import RefusedByEngine, ask_contributions, ask_engine
from roost.see.tracking.tests.broken_cases import Broken, broken_cases
from roost.see.tracking.tests.cases import (
    WEEKDAYS,
    Case,
    Cells,
    Raw,
    cases,
    counted_plainly,
    make_case,
    modest_cases,
    spelled,
)
from roost.see.tracking.tests.reference import reckon, reference_board
from roost.see.tracking.tests.reference_reading import Refused

# A whole board is a large thing to draw; nothing is learned from being told so.
whole_boards = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
# Laws that ask for two boards, or for all the parts of one, get their share of the time.
pairs_of_boards = settings(whole_boards, max_examples=whole_boards.max_examples // 2)
boards_of_parts = settings(whole_boards, max_examples=whole_boards.max_examples // 8)


def ask(case: Case, engine: str = "sqlite") -> dict[str, Any]:
    return ask_engine(*case.texts(), case.window, case.division, [f"--engine={engine}"])


def points_of(answer: dict[str, Any]) -> Counter[tuple[str, str]]:
    return Counter({(row["division"], row["team"]): row["points"] for row in answer["rows"]})


def added(answers: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """Add the points of several boards; a team that is not on one of them has none there."""
    total: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        total.update(points_of(answer))
    return total


def days_of_entries(case: Case) -> list[str]:
    """List the days on which somebody says to have done something, in no zone in particular."""
    return sorted({row[3][:10] for row in case.entries if not row[5]})


def with_metrics(case: Case, **changes: Any) -> Case:
    """Change every metric; `...` takes a key away."""
    metrics = [metric | changes for metric in case.rules["metrics"]]
    metrics = [{key: value for key, value in metric.items() if value is not ...} for metric in metrics]
    return replace(case, rules=case.rules | {"metrics": metrics})


def agree(case: Case, engine: str = "sqlite") -> None:
    """Check that the engine answers or refuses as the naive reckoning does."""
    try:
        expected = reference_board(*case.texts(), case.window, case.division)
    except Refused:
        with pytest.raises(RefusedByEngine):
            ask(case, engine)
    else:
        assert ask(case, engine) == expected, case


@whole_boards
@given(cases())
def test_the_engine_answers_or_refuses_as_the_naive_reckoning_does(case: Case) -> None:
    agree(case)


@pairs_of_boards
@given(cases())
def test_so_does_duckdb(case: Case) -> None:
    agree(case, "duckdb")


def test_the_engine_agrees_with_the_naive_reckoning_on_many_boards_more() -> None:
    """Try what hypothesis would not reach in as many steps; a failure shows its case, if not the simplest."""
    for seed in range(4 * whole_boards.max_examples):
        agree(make_case(Random(seed)))


@pairs_of_boards
@given(modest_cases())
def test_what_lies_behind_a_board_is_what_the_naive_reckoning_gives_each_person(case: Case) -> None:
    found = reckon(*case.texts(), case.window)
    expected = [(*place[:2], found.points[place], found.bonus[place]) for place in {*found.points, *found.bonus}]
    parts = ask_contributions(*case.texts(), case.window)
    answered = [(part.metric, part.team, part.points, part.bonus) for part in parts]
    assert sorted(part for part in answered if any(part[2:])) == sorted(part for part in expected if any(part[2:]))


@whole_boards
@given(broken_cases())
def test_one_fault_anywhere_is_refused_and_its_place_is_named(broken: Broken) -> None:
    with pytest.raises(Refused):
        reference_board(*broken.case.texts(), broken.case.window, broken.case.division)
    with pytest.raises(RefusedByEngine) as refusal:
        ask(broken.case)
    said = str(refusal.value)
    assert broken.file in said
    assert broken.row is None or re.search(rf"\brow {broken.row}\b", said)
    assert broken.column is None or broken.column in said


@pairs_of_boards
@given(modest_cases(), st.data())
def test_the_order_of_rows_and_rows_delivered_twice_change_nothing(case: Case, data: st.DataObject) -> None:
    again = [row for row in case.entries if row[4]]
    repeated = data.draw(st.lists(st.sampled_from(again), max_size=4)) if again else []
    shuffled = replace(
        case,
        people=tuple(data.draw(st.permutations(case.people))),
        entries=tuple(data.draw(st.permutations([*case.entries, *repeated]))),
    )
    assert ask(shuffled) == ask(case)


@pairs_of_boards
@given(modest_cases(), modest_cases(), st.data())
def test_what_is_taken_back_leaves_the_board_as_it_was(case: Case, other: Case, data: st.DataObject) -> None:
    mistakes = [(*row[:4], f"mistake {n}", "") for n, row in enumerate(other.entries) if not row[5]]
    taken_back = [("", "", "", "", "", row[4]) for row in mistakes]
    entries = tuple(data.draw(st.permutations([*case.entries, *mistakes, *taken_back])))
    assert ask(replace(case, entries=entries)) == ask(case)


@pairs_of_boards
@given(modest_cases(), st.data())
def test_moves_share_what_people_did_and_neither_add_nor_lose(case: Case, data: st.DataObject) -> None:
    teams = sorted({(row[2], row[1]) for row in case.people})
    assume(teams)
    days = days_of_entries(case)
    stays: list[Cells] = []
    moves: list[Cells] = []
    for person in sorted({row[0] for row in case.people}):
        stays.append((person, teams[0][1], teams[0][0], "", ""))
        cuts = data.draw(st.sets(st.sampled_from(days), max_size=3)) if days else set()
        for start, end in pairwise(["", *sorted(cuts), ""]):
            division, team = data.draw(st.sampled_from(teams))
            moves.append((person, team, division, start, end))
    plain = replace(counted_plainly(case), division=None)
    before, after = ask(replace(plain, people=tuple(stays))), ask(replace(plain, people=tuple(moves)))
    assert points_of(before).total() == points_of(after).total()
    assert before["unplaced"] == after["unplaced"]


@boards_of_parts
@given(modest_cases())
def test_the_months_of_a_year_add_up_to_the_year(case: Case) -> None:
    plain = replace(counted_plainly(case), division=None)
    year = next(iter(days_of_entries(case)), "2024")[:4]
    months = [ask(replace(plain, window=f"{year}-{month:02}")) for month in range(1, 13)]
    whole = ask(replace(plain, window=year))
    assert added(months) == points_of(whole)
    assert sum(month["unplaced"] for month in months) == whole["unplaced"]


@boards_of_parts
@given(modest_cases())
def test_weeks_that_follow_each_other_add_up_to_the_season_they_make(case: Case) -> None:
    plain = replace(counted_plainly(case), division=None)
    start = date.fromisoformat(next(iter(days_of_entries(case)), "2024-01-01"))
    weeks = [(start + timedelta(weeks=n)).isocalendar() for n in range(4)]
    monday = date.fromisocalendar(weeks[0].year, weeks[0].week, 1)
    turned = (monday.weekday() - WEEKDAYS.index(case.rules.get("week_start", "monday"))) % 7
    first = monday - timedelta(days=turned)
    season = {"from": first.isoformat(), "to": (first + timedelta(weeks=4)).isoformat()}
    parts = [ask(replace(plain, window=f"{week.year}-W{week.week:02}")) for week in weeks]
    whole = ask(replace(plain, window="season", rules=plain.rules | {"season": season}))
    assert added(parts) == points_of(whole)
    assert sum(part["unplaced"] for part in parts) == whole["unplaced"]


@whole_boards
@given(modest_cases(), st.sampled_from(["competition", "dense"]))
def test_equal_points_share_a_rank_and_only_they_do(case: Case, ties: str) -> None:
    rows = ask(replace(case, division=None, rules=case.rules | {"rank": {"ties": ties}}))["rows"]
    for row in rows:
        better = [other["points"] for other in rows if other["division"] == row["division"]]
        better = [points for points in better if points > row["points"]]
        assert row["rank"] == 1 + len(better if ties == "competition" else set(better))


@pairs_of_boards
@given(modest_cases(), st.data())
def test_an_entry_worth_nothing_changes_no_points_where_values_are_summed(case: Case, data: st.DataObject) -> None:
    summed = with_metrics(case, team="sum", over=..., bonus=...)
    person = data.draw(st.sampled_from(sorted({"stranger", *[row[0] for row in case.people]})))
    worth_nothing = [(metric["key"], "0") for metric in case.rules["metrics"]] + [("not in the rules", "5")]
    metric, value = data.draw(st.sampled_from(worth_nothing))
    moment = data.draw(st.sampled_from([*days_of_entries(case), "2024-06-05"]))
    more = replace(summed, entries=(*summed.entries, (person, metric, value, moment, "", "")))
    assert ask(more)["rows"] == ask(summed)["rows"]


@pairs_of_boards
@given(modest_cases(), st.integers(0, 9000), st.sampled_from(["day", "week", "month", "window"]))
def test_nobody_earns_more_than_the_cap_in_its_period(case: Case, cap: int, per: str) -> None:
    people = tuple(row for row in case.people if row[0] == case.people[0][0]) if case.people else ()
    capped = with_metrics(case, team="sum", over=..., bonus=..., cap={"points": Raw(spelled(cap, 0)), "per": per})
    rules = capped.rules | {"metrics": capped.rules["metrics"][:1], "week_start": "monday"}
    day = date.fromisoformat(next(iter(days_of_entries(case)), "2024-06-05"))
    week = day.isocalendar()
    window = {"day": "season", "week": f"{week.year}-W{week.week:02}", "month": f"{day:%Y-%m}", "window": case.window}
    rules["season"] = {"from": day.isoformat(), "to": (day + timedelta(days=1)).isoformat()}
    one_period = replace(capped, people=people, rules=rules, window=window[per], division=None)
    assert points_of(ask(one_period)).total() <= cap


@pairs_of_boards
@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(0, 9)), max_size=12),
    st.sets(st.integers(2, 28), max_size=3),
    st.integers(0, 40),
)
def test_without_losses_and_returns_a_cap_is_used_up_in_the_order_of_time(
    gains: list[tuple[int, int]], moves: set[int], cap: int
) -> None:
    days = ["", *[f"2024-06-{day:02}" for day in sorted(moves)], ""]
    capped = {"points_per_unit": Raw("1"), "team": "sum", "cap": {"points": Raw(str(cap)), "per": "month"}}
    case = Case(
        people=tuple(("amy", f"team {n}", "north", *span) for n, span in enumerate(pairwise(days))),
        entries=tuple(("amy", "hits", str(value), f"2024-06-{day:02}", "", "") for day, value in gains),
        rules={"time_zone": "UTC", "metrics": [{"key": "hits"} | capped]},
    )
    left, expected = cap * 1000, Counter({("north", row[1]): 0 for row in case.people})
    for day, value in sorted(gains):
        earned = min(left, value * 1000)
        left -= earned
        expected["north", f"team {sum(move <= day for move in moves)}"] += earned
    assert points_of(ask(case)) == expected


def by_hand(people: str, entries: str, metric: dict[str, Any], window: str = "all", **rules: str) -> dict[str, int]:
    """Ask both for a small board written as words, `amy red north; bo ...` and `amy 3 2024-06-05`: points by team."""
    memberships = [line.split() for line in people.split(";")]
    done = [line.split() for line in entries.split(";")]
    case = Case(
        people=tuple((*row, "", "")[:5] for row in memberships),
        entries=tuple((person, "hits", value, day, "", "") for person, value, day in done),
        rules={"time_zone": "UTC", "metrics": [{"key": "hits"} | metric], **rules},
        window=window,
    )
    agree(case)
    return {team: points for (_, team), points in points_of(ask(case)).items()}


def test_a_week_that_starts_on_sunday_begins_before_the_monday_of_its_number() -> None:
    entries = "amy 1 2023-12-30; amy 2 2023-12-31; amy 4 2024-01-06; amy 8 2024-01-07"
    plain = {"points_per_unit": Raw("1"), "team": "sum"}
    assert by_hand("amy red north", entries, plain, "2024-W01", week_start="sunday") == {"red": 6000}


def test_a_cap_is_shared_in_the_order_in_which_teams_were_first_joined() -> None:
    people = "amy red north 2024-01-01 2024-01-02; amy blue north 2024-01-02 2024-01-03; amy red north 2024-01-03"
    entries = "amy 4 2024-01-01; amy 4 2024-01-02; amy -2 2024-01-03"
    capped = {"points_per_unit": Raw("1"), "team": "sum", "cap": {"points": Raw("5"), "per": "window"}}
    assert by_hand(people, entries, capped) == {"red": 2000, "blue": 3000}


def test_a_bonus_goes_to_the_last_team_and_is_lost_where_nobody_there_was_active() -> None:
    people = "amy red north 2024-01-01 2024-01-02; amy blue north 2024-01-02"
    metric = {"points_per_unit": Raw("1"), "team": "average", "bonus": [{"at": Raw("3"), "points": Raw("10")}]}
    assert by_hand(people, "amy 3 2024-01-01", metric) == {"red": 3000, "blue": 10000}
    assert by_hand(people, "amy 3 2024-01-01", metric | {"over": "active"}) == {"red": 3000, "blue": 0}


def test_an_average_of_a_loss_is_rounded_towards_the_larger_loss() -> None:
    average = {"points_per_unit": Raw("1"), "team": "average"}
    assert by_hand("amy red north; bo red north", "amy -0.001 2024-01-01", average) == {"red": -1}


def test_an_entry_of_nothing_makes_its_person_active() -> None:
    people, average = "amy red north; bo red north", {"points_per_unit": Raw("1"), "team": "average", "over": "active"}
    assert by_hand(people, "amy 4 2024-01-01", average) == {"red": 4000}
    assert by_hand(people, "amy 4 2024-01-01; bo 0 2024-01-01", average) == {"red": 2000}


def test_a_time_that_no_clock_showed_may_belong_to_the_next_day_and_team() -> None:
    people = "amy red north 2024-03-30 2024-03-31; amy blue north 2024-03-31"
    plain = {"points_per_unit": Raw("1"), "team": "sum"}
    entries = "amy 1 2024-03-30T22:59; amy 2 2024-03-30T23:30"
    assert by_hand(people, entries, plain, time_zone="America/Nuuk") == {"red": 1000, "blue": 2000}


def test_sums_on_the_way_may_be_wider_than_64_bits_and_results_may_not() -> None:
    people, most = "amy red north; bo red north; cy red north", "1000000000000"
    entries = f"amy {most} 2024-01-01; bo {most} 2024-01-01; cy {most} 2024-01-01"
    average = {"points_per_unit": Raw("4000"), "team": "average"}
    assert by_hand(people, entries, average) == {"red": 4 * 10**18}
    with pytest.raises(RefusedByEngine):
        by_hand(people, entries, average | {"team": "sum"})
    largest = {"points_per_unit": Raw("10000"), "team": "sum"}
    assert by_hand(people, "amy 922337203685.477 2024-01-01", largest) == {"red": 922337203685477 * 10000}


GRID_RULES: list[dict[str, Any]] = [
    {"points_per_unit": Raw("0.001"), "team": "sum"},
    {"points_per_unit": Raw("-1"), "team": "sum", "cap": {"points": Raw("1.25"), "per": "window"}},
    {"points_per_unit": Raw("0.333"), "team": "average", "cap": {"points": Raw("0.7"), "per": "month"}},
    {"points_per_unit": Raw("1"), "team": "sum", "cap": {"points": Raw("0"), "per": "week"}},
    {"points_per_unit": Raw("1"), "team": "average", "over": "active", "bonus": [
        {"at": Raw("-0.5"), "points": Raw("-7")}]},
    {"points_per_unit": Raw("2"), "team": "sum", "cap": {"points": Raw("3"), "per": "day"}, "bonus": [
        {"at": Raw("2"), "points": Raw("10")}, {"at": Raw("3.25"), "points": Raw("15")}]},
]  # fmt: skip


def test_a_grid_of_all_small_careers_is_reckoned_as_naively() -> None:
    """Try each way of spending three days in two teams with each of four values a day, under rules that bite.

    Divisions are ranked apart, so every career has a division to itself and one question asks about all of them.
    """
    days = ["2024-03-30", "2024-03-31", "2024-04-01", "2024-04-02"]
    stays = [teams for teams in product(["red", "blue", None], repeat=3) if next(filter(None, teams), "") == "red"]
    values = product([None, "-1.5", "1", "2.25"], repeat=3)
    careers = [
        Case(
            people=tuple((f"n{n}", team, f"n{n}", *days[at : at + 2]) for at, team in enumerate(teams) if team),
            entries=tuple((f"n{n}", "m", value, days[at], "", "") for at, value in enumerate(done) if value),
            rules={},
        )
        for n, (teams, done) in enumerate(product(stays, values))
    ]
    together = Case(
        people=tuple(row for career in careers for row in career.people),
        entries=tuple(row for career in careers for row in career.entries),
        rules={},
    )
    for metric in GRID_RULES:
        rules = {"time_zone": "Asia/Kolkata", "metrics": [{"key": "m"} | metric]}
        rows = [row for career in careers for row in reference_board(*replace(career, rules=rules).texts())["rows"]]
        answer = ask(replace(together, rules=rules))
        assert answer["rows"] == sorted(rows, key=lambda row: (row["division"], row["rank"], row["team"]))
