"""Whatever people do in whatever order, chain and notes stay whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from

from roost.ground.kit.errors import RoostError
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.access import note_for
from roost.ground.vault.actions import (
    add_epoch,
    close_group,
    delete_note,
    let_in,
    let_out,
    make_keys,
    renew_keys,
    start_group,
    write_note,
)
from roost.ground.vault.engine import Reader, digest, readers_in
from roost.ground.vault.models import EarlierKeyring, Epoch, Group, HandedKey, Keyring, Note, NoteVersion
from roost.ground.vault.reads import latest_epoch, people_in, readers_of
from roost.ground.vault.tests.sealing import CIRCLE, keys_of, record_of, roster_of, sealed


class AnyOrder(RuleBasedStateMachine):
    """People do whatever they like in any order, with old pages and lost answers; chain and notes stay whole."""

    kind = "pair"
    people: list[Person] = []
    organisation: Organisation

    def __init__(self) -> None:
        super().__init__()
        for table in (HandedKey, NoteVersion, Note, Epoch, Group):
            table.objects.all().delete()
        for rings in (Keyring, EarlierKeyring):
            rings.objects.all().delete()
        self.group = start_group(self.organisation, by=self.people[0], members=self.people[:2], kind=self.kind)
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

    @rule(who=integers(0, 2), let_in=booleans())
    def opens_a_page(self, who: int, let_in: bool) -> None:
        roster = None if let_in else {"roster": roster_of(self.group)}
        self.pages.append((self.people[who], record_of(self.group, self.people[who], roster)))

    @precondition(lambda self: self.pages)
    @rule(which=integers(0, 9), who=integers(-1, 2))
    def sends_a_record(self, which: int, who: int) -> None:
        author, told = self.pages[which % len(self.pages)]
        sender = author if who < 0 else self.people[who]
        before, latest = Epoch.objects.filter(group=self.group).count(), latest_epoch(self.group)
        kept = readers_in(latest.record) & self.today() if latest else set()
        made = self.attempt(lambda: add_epoch(self.group, by=sender, told=told, signature="s"))
        if made and Epoch.objects.filter(group=self.group).count() > before:
            assert sender.pk in self.inside
            assert not self.is_closed
            assert kept <= readers_in(made.record) <= self.today()

    @rule(who=integers(0, 2), version=integers(1, 3), which=integers(0, 1), words=sampled_from(["a", "b"]))
    def writes(self, who: int, version: int, which: int, words: str) -> None:
        told = sealed(self.group, UUID(int=which), version, words)
        if self.attempt(lambda: write_note(self.group, by=self.people[who], sealed=told)):
            assert self.people[who].pk in self.inside
            assert not self.is_closed
            self.nobody_reads_who_may_not(self.people[who].pk)
            assert self.written.setdefault((told.note, version), words) == words

    def today(self) -> set[Reader]:
        return set(readers_of(people_in(self.group)))

    def nobody_reads_who_may_not(self, author: int) -> None:
        latest = latest_epoch(self.group)
        assert latest is not None
        reading, today = readers_in(latest.record), self.today()
        assert reading == today if self.kind == "pair" else reading <= today
        assert author in {one.person for one in reading}

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


class AnyOrderOfMany(AnyOrder):
    """The same where the others go on while somebody waits to be let in."""

    kind = CIRCLE


@pytest.fixture
def three(in_scope: Organisation, member: Person, founder: Person, administrator: Person) -> Iterator[None]:
    AnyOrder.people, AnyOrder.organisation = [member, founder, administrator], in_scope
    yield
    AnyOrder.people = []


@pytest.mark.parametrize(("order", "how"), [(AnyOrder, None), (AnyOrderOfMany, "brief")])
def test_no_order_of_calls_breaks_the_chain_or_loses_a_version(
    order: type[AnyOrder], how: str | None, three: None
) -> None:
    run_state_machine_as_test(order, settings=settings.get_profile(how) if how else None)
