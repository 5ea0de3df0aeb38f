"""How it ends: closed groups, keys that were replaced, records that shut somebody out, and what grows."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from roost.ground.activity.models import Fact
from roost.ground.kit.errors import Conflict, Forbidden, InputError
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.access import group_for, visible_groups
from roost.ground.vault.actions import (
    Keys,
    Sealed,
    add_epoch,
    close_group,
    delete_note,
    hand_over,
    leave_group,
    let_in,
    let_out,
    make_keys,
    renew_keys,
    start_group,
    write_note,
    writing,
)
from roost.ground.vault.engine import canonical, digest
from roost.ground.vault.models import EarlierKeyring, Group, Note
from roost.ground.vault.reads import (
    NEWEST,
    goes_on,
    group_contents,
    group_links,
    latest_epoch,
    own_keys,
    people_in,
    place_of,
    readers_of,
    sealed_notes,
)

BrowserFor = Callable[[Person | None], Client]
MakePerson = Callable[..., Person]
BUNDLE = ".".join(["s" * 22, "n" * 32, "c" * 222])
PASSWORD = "quite another harbour"


def letters(seed: object, count: int = 43) -> str:
    return (sha256(str(seed).encode()).hexdigest() * 3)[:count]


def keys_of(person: Person, turn: int = 1) -> Keys:
    return Keys(letters((person.pk, turn)), letters((person.pk, turn, "sign")), BUNDLE, BUNDLE)


def record_of(group: Group, by: Person, wrapped: str = "k" * 107) -> str:
    latest = latest_epoch(group)
    return canonical(
        {
            "by": by.pk,
            "commitment": "c" * 43,
            "group": str(group.pk),
            "n": latest.number + 1 if latest else 1,
            "organisation": group.organisation_id,
            "previous": digest(latest.record) if latest else "",
            "roster": [
                {"person": one.person, "box": one.box, "sign": one.sign, "key": wrapped}
                for one in readers_of(people_in(group))
            ],
        }
    )


def next_epoch(group: Group, by: Person) -> None:
    add_epoch(group, by=by, told=record_of(group, by), signature="s")


def write(group: Group, by: Person, note: UUID | None = None, version: int = 1) -> Note:
    latest = latest_epoch(group)
    number = latest.number if latest else 1
    return write_note(group, by=by, sealed=Sealed(note or uuid4(), version, number, "n" * 32, "x"))


def send(browser: Client, name: str, told: Any) -> Any:
    return browser.post(reverse(f"vault:{name}"), json.dumps(told), content_type="application/json")


@pytest.fixture
def pair(in_scope: Organisation, member: Person, founder: Person) -> Group:
    cache.clear()
    for person in (member, founder):
        make_keys(person, keys=keys_of(person))
    return start_group(in_scope, by=member, members=[member, founder], kind="pair")


def test_a_closed_group_takes_nothing_and_gives_what_it_has(
    pair: Group, member: Person, founder: Person, make_person: MakePerson
) -> None:
    next_epoch(pair, member)
    note, other = write(pair, member), write(pair, founder)
    close_group(pair, by=founder)
    close_group(pair, by=member)
    told = record_of(pair, member)
    refused: list[Callable[[], object]] = [
        lambda: write(pair, member),
        lambda: write(pair, member, note.key, 2),
        lambda: add_epoch(pair, by=member, told=told, signature="s"),
        lambda: hand_over(pair, by=member, person=founder.pk, box=keys_of(founder).box, sealed={1: "h"}),
        lambda: let_in(pair, by=member, person=make_person("Nia Newcomer")),
    ]
    for act in refused:
        with pytest.raises(Conflict, match="These notes are closed"):
            act()
    contents = group_contents(group_for(member, pair.pk), member)
    assert contents["closed"]
    assert {one["note"] for one in contents["sealed"]} == {str(note.key), str(other.key)}
    delete_note(note, by=member)
    assert [one["note"] for one in sealed_notes(pair, 0)] == [str(other.key)]
    assert [fact.verb for fact in Fact.objects.filter(verb="vault.closed")] == ["vault.closed"]


def test_a_group_can_be_left_once_it_is_closed_or_nobody_else_is_there(
    pair: Group, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser, leave = client_for(member), reverse("vault:leave", args=[pair.pk])
    assert b"Leave these notes" not in browser.get(reverse("vault:notes", args=[pair.pk])).content
    with pytest.raises(Conflict):
        leave_group(pair, by=member)
    assert browser.post(leave).status_code == 409
    close_group(pair, by=founder)
    assert b"Leave these notes" in browser.get(reverse("vault:notes", args=[pair.pk])).content
    assert browser.post(leave)["Location"] == reverse("vault:key")
    assert not visible_groups(member).exists()
    assert list(visible_groups(founder)) == [pair]
    assert browser.get(reverse("vault:notes", args=[pair.pk])).status_code == 403
    alone = start_group(pair.organisation, by=founder, members=[founder], kind="pair")
    leave_group(alone, by=founder)
    assert not Group.objects.filter(pk=alone.pk, memberships__let_out_at=None).exists()


def test_keys_that_were_replaced_are_kept_for_their_owner_alone(pair: Group, member: Person, founder: Person) -> None:
    renew_keys(member, number=1, keys=keys_of(member, 2))
    renew_keys(member, number=2, keys=keys_of(member, 3))
    kept = own_keys(member)["earlier"]
    assert [(one["number"], one["box"], one["sealed"]) for one in kept] == [
        (2, keys_of(member, 2).box, BUNDLE),
        (1, keys_of(member).box, BUNDLE),
    ]
    assert own_keys(founder)["earlier"] == []
    assert keys_of(member).box not in json.dumps(group_contents(pair, founder)["me"])
    taken = export_person(member.pk)["vault.EarlierKeyring"]
    assert [set(row) & {"sealed", "recovery"} for row in taken] == [set(), set()]
    erase_person(member.pk)
    assert not EarlierKeyring.objects.exists()


def test_who_signs_in_with_a_password_gives_it_again_before_keys_change(
    pair: Group, member: Person, client_for: BrowserFor
) -> None:
    member.set_password(PASSWORD)
    member.save()
    browser = client_for(member)
    new = {"number": 1, "box": "x" * 43, "sign": "y" * 43, "sealed": BUNDLE, "recovery": BUNDLE}
    device = {"number": 1, "credential": "c" * 22, "label": "A phone", "sealed": BUNDLE}
    for name, told in (
        ("renew", new),
        ("reseal", {"number": 1, "version": 1, "sealed": BUNDLE}),
        ("devices", device),
    ):
        for wrong in ({}, {"password": "not this one"}):
            answer = send(browser, name, told | wrong)
            assert (answer.status_code, "password you sign in with" in answer.json()["problem"]) == (403, True)
        assert own_keys(member)["keys"]["version"] == 1
    assert browser.get(reverse("vault:key")).content.count(b'data-field="login"') == 4
    told = {"number": 1, "version": 1, "sealed": BUNDLE, "password": PASSWORD}
    assert send(browser, "reseal", told).json()["keys"]["version"] == 2
    assert send(browser, "renew", new | {"password": PASSWORD}).json()["keys"]["number"] == 2


def test_who_has_no_password_is_not_asked_for_one(pair: Group, founder: Person, client_for: BrowserFor) -> None:
    founder.set_unusable_password()
    founder.save()
    browser = client_for(founder)
    assert send(browser, "reseal", {"number": 1, "version": 1, "sealed": BUNDLE}).status_code == 200
    assert b'data-field="login"' not in browser.get(reverse("vault:key")).content


@pytest.mark.parametrize("wrapped", ["", "k" * 106, "k" * 108, "k" * 106 + "=", "k" * 106 + "é"])
def test_a_key_of_another_shape_is_refused(wrapped: str, pair: Group, member: Person) -> None:
    with pytest.raises(InputError):
        add_epoch(pair, by=member, told=record_of(pair, member, wrapped), signature="s")


def test_nobody_makes_one_key_after_the_other_for_the_same_readers(
    pair: Group, member: Person, founder: Person
) -> None:
    next_epoch(pair, member)
    with pytest.raises(InputError, match="these readers already"):
        next_epoch(pair, member)
    # The other may: what the first one wrapped for them may not open.
    next_epoch(pair, founder)
    with pytest.raises(InputError):
        next_epoch(pair, founder)
    renew_keys(member, number=1, keys=keys_of(member, 2))
    next_epoch(pair, founder)
    assert len(group_contents(pair, founder)["epochs"]) == 3


def test_a_group_goes_on_as_long_as_somebody_can_sign_the_next_record(
    pair: Group, member: Person, founder: Person
) -> None:
    assert goes_on(pair.pk)
    next_epoch(pair, member)
    renew_keys(member, number=1, keys=keys_of(member, 2))
    assert goes_on(pair.pk)
    renew_keys(founder, number=1, keys=keys_of(founder, 2))
    assert not goes_on(pair.pk)
    fresh = start_group(pair.organisation, by=member, members=[member, founder], kind="pair")
    assert goes_on(fresh.pk)
    close_group(fresh, by=member)
    assert not goes_on(fresh.pk)
    assert not goes_on(uuid4())


def test_a_page_gets_the_newest_notes_and_asks_for_the_others(
    pair: Group, member: Person, client_for: BrowserFor, administrator: Person
) -> None:
    next_epoch(pair, member)
    keys = [str(write(pair, member).key) for _ in range(NEWEST + 2)]
    contents = client_for(member).get(reverse("vault:contents", args=[pair.pk])).json()
    assert [one["note"] for one in contents["notes"]] == keys[::-1]
    assert [one["note"] for one in contents["sealed"]] == keys[::-1][:NEWEST]
    address = reverse("vault:older", args=[pair.pk, NEWEST])
    assert [one["note"] for one in client_for(member).get(address).json()["notes"]] == keys[1::-1]
    assert client_for(administrator).get(address).status_code == 404


def test_marks_of_deleted_notes_do_not_grow_for_ever(
    pair: Group, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_MARKS", 2)
    next_epoch(pair, member)
    kept = write(pair, member)
    gone = [write(pair, member) for _ in range(4)]
    for note in gone:
        delete_note(note, by=member)
    assert {one.pk for one in Note.objects.all()} == {kept.pk, gone[2].pk, gone[3].pk}


def test_all_groups_of_a_person_are_listed_in_as_many_queries_as_one(
    pair: Group, member: Person, founder: Person, make_person: MakePerson, django_assert_num_queries: Any
) -> None:
    others = [make_person(f"Person {number}") for number in range(3)]
    for other in others:
        start_group(pair.organisation, by=member, members=[member, other], kind="pair")
    close_group(pair, by=member)
    with django_assert_num_queries(3):
        links = group_links(member)
    assert {(one.title, one.is_closed) for one in links} == {
        ("Notes with Noor Founder", True),
        *((f"Notes with {other}", False) for other in others),
    }


def test_who_was_let_out_cannot_leave_or_close_by_asking(pair: Group, member: Person, founder: Person) -> None:
    let_out(pair, by=member, person=founder)
    with pytest.raises(Forbidden):
        group_for(founder, pair.pk)
    assert place_of(pair, member).title == "Notes of yours"
