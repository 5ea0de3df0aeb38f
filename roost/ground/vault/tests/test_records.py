"""Records of who reads: each is the next link, names the readers of today, and is made by one who read before."""

from __future__ import annotations

import json
from typing import Any

import pytest

from roost.ground.kit.errors import Conflict, InputError
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.actions import add_epoch, hand_over, let_in, make_keys, renew_keys, start_group, write_note
from roost.ground.vault.models import Group
from roost.ground.vault.reads import group_contents, latest_epoch
from roost.ground.vault.tests.sealing import MakePerson, keys_of, letters, next_epoch, record_of, sealed


def test_the_first_record_waits_until_all_have_keys(in_scope: Organisation, member: Person, founder: Person) -> None:
    make_keys(member, keys=keys_of(member))
    group = start_group(in_scope, by=member, members=[member, founder], kind="pair")
    with pytest.raises(Conflict):
        next_epoch(group, member)
    with pytest.raises(Conflict):
        next_epoch(group, founder)
    make_keys(founder, keys=keys_of(founder))
    assert next_epoch(group, founder).number == 1


def test_the_same_record_again_is_the_first_one(pair: Group, member: Person) -> None:
    told = record_of(pair, member)
    first = add_epoch(pair, by=member, told=told, signature="s")
    assert add_epoch(pair, by=member, told=told, signature="s") == first


@pytest.mark.parametrize(
    "other",
    [
        {"n": 2},
        {"n": 0},
        {"previous": "0" * 64},
        {"group": "00000000-0000-4000-8000-000000000000"},
        {"organisation": -1},
        {"by": -1},
        {"roster": []},
        {"more": 1},
        {"n": True},
        {"commitment": None},
        {"commitment": "c" * 42},
        {"commitment": "c" * 42 + "="},
        {"roster": [{"person": 1}]},
        {"roster": "none"},
    ],
    ids=str,
)
def test_a_record_that_is_no_next_link_is_refused(other: dict[str, Any], pair: Group, member: Person) -> None:
    with pytest.raises((Conflict, InputError)):
        add_epoch(pair, by=member, told=record_of(pair, member, other), signature="s")
    assert latest_epoch(pair) is None


def test_a_record_names_exactly_the_readers_of_today(pair: Group, member: Person, administrator: Person) -> None:
    roster = json.loads(record_of(pair, member))["roster"]
    ghost = {**roster[0], "person": administrator.pk}
    others = [
        roster[:1],
        [*roster, ghost],
        [*roster, roster[0]],
        roster[::-1],
        [roster[0], {**roster[1], "box": letters("another")}],
        [roster[0], {**roster[1], "sign": letters("another")}],
    ]
    for other in others:
        with pytest.raises(Conflict):
            add_epoch(pair, by=member, told=record_of(pair, member, {"roster": other}), signature="s")
    assert latest_epoch(pair) is None


@pytest.mark.parametrize("told", ["", "{}", "[]", "null", "1", "{" * 5000, '{"n": 1}'])
def test_what_is_no_record_is_refused(told: str, pair: Group, member: Person) -> None:
    with pytest.raises(InputError):
        add_epoch(pair, by=member, told=told, signature="s")


def test_a_record_in_other_letters_is_refused(pair: Group, member: Person) -> None:
    with pytest.raises(InputError):
        add_epoch(pair, by=member, told=record_of(pair, member).replace(",", ", "), signature="s")


def test_a_record_is_made_by_its_own_author_and_by_one_who_read_before(
    pair: Group, member: Person, founder: Person, make_person: MakePerson
) -> None:
    with pytest.raises(InputError):
        add_epoch(pair, by=founder, told=record_of(pair, member), signature="s")
    next_epoch(pair, member)
    third = make_person("Nia Newcomer")
    make_keys(third, keys=keys_of(third))
    let_in(pair, by=member, person=third)
    with pytest.raises(InputError):
        next_epoch(pair, third)
    renew_keys(founder, number=1, keys=keys_of(founder, 2))
    with pytest.raises(InputError):
        next_epoch(pair, founder)
    assert next_epoch(pair, member).number == 2
    assert next_epoch(pair, third).number == 3


def test_a_new_key_stops_writing_until_somebody_used_it_in_a_record(
    pair: Group, member: Person, founder: Person
) -> None:
    next_epoch(pair, member)
    renew_keys(founder, number=1, keys=keys_of(founder, 2))
    for person in (member, founder):
        with pytest.raises(Conflict):
            write_note(pair, by=person, sealed=sealed(pair))
    next_epoch(pair, member)
    assert write_note(pair, by=founder, sealed=sealed(pair))


def test_earlier_keys_are_handed_to_readers_of_today_alone(
    pair: Group, member: Person, founder: Person, administrator: Person
) -> None:
    next_epoch(pair, member)
    renew_keys(founder, number=1, keys=keys_of(founder, 2))
    next_epoch(pair, member)
    box = keys_of(founder, 2).box
    with pytest.raises(Conflict):
        hand_over(pair, by=member, person=administrator.pk, box=box, sealed={1: "h"})
    with pytest.raises(Conflict):
        hand_over(pair, by=member, person=founder.pk, box=keys_of(founder).box, sealed={1: "h"})
    with pytest.raises(InputError):
        hand_over(pair, by=member, person=founder.pk, box=box, sealed={3: "h"})
    assert hand_over(pair, by=member, person=founder.pk, box=box, sealed={1: "did not open"}) == 1
    assert hand_over(pair, by=member, person=founder.pk, box=box, sealed={1: "handed"}) == 0
    assert [one["sealed"] for one in group_contents(pair, founder)["handed"]] == ["handed"]
    assert [one["sealed"] for one in group_contents(pair, member)["handed"]] == [""]
