"""Who talks with whom this week."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.matching.engine.conversations import Drawn, Taker, draw, monday_to_draw, ten_on
from roost.gather.matching.engine.pairing import Pair, pair_of
from roost.gather.matching.tests.test_pairing import every_choice

MONDAY = date(2024, 6, 17)
DAYS = 7


def people(many: int) -> list[Taker]:
    return [Taker(number, "UTC", team=number, division=str(number)) for number in range(1, many + 1)]


def drawn(takers: list[Taker], **more: object) -> Drawn:
    told: dict[str, object] = {"met": {}, "never": set(), "monday": MONDAY, "seed": 1}
    return draw(takers, **(told | more))  # type: ignore[arg-type]


def pairs_in(found: Drawn) -> set[Pair]:
    return {pair_of(*both) for group in found.groups for both in combinations(group, 2)}


def weeks_of(takers: list[Taker], many: int) -> list[Drawn]:
    """Draw week after week, as the room does."""
    met: dict[Pair, date] = {}
    odd: dict[int, date] = {}
    found = []
    for number in range(many):
        monday = MONDAY + timedelta(days=DAYS * number)
        now = [Taker(one.person, one.zone, one.team, one.division, one.manager, odd.get(one.person)) for one in takers]
        week = drawn(now, met=dict(met), monday=monday, seed=number)
        met |= dict.fromkeys(pairs_in(week), monday)
        odd |= {person: monday for group in week.groups for person in group[2:]} | dict.fromkeys(week.left_out, monday)
        found.append(week)
    return found


def test_eight_people_talk_to_nobody_twice_for_weeks() -> None:
    weeks = weeks_of(people(8), 4)
    times = Counter(pair for week in weeks for pair in pairs_in(week))
    assert all(len(week.groups) == 4 for week in weeks)
    assert set(times.values()) == {1}


def test_a_stranger_comes_before_anybody_known() -> None:
    found = drawn(people(4), met={(1, 2): MONDAY - timedelta(weeks=1), (3, 4): MONDAY - timedelta(weeks=9)})
    assert not pairs_in(found) & {(1, 2), (3, 4)}


def test_when_all_have_met_those_meet_who_met_longest_ago() -> None:
    ago = {(1, 2): 3, (3, 4): 3, (1, 3): 1, (2, 4): 1, (1, 4): 2, (2, 3): 2}
    met = {pair: MONDAY - timedelta(weeks=weeks) for pair, weeks in ago.items()}
    assert pairs_in(drawn(people(4), met=met)) == {(1, 2), (3, 4)}


def test_the_odd_one_is_a_third_and_each_in_turn() -> None:
    thirds = [week.groups[0][2] for week in weeks_of(people(3), 6)]
    assert Counter(thirds) == {1: 2, 2: 2, 3: 2}
    assert len(set(thirds[:3])) == 3


def test_of_five_everybody_is_odd_about_as_often() -> None:
    """Strangers come first, so that the turn of one may come a week or two later."""
    odd = Counter(person for week in weeks_of(people(5), 20) for group in week.groups for person in group[2:])
    assert set(odd) == {1, 2, 3, 4, 5}
    assert max(odd.values()) - min(odd.values()) <= 2


@pytest.mark.parametrize("many", [0, 1])
def test_nobody_talks_alone(many: int) -> None:
    assert drawn(people(many)) == Drawn([], list(range(1, many + 1)))


def test_nobody_is_brought_to_their_own_manager_as_a_pair_or_as_a_third() -> None:
    takers = [*people(2), Taker(3, "UTC", manager=1)]
    assert drawn(takers[:1] + takers[2:]) == Drawn([], [1, 3])
    assert not pairs_in(drawn(takers)) & {(1, 3)}


def test_people_of_other_divisions_are_preferred() -> None:
    takers = [Taker(one, "UTC", team=one, division="NS"[one % 2]) for one in range(1, 7)]
    assert all((one + other) % 2 for one, other in pairs_in(drawn(takers)))


def test_of_one_team_alone_two_still_talk() -> None:
    assert drawn([Taker(1, "UTC", team=1), Taker(2, "UTC", team=1)]).groups == [(1, 2)]


@st.composite
def worlds(draws: st.DrawFn) -> tuple[list[Taker], dict[Pair, date], set[Pair]]:
    many = draws(st.integers(0, 8))
    pair = st.tuples(st.integers(1, 8), st.integers(1, 8)).filter(lambda both: both[0] < both[1])
    takers = [
        Taker(
            number,
            draws(st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"])),
            draws(st.integers(1, 3)),
            draws(st.sampled_from("NS")),
            draws(st.one_of(st.none(), st.integers(1, 8))),
            draws(st.one_of(st.none(), st.dates(date(2024, 1, 1), MONDAY))),
        )
        for number in range(1, many + 1)
    ]
    met = draws(st.dictionaries(pair, st.dates(date(2023, 1, 1), MONDAY - timedelta(days=7)), max_size=20))
    return takers, met, draws(st.sets(pair, max_size=8))


@given(worlds(), st.integers(0, 9))
def test_every_rule_holds_and_as_many_strangers_talk_as_can_be(
    world: tuple[list[Taker], dict[Pair, date], set[Pair]], seed: int
) -> None:
    takers, met, never = world
    found = drawn(takers, met=met, never=never, seed=seed)
    assert found == drawn(takers[::-1], met=met, never=never, seed=seed)
    talking = [person for group in found.groups for person in group]
    assert sorted([*talking, *found.left_out]) == [one.person for one in takers]
    assert all(2 <= len(group) <= 3 for group in found.groups)
    may = {pair for group in [[one.person for one in takers]] for pair in combinations(group, 2) if pair not in never}
    known = {one.person: one for one in takers}
    may = {(a, b) for a, b in may if known[a].manager != b and known[b].manager != a}
    assert pairs_in(found) <= may
    # By brute force: nobody left out fits anybody left out, and no choice of pairs has more strangers.
    alone = [both for both in combinations(found.left_out, 2) if both in may]
    assert not [both for both in alone if {known[both[0]].zone, known[both[1]].zone} <= {"UTC"}]
    strangers = [pair for pair in sorted(may - met.keys()) if _share(known[pair[0]], known[pair[1]])]
    most = max(len(choice) for choice in every_choice(strangers))
    assert len([group for group in found.groups if group[:2] not in met]) >= most


def _share(one: Taker, other: Taker) -> bool:
    """Say whether two zones of this file share working hours: Tokyo does with none of the others."""
    return (one.zone == "Asia/Tokyo") == (other.zone == "Asia/Tokyo")


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (datetime(2024, 6, 16, 18, 59, tzinfo=UTC), None),
        (datetime(2024, 6, 16, 19, 0, tzinfo=UTC), MONDAY),
        (datetime(2024, 6, 18, 23, 59, tzinfo=UTC), MONDAY),
        (datetime(2024, 6, 19, 0, 0, tzinfo=UTC), None),
        (datetime(2024, 6, 12, 15, 0, tzinfo=UTC), None),
    ],
)
def test_a_week_is_drawn_from_sunday_evening_on(now: datetime, monday: date | None) -> None:
    assert monday_to_draw(now) == monday


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "UTC", "Asia/Kathmandu"])
def test_nobody_anywhere_is_told_before_the_week_is_drawn(zone: str) -> None:
    assert monday_to_draw(ten_on(MONDAY, zone)) == MONDAY


def test_of_hundreds_all_talk_and_with_nobody_of_their_team() -> None:
    takers = [Taker(one, "UTC", team=one // 8, division=str(one // 100)) for one in range(600)]
    found = drawn(takers)
    assert (len(found.groups), found.left_out) == (300, [])
    assert not [pair for pair in pairs_in(found) if pair[0] // 8 == pair[1] // 8]
