"""Groups of many, and what they write in places of the room above: who may when, what is given, and what goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from roost.ground.activity.models import Fact
from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound
from roost.ground.people.models import Organisation, Person
from roost.ground.vault import reads
from roost.ground.vault.access import group_for, note_for
from roost.ground.vault.actions import (
    add_epoch,
    close_group,
    delete_note,
    forget_places,
    hand_over,
    let_in,
    let_out,
    make_keys,
    renew_keys,
    start_group,
    write_note,
    writing,
)
from roost.ground.vault.models import Group, HandedKey, Note, NoteVersion
from roost.ground.vault.ports import Pads
from roost.ground.vault.reads import group_contents, mark_of, pad_of, placed_contents
from roost.ground.vault.tests.sealing import (
    CIRCLE,
    OPEN,
    MakePerson,
    epoch_of,
    keys_of,
    next_epoch,
    record_of,
    sealed,
)

BrowserFor = Callable[[Person | None], Client]
UPDATES, TOPICS = "meeting:12:updates", "meeting:12:topics"
SHORTEST_NOTE = "c" * 363  # 256 bytes and the seal's 16, in letters


@pytest.fixture
def third(in_scope: Organisation, make_person: MakePerson) -> Person:
    return make_person("Thea Third")


@pytest.fixture
def circle(in_scope: Organisation, member: Person, founder: Person, third: Person) -> Iterator[Group]:
    """Give a circle of three, two of whom have keys, with two places that take text."""
    cache.clear()
    for person in (member, founder):
        make_keys(person, keys=keys_of(person))
    OPEN.open, OPEN.shut_to = {UPDATES: True, TOPICS: True}, set()
    yield start_group(in_scope, by=member, members=[member, founder, third], kind=CIRCLE)
    OPEN.open, OPEN.shut_to = {}, set()


def write(group: Group, by: Person, words: str = "x", place: str = UPDATES, **how: Any) -> Note:
    return write_note(group, by=by, sealed=sealed(group, words=words, place=place, **how))


def texts(group: Group, person: Person, *places: str, since: int = 0) -> list[str]:
    told = placed_contents(group, person, places=places or [UPDATES], since=since)
    return [one["sealed"] for one in told["notes"] if "sealed" in one]


def test_two_with_a_key_begin_and_one_alone_does_not(
    in_scope: Organisation, member: Person, founder: Person, third: Person
) -> None:
    make_keys(member, keys=keys_of(member))
    group = start_group(in_scope, by=member, members=[member, founder, third], kind=CIRCLE)
    with pytest.raises(Conflict, match="Two need a key"):
        next_epoch(group, member)
    make_keys(founder, keys=keys_of(founder))
    assert next_epoch(group, member).number == 1


def test_the_others_write_on_while_somebody_waits_to_be_let_in(
    circle: Group, member: Person, founder: Person, third: Person
) -> None:
    next_epoch(circle, member)
    make_keys(third, keys=keys_of(third))
    assert write(circle, member, "while one waits")
    with pytest.raises(Conflict):
        write(circle, third)
    with pytest.raises(InputError):
        epoch_of(circle, third, third)
    epoch_of(circle, founder, third)
    assert write(circle, third, "let in")


def test_replaced_keys_are_shut_out_before_anybody_writes_and_the_new_ones_wait(
    circle: Group, member: Person, founder: Person
) -> None:
    next_epoch(circle, member)
    renew_keys(founder, number=1, keys=keys_of(founder, 2))
    for person in (member, founder):
        with pytest.raises(Conflict):
            write(circle, person)
    epoch_of(circle, member)
    assert write(circle, member)
    with pytest.raises(Conflict):
        write(circle, founder)
    epoch_of(circle, member, founder)
    assert write(circle, founder)


def test_who_left_is_shut_out_before_anybody_writes(
    circle: Group, member: Person, founder: Person, third: Person
) -> None:
    make_keys(third, keys=keys_of(third))
    next_epoch(circle, member)
    told = record_of(circle, member)
    let_out(circle, by=member, person=third)
    with pytest.raises(Conflict):
        write(circle, member)
    with pytest.raises(Conflict):
        add_epoch(circle, by=member, told=told, signature="s")
    epoch_of(circle, founder)
    assert write(circle, member)
    with pytest.raises(Forbidden):
        write(circle, third)


def test_a_record_leaves_nobody_out_who_reads_already_and_names_nobody_else(
    circle: Group, member: Person, founder: Person, third: Person, administrator: Person
) -> None:
    make_keys(third, keys=keys_of(third))
    roster = json.loads(record_of(circle, member))["roster"]
    with pytest.raises(Conflict):  # The first one names everybody who has a key.
        add_epoch(circle, by=member, told=record_of(circle, member, {"roster": roster[:2]}), signature="s")
    next_epoch(circle, member)
    make_keys(administrator, keys=keys_of(administrator))
    ghost = {**roster[0], "person": administrator.pk}
    alone = [one for one in roster if one["person"] == member.pk]
    for other in (alone, roster[:2], roster[::-1], [*roster, roster[-1]], [*roster, ghost]):
        with pytest.raises(Conflict):
            add_epoch(circle, by=member, told=record_of(circle, member, {"roster": other}), signature="s")
    with pytest.raises(InputError, match="these readers already"):
        next_epoch(circle, member)


def test_a_pair_still_stops_until_new_keys_were_compared(pair: Group, member: Person, founder: Person) -> None:
    next_epoch(pair, member)
    renew_keys(founder, number=1, keys=keys_of(founder, 2))
    with pytest.raises(Conflict):
        epoch_of(pair, member)
    with pytest.raises(Conflict):
        write_note(pair, by=member, sealed=sealed(pair))


def test_a_text_stays_in_its_place_and_is_on_no_other_page(circle: Group, member: Person, founder: Person) -> None:
    next_epoch(circle, member)
    note = write(circle, member, "an update")
    write(circle, founder, "a topic", TOPICS)
    kept = write_note(circle, by=member, sealed=sealed(circle, words="kept"))
    assert texts(circle, founder) == ["an update"]
    assert texts(circle, founder, UPDATES, TOPICS) == ["an update", "a topic"]
    assert [one["note"] for one in group_contents(circle, founder)["notes"]] == [str(kept.key)]
    for place in (TOPICS, ""):
        with pytest.raises(InputError, match="belongs elsewhere"):
            write(circle, member, "moved", place, note=note.key, version=2)
    assert write(circle, member, "anew", note=note.key, version=2).version == 2
    assert texts(circle, founder) == ["anew"]


def test_a_place_is_open_when_and_for_whom_the_room_above_says(circle: Group, member: Person, founder: Person) -> None:
    next_epoch(circle, member)
    note = write(circle, member, "an update")
    with pytest.raises(NotFound):
        write(circle, member, place="meeting:13:updates")
    OPEN.open[UPDATES] = False
    with pytest.raises(Conflict, match="Nothing more is written"):
        write(circle, member)
    assert texts(circle, founder) == ["an update"]
    OPEN.shut_to = {founder.pk}
    told = placed_contents(circle, founder, places=[UPDATES])
    assert (told["places"], told["notes"], told["held"]) == ({}, [], 0)
    with pytest.raises(NotFound):
        note_for(founder, circle, note.key)
    assert note_for(member, circle, note.key) == note


def test_who_the_room_above_no_longer_counts_in_is_refused_before_they_are_let_out(
    circle: Group, member: Person, founder: Person
) -> None:
    pads = Pads()
    pads.fill("choir", OPEN, lambda group, person: person != founder.pk)
    assert pads.keeps("choir", circle.pk, member.pk)
    assert not pads.keeps("choir", circle.pk, founder.pk)
    assert pads.keeps("pair", circle.pk, founder.pk)


def test_no_places_are_open_to_kinds_that_no_room_opens_them_to(pair: Group, member: Person) -> None:
    next_epoch(pair, member)
    with pytest.raises(NotFound):
        write(pair, member)
    pads = Pads()
    pads.fill("pair", OPEN)
    assert (pads.are_for("pair"), pads.are_for("circle")) == (True, False)
    with pytest.raises(ValueError, match="opens places"):
        pads.fill("pair", OPEN)


def test_what_is_forgotten_leaves_nothing(circle: Group, member: Person, founder: Person) -> None:
    next_epoch(circle, member)
    kept = write_note(circle, by=member, sealed=sealed(circle, words="kept"))
    write(circle, member, "an update")
    delete_note(write(circle, founder, "taken back"), by=founder)
    topic = write(circle, founder, "a topic", TOPICS)
    facts = Fact.objects.count()
    before = mark_of(circle.pk)
    forget_places(circle.pk, places=[UPDATES])
    assert set(Note.objects.all()) == {kept, topic}
    assert {one.sealed for one in NoteVersion.objects.all()} == {"kept", "a topic"}
    assert mark_of(circle.pk) != before
    after = mark_of(circle.pk)
    forget_places(circle.pk, places=[UPDATES])
    forget_places(uuid4(), places=[UPDATES])
    assert mark_of(circle.pk) == after
    assert Fact.objects.count() == facts
    with pytest.raises(ValueError, match="deleted by their authors"):
        forget_places(circle.pk, places=[UPDATES, ""])


def test_what_was_forgotten_meanwhile_cannot_be_deleted_any_more(circle: Group, member: Person) -> None:
    next_epoch(circle, member)
    note = write(circle, member, "an update")
    forget_places(circle.pk, places=[UPDATES])
    with pytest.raises(NotFound, match="no such note any more"):
        delete_note(note, by=member)


def test_no_fact_says_who_wrote_in_a_place(circle: Group, member: Person) -> None:
    next_epoch(circle, member)
    note = write(circle, member)
    delete_note(note, by=member)
    assert not Fact.objects.filter(verb__in=["vault.wrote", "vault.deleted"]).exists()


def test_texts_of_a_place_use_up_nothing_of_the_notes(
    circle: Group, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_NOTES", 2)
    next_epoch(circle, member)
    for place in (UPDATES, TOPICS, ""):
        for number in range(2):
            write(circle, member, f"{place}{number}", place)
        with pytest.raises(InputError, match="five hundred"):
            write(circle, member, "one too many", place)


def test_a_pad_is_given_what_is_new_alone(circle: Group, member: Person, founder: Person) -> None:
    next_epoch(circle, member)
    write(circle, member, "first")
    first = placed_contents(circle_now(circle), founder, places=[UPDATES])
    note = write(circle, member, "second")
    told = placed_contents(circle_now(circle), founder, places=[UPDATES], since=first["changes"], known=first["known"])
    assert [one["sealed"] for one in told["notes"]] == ["second"]
    assert (told["who"], told["held"], told["more"]) == (None, 2, False)
    delete_note(note, by=member)
    marks = placed_contents(circle_now(circle), founder, places=[UPDATES], since=told["changes"])
    assert [(one["note"], bool(one["deleted"]), "sealed" in one) for one in marks["notes"]] == [
        (str(note.key), True, False)
    ]
    renew_keys(member, number=1, keys=keys_of(member, 2))
    again = placed_contents(circle_now(circle), founder, places=[UPDATES], since=marks["changes"], known=told["known"])
    assert keys_of(member, 2).box in json.dumps(again["who"])


def test_many_texts_come_in_several_answers(circle: Group, member: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "MOST_AT_ONCE", 2)
    next_epoch(circle, member)
    for number in range(5):
        write(circle, member, str(number))
    since, got = 0, []
    while True:
        told = placed_contents(circle_now(circle), member, places=[UPDATES], since=since)
        got += [one["sealed"] for one in told["notes"]]
        since = told["changes"]
        if not told["more"]:
            break
    assert got == ["0", "1", "2", "3", "4"]


def test_a_full_place_is_read_in_as_many_queries_as_an_empty_one(
    circle: Group, member: Person, founder: Person, django_assert_num_queries: Any
) -> None:
    next_epoch(circle, member)
    for number in range(4):
        write(circle, (member, founder)[number % 2], str(number))
    with django_assert_num_queries(12):
        placed_contents(circle, member, places=[UPDATES, TOPICS])
    with django_assert_num_queries(2):
        mark_of(circle.pk)


def test_the_mark_differs_whenever_there_is_something_to_look_at(
    circle: Group, member: Person, founder: Person, third: Person
) -> None:
    marks = [mark_of(circle.pk)]

    def differs(_done: object) -> None:
        marks.append(mark_of(circle.pk))
        assert marks[-1] not in marks[:-1]

    differs(next_epoch(circle, member))
    note = write(circle, member)
    differs(note)
    differs(delete_note(note, by=member))
    differs(make_keys(third, keys=keys_of(third)))
    differs(epoch_of(circle, founder, third))
    differs(hand_over(circle, by=founder, person=third.pk, box=keys_of(third).box, sealed={1: "h"}))
    differs(renew_keys(third, number=1, keys=keys_of(third, 2)))
    differs(let_out(circle, by=member, person=third))
    differs(let_in(circle, by=member, person=third))
    differs(close_group(circle, by=member))


def test_who_waits_to_be_let_in_hands_keys_to_nobody_else(
    circle: Group, member: Person, founder: Person, third: Person
) -> None:
    next_epoch(circle, member)
    make_keys(third, keys=keys_of(third))
    hand_over(circle, by=member, person=founder.pk, box=keys_of(founder).box, sealed={1: "opens"})
    with pytest.raises(Forbidden, match="wait"):
        hand_over(circle, by=third, person=founder.pk, box=keys_of(founder).box, sealed={1: "junk"})
    assert HandedKey.objects.get(person=founder).sealed == "opens"


def circle_now(group: Group) -> Group:
    """Give the group as the next request would find it."""
    return Group.objects.get(pk=group.pk)


def address(name: str, group: Group, *places: str, **more: object) -> str:
    asked = "&".join([*(f"place={place}" for place in places), *(f"{key}={value}" for key, value in more.items())])
    return f"{reverse(f'vault:{name}', args=[group.pk])}?{asked}"


def test_places_are_read_and_written_by_members_alone(
    circle: Group, member: Person, founder: Person, administrator: Person, outsider: Person, client_for: BrowserFor
) -> None:
    next_epoch(circle, member)
    note = {"note": str(uuid4()), "version": 1, "epoch": 1, "nonce": "n" * 32, "sealed": SHORTEST_NOTE}
    written = reverse("vault:written", args=[circle.pk])

    def send(person: Person, **other: object) -> int:
        browser = client_for(person)
        return browser.post(written, json.dumps(note | other), content_type="application/json").status_code

    assert send(member, place=UPDATES) == 200
    assert [one["place"] for one in client_for(founder).get(address("placed", circle, UPDATES)).json()["notes"]] == [
        UPDATES
    ]
    assert send(member, place=TOPICS, version=2) == 422
    assert send(member, place="meeting:13", note=str(uuid4())) == 404
    for wrong in ("meeting 12", "m" * 81, "é", "a/b", "a\n"):
        assert send(member, place=wrong, note=str(uuid4())) == 422
    for other in (administrator, outsider):
        answer = client_for(other).get(address("placed", circle, UPDATES))
        assert (answer.status_code, SHORTEST_NOTE in answer.content.decode()) == (404, False)
        assert send(other, place=UPDATES, note=str(uuid4())) == 404
    let_out(circle, by=member, person=founder)
    assert client_for(founder).get(address("placed", circle, UPDATES)).status_code == 403


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"place": ["a b"]},
        {"place": [""]},
        {"place": [f"p{number}" for number in range(51)]},
        {"place": ["p"], "since": "-1"},
        {"place": ["p"], "since": "x"},
        {"place": ["p"], "since": str(2**63)},
        {"place": ["p"], "known": "K" * 64},
        {"place": ["p"], "more": "1"},
    ],
    ids=lambda asked: str(asked)[:40],
)
def test_what_is_asked_in_another_shape_is_refused(
    asked: dict[str, Any], circle: Group, member: Person, client_for: BrowserFor
) -> None:
    answer = client_for(member).get(reverse("vault:placed", args=[circle.pk]), asked)
    assert answer.status_code == 422


def test_the_pad_that_a_page_shows_holds_addresses_and_no_secret(circle: Group, member: Person, third: Person) -> None:
    next_epoch(circle, member)
    write(circle, member, "an update")
    drawn = str(pad_of(group_for(third, circle.pk), third).markup)
    for name in ("placed", "epochs", "written", "handed"):
        assert reverse(f"vault:{name}", args=[circle.pk]) in drawn
    assert "an update" not in drawn
    assert ' name="' not in drawn


def test_a_key_of_a_text_means_nothing_in_another_group(
    circle: Group, in_scope: Organisation, member: Person, founder: Person
) -> None:
    next_epoch(circle, member)
    note = write(circle, member)
    other = start_group(in_scope, by=member, members=[member, founder], kind=CIRCLE)
    with pytest.raises(NotFound):
        note_for(member, other, UUID(str(note.key)))
