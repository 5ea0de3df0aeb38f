"""What the server keeps and refuses: keys, records of who reads, notes. It looks at none of them from the inside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from

from roost.ground.activity.models import Fact
from roost.ground.activity.ports import Purpose, verb_named
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound, RoostError
from roost.ground.kit.privacy import erase_person, export_person
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.ground.vault.access import group_for, note_for, visible_groups
from roost.ground.vault.actions import (
    Keys,
    Sealed,
    add_epoch,
    close_group,
    delete_note,
    hand_over,
    let_in,
    let_out,
    make_keys,
    renew_keys,
    reseal_keys,
    start_group,
    write_note,
)
from roost.ground.vault.engine import canonical, digest, readers_in
from roost.ground.vault.models import EarlierKeyring, Epoch, Group, HandedKey, Keyring, Note, NoteVersion
from roost.ground.vault.reads import group_contents, latest_epoch, own_keys, people_in, place_of, readers_of

MakePerson = Callable[..., Person]


def letters(seed: object, count: int = 43) -> str:
    """Give letters that look like a key."""
    return (sha256(str(seed).encode()).hexdigest() * 3)[:count]


def keys_of(person: Person, turn: int = 1) -> Keys:
    return Keys(letters((person.pk, turn)), letters((person.pk, turn, "sign")), "a.b.c", "d.e.f")


def record_of(group: Group, by: Person, other: dict[str, Any] | None = None) -> str:
    """Write the record that is next for today's readers; `other` replaces parts of it."""
    latest = latest_epoch(group)
    told = {
        "by": by.pk,
        "commitment": letters("commitment"),
        "group": str(group.pk),
        "n": latest.number + 1 if latest else 1,
        "organisation": group.organisation_id,
        "previous": digest(latest.record) if latest else "",
        "roster": [
            {"person": one.person, "box": one.box, "sign": one.sign, "key": letters("wrapped", 107)}
            for one in readers_of(people_in(group))
        ],
    }
    return canonical(told | (other or {}))


def next_epoch(group: Group, by: Person) -> Epoch:
    return add_epoch(group, by=by, told=record_of(group, by), signature="s")


def sealed(group: Group, note: UUID | None = None, version: int = 1, words: str = "x") -> Sealed:
    latest = latest_epoch(group)
    return Sealed(note or uuid4(), version, latest.number if latest else 1, letters(words, 32), words)


@pytest.fixture
def pair(in_scope: Organisation, member: Person, founder: Person) -> Group:
    for person in (member, founder):
        make_keys(person, keys=keys_of(person))
    return start_group(in_scope, by=member, members=[member, founder], kind="pair")


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
    with django_assert_num_queries(11):
        group_contents(pair, member)


class AnyOrder(RuleBasedStateMachine):
    """People do whatever they like in any order, with old pages and lost answers; chain and notes stay whole."""

    people: list[Person] = []
    organisation: Organisation

    def __init__(self) -> None:
        super().__init__()
        for table in (HandedKey, NoteVersion, Note, Epoch, Group):
            table.objects.all().delete()
        for rings in (Keyring, EarlierKeyring):
            rings.objects.all().delete()
        self.group = start_group(self.organisation, by=self.people[0], members=self.people[:2], kind="pair")
        self.keys = {person.pk: 0 for person in self.people}
        self.pages: list[tuple[Person, str]] = []
        self.written: dict[tuple[UUID, int], str] = {}
        self.inside = {person.pk for person in self.people[:2]}
        self.is_closed = False

    def attempt(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except RoostError:
            return None

    @rule(who=integers(0, 2))
    def gets_keys(self, who: int) -> None:
        person = self.people[who]
        turn = self.keys[person.pk]
        new = keys_of(person, turn + 1)
        act = (lambda: renew_keys(person, number=turn, keys=new)) if turn else (lambda: make_keys(person, keys=new))
        if self.attempt(act):
            self.keys[person.pk] += 1

    @rule(who=integers(0, 2), is_in=booleans())
    def comes_or_goes(self, who: int, is_in: bool) -> None:
        person = self.people[who]
        if self.attempt(lambda: (let_in if is_in else let_out)(self.group, by=self.people[0], person=person)):
            (self.inside.add if is_in else self.inside.discard)(person.pk)
        else:
            assert is_in
            assert self.is_closed

    @precondition(lambda self: self.written)
    @rule()
    def is_over(self) -> None:
        close_group(self.group, by=self.people[0])
        self.is_closed = True

    @rule(who=integers(0, 2))
    def opens_a_page(self, who: int) -> None:
        self.pages.append((self.people[who], record_of(self.group, self.people[who])))

    @precondition(lambda self: self.pages)
    @rule(which=integers(0, 9), who=integers(-1, 2))
    def sends_a_record(self, which: int, who: int) -> None:
        author, told = self.pages[which % len(self.pages)]
        sender = author if who < 0 else self.people[who]
        before = Epoch.objects.filter(group=self.group).count()
        made = self.attempt(lambda: add_epoch(self.group, by=sender, told=told, signature="s"))
        if made and Epoch.objects.filter(group=self.group).count() > before:
            assert sender.pk in self.inside
            assert not self.is_closed

    @rule(who=integers(0, 2), version=integers(1, 3), which=integers(0, 1), words=sampled_from(["a", "b"]))
    def writes(self, who: int, version: int, which: int, words: str) -> None:
        told = sealed(self.group, UUID(int=which), version, words)
        if self.attempt(lambda: write_note(self.group, by=self.people[who], sealed=told)):
            assert self.people[who].pk in self.inside
            assert not self.is_closed
            assert self.written.setdefault((told.note, version), words) == words

    @rule(who=integers(0, 2), which=integers(0, 1))
    def deletes(self, who: int, which: int) -> None:
        person = self.people[who]
        note = self.attempt(lambda: note_for(person, self.group, UUID(int=which)))
        if note and note.author_id == person.pk:
            delete_note(note, by=person)
            self.written = {key: words for key, words in self.written.items() if key[0] != note.key}

    @invariant()
    def the_chain_is_whole(self) -> None:
        epochs = list(Epoch.objects.filter(group=self.group).order_by("number"))
        assert [epoch.number for epoch in epochs] == list(range(1, len(epochs) + 1))
        for before, after in pairwise(epochs):
            assert json.loads(after.record)["previous"] == digest(before.record)
            assert after.made_by_id in {one["person"] for one in json.loads(before.record)["roster"]}
            assert after.made_by_id != before.made_by_id or readers_in(after.record) != readers_in(before.record)

    @invariant()
    def no_version_is_lost(self) -> None:
        kept = {(one.note.key, one.number): one.sealed for one in NoteVersion.objects.select_related("note")}
        assert kept == self.written


@pytest.fixture
def three(in_scope: Organisation, member: Person, founder: Person, administrator: Person) -> Iterator[None]:
    AnyOrder.people, AnyOrder.organisation = [member, founder, administrator], in_scope
    yield
    AnyOrder.people = []


def test_no_order_of_calls_breaks_the_chain_or_loses_a_version(three: None) -> None:
    run_state_machine_as_test(AnyOrder)
