"""What the server keeps and refuses: groups, keys, notes. It looks at none of them from the inside."""

from __future__ import annotations

import json
from typing import Any

import pytest

from roost.ground.activity.models import Fact
from roost.ground.activity.ports import Purpose, verb_named
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.ground.vault.access import group_for, visible_groups
from roost.ground.vault.actions import (
    delete_note,
    let_in,
    let_out,
    make_keys,
    renew_keys,
    reseal_keys,
    start_group,
    write_note,
)
from roost.ground.vault.models import Epoch, Group, Keyring, Note, NoteVersion
from roost.ground.vault.reads import group_contents, latest_epoch, own_keys, people_in, place_of
from roost.ground.vault.tests.sealing import MakePerson, keys_of, next_epoch, sealed


def test_only_who_is_in_a_group_holds_it(pair: Group, member: Person, administrator: Person, outsider: Person) -> None:
    assert group_for(member, pair.pk) == pair
    assert list(visible_groups(member)) == [pair]
    for other in (administrator, outsider):
        with pytest.raises(NotFound):
            group_for(other, pair.pk)
        assert not visible_groups(other).exists()


def test_keys_are_made_once_and_replaced_only_knowingly(pair: Group, member: Person) -> None:
    with pytest.raises(Conflict):
        make_keys(member, keys=keys_of(member, 2))
    with pytest.raises(Conflict):
        renew_keys(member, number=2, keys=keys_of(member, 2))
    assert Keyring.objects.get(person=member).box == keys_of(member).box
    renewed = renew_keys(member, number=1, keys=keys_of(member, 2))
    assert (renewed.number, renewed.version, renewed.box) == (2, 1, keys_of(member, 2).box)
    with pytest.raises(Conflict):
        reseal_keys(member, number=1, version=1, sealed="g.h.i")
    assert reseal_keys(member, number=2, version=1, sealed="g.h.i").version == 2
    assert own_keys(member)["keys"]["sealed"] == "g.h.i"


def test_nobody_is_given_the_sealed_keys_of_another(pair: Group, member: Person, founder: Person) -> None:
    Keyring.objects.filter(person=founder).update(sealed="not.for.you", recovery="nor.this.one")
    told = json.dumps(group_contents(pair, member))
    assert "not.for.you" not in told
    assert "nor.this.one" not in told
    assert keys_of(founder).box in told


def test_who_left_is_denied_at_once_and_the_next_note_needs_a_new_key(
    pair: Group, member: Person, founder: Person
) -> None:
    next_epoch(pair, member)
    write_note(pair, by=founder, sealed=sealed(pair))
    let_out(pair, by=member, person=founder)
    with pytest.raises(Forbidden):
        group_for(founder, pair.pk)
    with pytest.raises(Forbidden):
        write_note(pair, by=founder, sealed=sealed(pair))
    with pytest.raises(Conflict):
        write_note(pair, by=member, sealed=sealed(pair))
    assert next_epoch(pair, member).number == 2
    assert write_note(pair, by=member, sealed=sealed(pair)).version == 1


def test_who_leaves_the_organisation_leaves_its_groups(pair: Group, member: Person, founder: Person) -> None:
    next_epoch(pair, member)
    Affiliation.objects.filter(person=founder).update(ends_on="2024-06-12")
    assert list(people_in(pair)) == [member.pk]
    with pytest.raises(Forbidden):
        write_note(pair, by=founder, sealed=sealed(pair))
    with pytest.raises(Conflict):
        write_note(pair, by=member, sealed=sealed(pair))


def test_a_version_is_never_overwritten_unseen(pair: Group, member: Person, founder: Person) -> None:
    next_epoch(pair, member)
    first = sealed(pair, words="first")
    note = write_note(pair, by=member, sealed=first)
    assert write_note(pair, by=member, sealed=first).version == 1
    with pytest.raises(Conflict):
        write_note(pair, by=member, sealed=sealed(pair, first.note, 1, "other"))
    with pytest.raises(Conflict):
        write_note(pair, by=member, sealed=sealed(pair, first.note, 3, "too far"))
    with pytest.raises(Forbidden):
        write_note(pair, by=founder, sealed=sealed(pair, first.note, 2, "not yours"))
    assert write_note(pair, by=member, sealed=sealed(pair, first.note, 2, "second")).version == 2
    assert [one.sealed for one in NoteVersion.objects.filter(note=note).order_by("number")] == ["first", "second"]


def test_deleting_removes_the_ciphertext_and_leaves_a_mark(pair: Group, member: Person, founder: Person) -> None:
    next_epoch(pair, member)
    note = write_note(pair, by=member, sealed=sealed(pair))
    delete_note(note, by=member)
    delete_note(note, by=member)
    assert NoteVersion.objects.count() == 0
    told = group_contents(pair, founder)["notes"]
    assert [one["deleted"][:10] for one in told] == ["2024-06-12"]
    assert group_contents(pair, founder)["sealed"] == []
    with pytest.raises(Conflict):
        write_note(pair, by=member, sealed=sealed(pair, note.key, 2))


def test_a_group_holds_only_people_of_its_organisation(
    in_scope: Organisation, pair: Group, member: Person, outsider: Person
) -> None:
    with pytest.raises(InputError):
        start_group(in_scope, by=member, members=[member, outsider], kind="pair")
    with pytest.raises(InputError):
        let_in(pair, by=member, person=outsider)
    assert Group.objects.count() == 1
    assert outsider.pk not in people_in(pair)


def test_letting_in_and_out_again_changes_nothing(pair: Group, member: Person, founder: Person) -> None:
    let_in(pair, by=member, person=founder)
    let_out(pair, by=member, person=founder)
    let_out(pair, by=member, person=founder)
    let_in(pair, by=member, person=founder)
    assert list(people_in(pair)) == sorted([member.pk, founder.pk], key=lambda pk: pk != member.pk)
    assert [fact.verb for fact in Fact.objects.filter(subject=f"vault:{pair.pk}").order_by("pk")] == [
        "vault.began",
        "vault.let_out",
        "vault.let_in",
    ]


def test_facts_say_that_something_was_written_and_nothing_of_it(pair: Group, member: Person) -> None:
    next_epoch(pair, member)
    write_note(pair, by=member, sealed=sealed(pair, words="ciphertext"))
    verbs = {fact.verb for fact in Fact.objects.all()}
    told = {verb_named(name) for name in verbs if name.startswith("vault.")}
    assert "vault.wrote" in verbs
    assert {verb.purpose for verb in told} == {Purpose.DEVELOPMENT}
    assert not any(verb.names_people for verb in told)
    assert "ciphertext" not in json.dumps(list(Fact.objects.values_list("subject", "source", "key")))


def test_a_group_is_called_by_the_others_until_a_room_speaks_for_it(
    in_scope: Organisation, pair: Group, member: Person, founder: Person, make_person: MakePerson
) -> None:
    assert place_of(pair, member).title == "Notes with Noor Founder"
    more = [make_person(f"Person {number}") for number in range(3)]
    group = start_group(in_scope, by=member, members=[member, founder, *more], kind="circle")
    assert place_of(group, member).title == "Notes with Noor Founder, Person 0 and 2 others"
    alone = start_group(in_scope, by=member, members=[member], kind="pair")
    assert place_of(alone, member).title == "Notes of yours"


def test_erasing_a_person_removes_keys_and_notes_and_leaves_the_chain(
    pair: Group, member: Person, founder: Person
) -> None:
    next_epoch(pair, founder)
    write_note(pair, by=founder, sealed=sealed(pair))
    kept = write_note(pair, by=member, sealed=sealed(pair, words="kept"))
    taken = export_person(founder.pk)
    assert len(taken["vault.Note"]) == 1
    assert "sealed" not in taken["vault.Keyring"][0]
    erase_person(founder.pk)
    assert not Keyring.objects.filter(person=founder).exists()
    assert list(Note.objects.all()) == [kept]
    assert latest_epoch(pair) is not None
    assert next_epoch(pair, member).number == 2


def test_a_group_that_goes_takes_everything_along(pair: Group, member: Person, founder: Person) -> None:
    next_epoch(pair, member)
    write_note(pair, by=member, sealed=sealed(pair))
    pair.delete()
    assert [table for table in (Epoch, Note, NoteVersion) if table.objects.exists()] == []
    assert Keyring.objects.count() == 2


def test_a_large_group_is_read_in_as_many_queries_as_a_small_one(
    pair: Group, member: Person, django_assert_num_queries: Any
) -> None:
    next_epoch(pair, member)
    for number in range(5):
        write_note(pair, by=member, sealed=sealed(pair, words=str(number)))
    with django_assert_num_queries(12):
        group_contents(pair, member)
