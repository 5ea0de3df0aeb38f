"""Attacks on what is told of groups, A1 to A20, each a test that says what the attacker does.

The attacker knows who is in which cell, the scale, this program and all that was ever told. What answers may be is
worked out here anew, a variable a person, by linear programming or one after the other, without the engine's help.
A5 and A6 on how answers lie, as of a team that is asked again, stand in `test_spreading`.
Two have no test. A14, how somebody writes: comments are never called anonymous, which the method says. A20,
summaries that quote: nothing sums words up. Of two more the half that lies here is tested. A12 and A13: what is kept
and logged, not pages and mails. A19: a link answers once; that nobody has two is up to the room that gives them out.
"""

from __future__ import annotations

import logging
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings
from scipy.optimize import linprog

from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.kit.scopes import touching
from roost.ground.release.actions import Ballot, Unreadable, cast, close_box, freeze, issue_ticket, open_box
from roost.ground.release.engine import Cell, Scale, Shown, Sum, plan_release, tell_sums
from roost.ground.release.models import Box, Ticket
from roost.ground.release.reads import tickets_unused

SCALE = Scale(1, 5)
MANY = 14
HERE, WHAT = 1, "feedback.wave:1"
NOON = datetime(2024, 7, 1, 12, tzinfo=UTC)
OVER = NOON + timedelta(days=10)

answers_of_all = st.lists(st.integers(SCALE.least, SCALE.most), min_size=MANY, max_size=MANY)
floors = st.sampled_from([3, 5])
drawn = settings(max_examples=12, deadline=None)
People = frozenset[int]


def release(
    cells: Mapping[str, People], answers: Sequence[int], least: int = 3, before: Sequence[Shown] = ()
) -> list[Shown]:
    """Tell of answers what may be told, as a room does."""
    plan = plan_release([Cell(*one) for one in cells.items()], least=least, before=[one.people for one in before])
    sums = [Sum(key, cells[key], sum(answers[who] for who in cells[key])) for key in sorted(plan.told)]
    return tell_sums(sums, scale=SCALE, before=before)


def widths(told: Sequence[Shown]) -> dict[int, float]:
    """Give how many points lie between the least and the most of each answer, by all that is told."""
    everybody = sorted(frozenset().union(*(one.people for one in told)))
    rows = np.array([[who in one.people for who in everybody] for one in told], dtype=float)
    table = np.concatenate([rows, -rows])
    limits = np.array([*(one.high for one in told), *(-one.low for one in told)], dtype=float)
    found = {}
    for place, who in enumerate(everybody):
        aim = np.eye(len(everybody))[place]
        bounds = [(SCALE.least, SCALE.most)] * len(everybody)
        low, high = (sign * linprog(sign * aim, A_ub=table, b_ub=limits, bounds=bounds).fun for sign in (1, -1))
        found[who] = high - low
    return found


def tells_of_few(sets: Sequence[People], least: int, known: People = frozenset()) -> bool:
    """Say whether sums, and the answers of those who tell theirs, combine into something about few of the others."""
    others = sorted(frozenset().union(*sets) - known)
    table = np.array([[who in one for one in sets] for who in others], dtype=float).reshape(len(others), len(sets))
    rank = np.linalg.matrix_rank(table) if table.size else 0
    return any(
        (np.linalg.matrix_rank(rest) if (rest := np.delete(table, few, axis=0)).size else 0) < rank
        for many in range(1, least)
        for few in combinations(range(len(others)), many)
    )


def assert_survives(told: Sequence[Shown], least: int = 3) -> None:
    if told:
        assert not tells_of_few([one.people for one in told], least)
        assert all(width >= SCALE.room - 1e-6 for width in widths(told).values())


def by(labels: Sequence[str]) -> dict[str, People]:
    """Give who has which label; nobody is asked whose label is empty."""
    return {one: frozenset(who for who, other in enumerate(labels) if other == one) for one in sorted({*labels} - {""})}


def some(*labels: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(labels), min_size=MANY, max_size=MANY)


@drawn
@given(some("peer", "report", "other", ""), answers_of_all, floors)
def test_a1_the_total_minus_the_groups_that_are_shown(groups: list[str], answers: list[int], least: int) -> None:
    """The attacker subtracts from the sum of everybody each group that is shown, to be left with the hidden one."""
    cells = by(groups)
    told = release({**cells, "all": frozenset().union(*cells.values())}, answers, least)
    assert_survives(told, least)


@drawn
@given(st.lists(st.integers(1, 5), min_size=3, max_size=3), answers_of_all, floors)
def test_a2_a_team_within_a_team(steps: list[int], answers: list[int], least: int) -> None:
    """Who leads leaders reads a division, a department and a team, each within the other, and subtracts."""
    ends = [min(MANY, sum(steps[:many])) for many in (1, 2, 3)]
    told = release({str(number): frozenset(range(end)) for number, end in enumerate(ends)}, answers, least)
    assert_survives(told, least)


@drawn
@given(some("f", "m"), some("new", "old"), answers_of_all)
def test_a3_two_attributes_that_cross(genders: list[str], tenures: list[str], answers: list[int]) -> None:
    """The attacker asks by gender, by tenure and by both, and solves for the woman who came last."""
    crossed = [f"{one} {other}" for one, other in zip(genders, tenures, strict=True)]
    assert_survives(release({**by(["all"] * MANY), **by(genders), **by(tenures), **by(crossed)}, answers))


@pytest.mark.django_db
def test_a4_one_late_answer() -> None:
    """The attacker reads a mean, waits for the one who is late, reads again, and subtracts."""
    answers = [4, 3, 5, 2, 4, 1]
    on_time, with_late = ({"team": frozenset(range(many))} for many in (5, 6))
    first = release(on_time, answers)
    assert [one.is_exact for one in first] == [True]
    assert release(with_late, answers, before=first) == []
    with touching(HERE):
        kept = [
            freeze(HERE, what=WHAT, period="2024-Q2", answer=lambda total=total: total).content for total in (18, 19)
        ]
    assert kept == [18, 18]


@drawn
@given(some("a", "b", "c"), st.sets(st.integers(0, MANY - 1), max_size=2), answers_of_all, floors)
def test_a5_who_leaves_and_who_moves_to_another_team(
    teams: list[str], changing: set[int], answers: list[int], least: int
) -> None:
    """The attacker compares a team before and after one has left it or moved, whose answer did not change."""
    then = release(by(teams), answers, least)
    now = [("" if who % 2 else "c") if who in changing else team for who, team in enumerate(teams)]
    assert_survives([*then, *release(by(now), answers, least, then)], least)


@drawn
@given(some("a", "b", ""), st.integers(0, MANY - 1), answers_of_all)
def test_a6_a_new_member_in_the_next_cycle(teams: list[str], new: int, answers: list[int]) -> None:
    """The attacker compares two cycles between which one has joined, of people who answer the same again."""
    then = release(by([("" if who == new else team) for who, team in enumerate(teams)]), answers)
    assert_survives(
        [*then, *release(by([("a" if who == new else team) for who, team in enumerate(teams)]), answers, before=then)]
    )


@drawn
@given(st.lists(st.frozensets(st.integers(0, 7), min_size=1), min_size=1, max_size=4), st.integers(1, 2))
def test_a7_some_who_tell_each_other_what_they_said(sets: list[People], colluders: int) -> None:
    """Two of three reports tell whom they report to what they said, who subtracts it."""
    cells = [Cell(str(number), one) for number, one in enumerate(sets)]
    plan = plan_release(cells, least=3, coalition=colluders)
    told = [one.people for one in cells if one.key in plan.told]
    if told:
        for known in combinations(range(8), colluders):
            assert not tells_of_few(told, 3, frozenset(known))
    three = [frozenset(range(3))]
    assert tells_of_few(three, 3, frozenset({0, 1}))


@pytest.mark.parametrize("answer", range(SCALE.least, SCALE.most + 1))
@pytest.mark.parametrize("people", [3, 5, 9])
def test_a8_a_group_that_agrees(answer: int, people: int) -> None:
    """All gave the least, or the most: the attacker needs no subtraction to know each of them."""
    told = release({"team": frozenset(range(people)), "all": frozenset(range(MANY))}, [answer] * MANY)
    assert told
    assert_survives(told)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.frozensets(st.integers(0, 4), min_size=3), min_size=1, max_size=3),
    st.lists(st.integers(1, 5), min_size=5, max_size=5),
)
def test_a9_whole_answers_that_fit_exact_means(sets: list[People], answers: list[int]) -> None:
    """Of exact means the attacker makes whole sums, and goes through all whole answers that fit."""
    told = release({str(number): one for number, one in enumerate(sets)}, answers)
    possible = [
        one
        for one in product(range(1, 6), repeat=5)
        if all(shown.low <= sum(one[who] for who in shown.people) <= shown.high for shown in told)
    ]
    assert tuple(answers) in possible
    assert all(max(one) - min(one) >= SCALE.room for one in zip(*possible, strict=True))


@drawn
@given(
    some("peer", "report"),
    st.lists(st.sets(st.integers(0, MANY - 1), max_size=3), min_size=3, max_size=3),
    answers_of_all,
)
def test_a10_items_that_not_everybody_answered(groups: list[str], skipped: list[set[int]], answers: list[int]) -> None:
    """The attacker sees that one item has an answer less than the next, of people who answer all items alike."""
    told: list[Shown] = []
    for skipping in skipped:
        told += release(by(["" if who in skipping else one for who, one in enumerate(groups)]), answers, before=told)
    assert_survives(told)


def test_a11_measures_beside_the_mean() -> None:
    """The attacker takes the least, the most, a spread or a percentile, each of which tells of one or two answers."""
    assert {one.name for one in fields(Shown)} == {"key", "people", "low", "high"}
    ends = [[1, 3, 5], [3, 3, 3], [2, 2, 5], [1, 4, 4]]
    assert len({tuple(release({"team": frozenset(range(3))}, one)) for one in ends}) == 1


@pytest.fixture
def box(db: None) -> Iterator[Callable[[object], int]]:
    """A box, and how somebody answers into it; gives their ticket."""

    def answer(content: object) -> int:
        ticket, secret = issue_ticket(HERE, what=WHAT)
        cast(secret, content=content)
        return ticket

    with clock.at(NOON), touching(HERE):
        open_box(HERE, what=WHAT, closes_at=OVER)
        yield answer


def test_a12_who_has_answered_when(box: Callable[[object], int]) -> None:
    """The attacker watches who has not answered yet, and when that changes what is kept."""
    used = [box(number) for number in range(3)]
    idle, _link = issue_ticket(HERE, what=WHAT)
    assert tickets_unused([*used, idle]) == {idle}
    for model in (Box, Ticket):
        moments = {
            one.name for one in model._meta.get_fields() if one.get_internal_type() in ("DateTimeField", "DateField")
        }
        assert moments <= {"closes_at"}
    with clock.at(OVER):
        close_box(HERE, what=WHAT)
        assert not Ticket.objects.exists()
        assert tickets_unused([*used, idle]) == set()


def test_a13_order_numbers_sizes_and_lines_of_the_log(
    box: Callable[[object], int], caplog: pytest.LogCaptureFixture
) -> None:
    """The attacker goes by the order of what is kept, by numbers of rows, lengths and the log."""
    with caplog.at_level(logging.INFO):
        for number in range(30):
            box({"words": f"harbour{number}" * (number % 5 + 1)})
    assert "harbour" not in caplog.text
    assert len({len(b64decode(one)) for one in Box.objects.get().ballots}) == 1
    assert {one.name for one in fields(Ballot)} == {"category", "content"}
    with clock.at(OVER):
        orders = [[one.content["words"] for one in close_box(HERE, what=WHAT)] for _ in range(2)]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_a15_the_database_without_the_key(box: Callable[[object], int], settings: Settings) -> None:
    """Somebody has a copy of the database, though not of the key that lies beside it."""
    box({"words": "harbourlights"})
    settings.ANSWERS_KEY = "another"
    assert "harbourlights" not in b64decode(Box.objects.get().ballots[0]).decode("latin-1")
    with clock.at(OVER), pytest.raises(Unreadable):
        close_box(HERE, what=WHAT)


@drawn
@given(some("peer", "other"), st.integers(0, MANY - 1), st.integers(3, 5), answers_of_all)
def test_a16_a_lower_floor_another_category_the_same_asked_again(
    groups: list[str], moved: int, higher: int, answers: list[int]
) -> None:
    """The attacker lowers the floor, calls one rater a peer who was something else, or asks a copy of the survey."""
    then = release(by(groups), answers, higher)
    relabelled = [("peer" if one == "other" else "other") if who == moved else one for who, one in enumerate(groups)]
    again = release(by(relabelled), answers, before=then)
    copied = release(by(groups), answers, before=[*then, *again])
    assert_survives([*then, *again, *copied])


def test_a17_one_who_is_told_together_with_others() -> None:
    """Three peers and one other are told as one; whoever has the peers alone too has the one."""
    peers = frozenset(range(3))
    for first, second in (({"peers": peers}, {"both": peers | {3}}), ({"both": peers | {3}}, {"peers": peers})):
        assert len(release(first | second, [4, 3, 2, 5])) == 1
        told = release(first, [4, 3, 2, 5])
        assert len(told) == 1
        assert release(second, [4, 3, 2, 5], before=told) == []


@drawn
@given(st.frozensets(st.integers(0, MANY - 1), min_size=3), answers_of_all)
def test_a18_no_cell_is_told_in_two_ways(people: People, answers: list[int]) -> None:
    """The attacker puts two tellings of one cell side by side, such as adjusted and plain, and reads the difference."""
    told = release({"once": people, "twice": people}, answers)
    assert len({(one.low, one.high) for one in told}) <= 1
    assert_survives(told)


def test_a19_one_link_used_twice_to_reach_the_floor(db: None) -> None:
    """The attacker answers three times by one link, so that a group of one counts as three."""
    with clock.at(NOON), touching(HERE):
        open_box(HERE, what=WHAT, closes_at=OVER)
        _ticket, secret = issue_ticket(HERE, what=WHAT)
        cast(secret, content=1)
        for _again in range(2):
            with pytest.raises(Conflict, match="used already"):
                cast(secret, content=1)
        with clock.at(OVER):
            assert len(close_box(HERE, what=WHAT)) == 1
