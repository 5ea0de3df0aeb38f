"""Whom the engine proposes to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roost.gather.matching.engine.pairing import Pair
from roost.gather.matching.engine.peers import Match, Relation, Seeker, Seeks, Stage, above, propose, propose_to

MONDAY = date(2024, 6, 10)
ANN = Seeker(1, "conflict", Stage.MIDDLE, Seeks.SAME, "Europe/London", team=1)
BEN = replace(ANN, person=2, team=2)


def proposed(
    *seekers: Seeker, never: set[Pair] | None = None, managers: dict[int, int] | None = None, seed: int = 1
) -> list[Match]:
    return propose(seekers, never=never or set(), managers=managers or {}, monday=MONDAY, seed=seed)


def test_two_in_the_middle_of_the_same_are_proposed_to_each_other() -> None:
    assert proposed(ANN, BEN) == [Match((1, 2), "conflict", Relation.SAME, 8)]


@pytest.mark.parametrize(
    "other",
    [
        replace(BEN, topic="deciding"),
        replace(BEN, stage=Stage.NEW),
        replace(BEN, seeks=Seeks.ACROSS),
        replace(BEN, team=1),
        replace(BEN, zone="America/Los_Angeles"),
    ],
)
def test_who_does_not_fit_is_not_proposed(other: Seeker) -> None:
    assert proposed(ANN, other) == []


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ((Stage.NEW, Seeks.ACROSS), (Stage.THROUGH, Seeks.ACROSS), Relation.ACROSS),
        ((Stage.MIDDLE, Seeks.ANY), (Stage.THROUGH, Seeks.ACROSS), Relation.ACROSS),
        ((Stage.NEW, Seeks.ANY), (Stage.MIDDLE, Seeks.ANY), Relation.NEAR),
        ((Stage.THROUGH, Seeks.SAME), (Stage.THROUGH, Seeks.ANY), Relation.SAME),
        ((Stage.NEW, Seeks.ACROSS), (Stage.MIDDLE, Seeks.ANY), None),
        ((Stage.NEW, Seeks.SAME), (Stage.THROUGH, Seeks.ANY), None),
        ((Stage.THROUGH, Seeks.ACROSS), (Stage.THROUGH, Seeks.ANY), None),
    ],
)
def test_stages_fit_both_ways(one: tuple[Stage, Seeks], other: tuple[Stage, Seeks], relation: Relation | None) -> None:
    found = proposed(replace(ANN, stage=one[0], seeks=one[1]), replace(BEN, stage=other[0], seeks=other[1]))
    assert [match.relation for match in found] == ([relation] if relation else [])


@pytest.mark.parametrize("managers", [{1: 2}, {2: 1}, {1: 7, 7: 8, 8: 2}, {2: 7, 7: 1}])
def test_nobody_of_ones_own_line_is_proposed_however_far_up(managers: dict[int, int]) -> None:
    assert proposed(ANN, BEN, managers=managers) == []


def test_those_who_report_to_the_same_person_may_be_proposed() -> None:
    assert len(proposed(ANN, BEN, managers={1: 7, 2: 7})) == 1


def test_a_line_that_runs_in_a_circle_ends() -> None:
    assert above(1, {1: 2, 2: 3, 3: 2}) == {2, 3}


def test_who_may_not_be_paired_is_not() -> None:
    assert proposed(ANN, BEN, never={(1, 2)}) == []


def test_as_many_as_can_be_are_proposed_before_the_worthiest() -> None:
    """Two and three are worth most together; then one and four, who fit nobody else, would find nobody."""
    three, four = replace(ANN, person=3, team=3, division="South"), replace(ANN, person=4, team=4)
    found = proposed(ANN, BEN, three, four, never={(1, 4), (1, 3), (2, 4)})
    assert [match.pair for match in found] == [(1, 2), (3, 4)]


def test_of_equals_who_waits_longest_goes_first() -> None:
    third = replace(ANN, person=3, team=3, weeks_waiting=5)
    assert all(3 in proposed(ANN, BEN, third, seed=seed)[0].pair for seed in range(10))


def test_to_one_alone_the_worthiest_of_their_topic_is_proposed() -> None:
    known = {
        "never": {(1, 2)},
        "managers": {1: 5},
        "monday": MONDAY,
        "seed": 1,
    }
    third, fourth = replace(ANN, person=3, team=3), replace(ANN, person=4, team=4, division="South")
    boss, other = replace(ANN, person=5, team=5), replace(ANN, person=6, team=6, topic="deciding")
    (found,) = propose_to(1, [ANN, BEN, third, fourth, boss, other], **known)
    assert found.pair == (1, 4)
    assert propose_to(1, [ANN, BEN, boss, other], **known) == []


seekers = st.lists(
    st.builds(
        Seeker,
        st.integers(1, 30),
        st.sampled_from(["conflict", "deciding"]),
        st.sampled_from(Stage),
        st.sampled_from(Seeks),
        st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]),
        st.sampled_from([None, 1, 2, 3]),
    ),
    max_size=14,
    unique_by=lambda one: one.person,
)
pairs = st.tuples(st.integers(1, 30), st.integers(1, 30)).map(sorted).map(tuple)


@given(seekers, st.sets(pairs, max_size=20), st.dictionaries(st.integers(1, 30), st.integers(1, 30)), st.integers(0, 5))
def test_what_is_proposed_keeps_every_rule_and_is_the_same_again(
    among: list[Seeker], never: set[Pair], managers: dict[int, int], seed: int
) -> None:
    found = proposed(*among, never=never, managers=managers, seed=seed)
    assert found == proposed(*reversed(among), never=never, managers=managers, seed=seed)
    known = {one.person: one for one in among}
    people = [person for match in found for person in match.pair]
    assert len(people) == len(set(people))
    for match in found:
        one, other = (known[person] for person in match.pair)
        assert match.pair not in never
        assert one.topic == other.topic
        assert one.team is None or one.team != other.team
        assert one.person not in above(other.person, managers)
        assert other.person not in above(one.person, managers)
        assert match.hours >= 1
