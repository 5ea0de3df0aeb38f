"""Notes that only the two can open: who holds them, how they go on, and how they end."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.kit.privacy import erase_person
from roost.ground.people.actions import end_affiliation, end_companionship
from roost.ground.people.models import Companionship, Organisation, Person
from roost.ground.vault.access import group_for
from roost.ground.vault.actions import close_group, leave_group, let_out
from roost.ground.vault.models import Epoch
from roost.ground.vault.reads import group_links, place_of
from roost.grow.companions.actions import open_notes
from roost.grow.companions.reads import pair_page, places_of_notes


def test_the_two_and_nobody_else_hold_their_notes(
    pair: Companionship, member: Person, founder: Person, administrator: Person
) -> None:
    group = open_notes(pair, by=founder)
    assert open_notes(pair, by=member) == group
    assert pair_page(pair, member).notes == group
    assert group_for(member, group) == group_for(founder, group)
    place = places_of_notes(member.pk, [group])[group]
    assert place.title == f"Notes with {founder}"
    with pytest.raises(NotFound):
        group_for(administrator, group)
    with pytest.raises(NotFound):
        open_notes(pair, by=administrator)


def test_other_notes_begin_where_neither_can_go_on(pair: Companionship, member: Person, founder: Person) -> None:
    first = open_notes(pair, by=founder)
    close_group(group_for(member, first), by=member)
    second = open_notes(pair, by=member)
    assert second not in {first, None}
    assert open_notes(pair, by=founder) == second
    assert pair_page(pair, member).notes == second
    places = places_of_notes(member.pk, [first, second])
    assert [place.way_back for place in places.values()] == [reverse("companions:pair", args=[pair.pk])] * 2
    assert places[second].another == reverse("companions:notes", args=[pair.pk])


def test_who_left_the_notes_begins_others_with_the_same_person(
    pair: Companionship, member: Person, founder: Person
) -> None:
    first = group_for(member, open_notes(pair, by=founder))
    let_out(first, by=member, person=member)
    second = open_notes(pair, by=member)
    assert second != first.pk
    assert open_notes(pair, by=founder) == second


def test_notes_of_two_who_both_lost_their_keys_are_closed_for_others(
    pair: Companionship, member: Person, founder: Person
) -> None:
    first = open_notes(pair, by=founder)
    roster = [{"person": one.pk, "box": "b", "sign": "s", "key": "k"} for one in (member, founder)]
    Epoch.objects.create(
        organisation_id=pair.organisation_id,
        group_id=first,
        number=1,
        made_by=member,
        record=json.dumps({"roster": roster}),
        signature="s",
        made_at=clock.now(),
    )
    assert open_notes(pair, by=member) != first
    assert group_for(founder, first).closed_at is not None


def test_who_stays_behind_finds_the_notes_under_a_name_and_can_leave_them(
    pair: Companionship, member: Person, founder: Person
) -> None:
    group = group_for(founder, open_notes(pair, by=founder))
    erase_person(member.pk)
    assert place_of(group, founder).title == "Notes with somebody who left"
    assert [one.title for one in group_links(founder)] == ["Notes with somebody who left"]
    leave_group(group, by=founder)
    assert group_links(founder) == []


def test_with_the_companionship_writing_ends_and_reading_stays(
    pair: Companionship, member: Person, founder: Person
) -> None:
    group = open_notes(pair, by=founder)
    assert group_for(member, group).closed_at is None
    end_companionship(pair, by=member)
    assert group_for(founder, group).closed_at is not None
    assert Fact.objects.get(verb="vault.closed").actor == member.pk
    with pytest.raises(Conflict):
        open_notes(pair, by=founder)


def test_who_leaves_the_organisation_closes_the_notes_as_well(
    in_scope: Organisation, pair: Companionship, member: Person, founder: Person, administrator: Person
) -> None:
    group = open_notes(pair, by=founder)
    end_affiliation(founder, organisation=in_scope, by=administrator)
    assert group_for(member, group).closed_at is not None
