"""Who may write and read what in a meeting, when, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.reads import SharedCircle
from roost.gather.meetings.actions import (
    choose_heaviest,
    come_in,
    end_forgotten_meetings,
    keep_all_readers,
    keep_readers,
    move_meeting,
    open_meeting,
)
from roost.gather.meetings.engine.events import Back, Bring, Event, Gone, NextStep, TakeOver
from roost.gather.meetings.engine.protocols import Kind
from roost.gather.meetings.engine.writing import step_place
from roost.gather.meetings.models import Meeting, Readers
from roost.gather.meetings.reads import group_of, kept_parts, parts_of, places_of_readers, places_open
from roost.gather.meetings.tests.talks import PLACE, PROTOCOL, end_now
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, Forbidden, NotFound
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.access import group_for
from roost.ground.vault.actions import make_keys, renew_keys, write_note
from roost.ground.vault.models import Note
from roost.ground.vault.reads import people_in, placed_contents
from roost.ground.vault.tests.sealing import keys_of, next_epoch, sealed

Begin = Callable[..., Meeting]
BrowserFor = Callable[[Person | None], Client]


def do(meeting: Meeting, event: Event, by: Person) -> None:
    meeting.refresh_from_db()
    assert move_meeting(meeting, event, by=by, move=meeting.state["move"])


def to(kind: Kind, meeting: Meeting, by: Person) -> None:
    """Go on to a step; where a topic is chosen, to the moderator's own."""
    while PROTOCOL.steps[step_of(meeting)].kind is not kind:
        if PROTOCOL.steps[step_of(meeting)].kind is Kind.CHOOSE:
            do(meeting, Bring(by.pk), by)
            meeting.refresh_from_db()
            choose_heaviest(meeting, by=by, move=meeting.state["move"])
        do(meeting, NextStep(), by)


def step_of(meeting: Meeting) -> int:
    meeting.refresh_from_db()
    return int(meeting.state["step"])


def group_in(meeting: Meeting) -> UUID:
    group = group_of(meeting.circle_id)
    assert group is not None
    return group


def asked(meeting: Meeting) -> list[str]:
    return [part.place for part in parts_of(meeting)]


def opened(meeting: Meeting, person: Person) -> dict[str, bool]:
    return places_open(group_in(meeting), person.pk, asked(meeting))


def writable(meeting: Meeting, person: Person) -> set[str]:
    """Name the kinds of steps of which somebody may write the text now; topics and goals are always open."""
    named = {step_place(meeting.pk, number): kind.value for kind, number in PLACE.items()}
    open_ones = {place for place, takes_text in opened(meeting, person).items() if takes_text}
    return {named.get(place, place.rpartition(":")[2]) for place in open_ones} - {"topics", "charter", "goals"}


def keyed(meeting: Meeting, *people: Person) -> None:
    """Give people keys, and begin the first epoch."""
    for person in people:
        make_keys(person, keys=keys_of(person))
    next_epoch(group_for(people[0], group_in(meeting)), people[0])


def put(meeting: Meeting, person: Person, place: str) -> Note:
    group = group_for(person, group_in(meeting))
    return write_note(group, by=person, sealed=sealed(group, place=place))


def test_every_step_takes_its_own_text_of_who_would_speak_then(begin: Begin, member: Person, founder: Person) -> None:
    meeting = begin(member, founder)
    found = {}
    for kind in Kind:
        to(kind, meeting, member)
        found[kind] = (writable(meeting, member), writable(meeting, founder))
    both = {Kind.ROUND: "round", Kind.CLARIFY: "clarify", Kind.COMMIT: "commitments", Kind.CLOSE: "close"}
    nothing: set[str] = set()
    assert found == {kind: (nothing, nothing) for kind in Kind} | {
        **{kind: ({name}, {name}) for kind, name in both.items()},
        # The member presents: they listen while the others share, and alone say what they take along.
        Kind.SHARE: (nothing, {"share"}),
        Kind.PLAY_BACK: ({"play_back"}, nothing),
    }


def test_no_text_has_a_place_before_its_step(begin: Begin, member: Person, founder: Person) -> None:
    meeting = begin(member, founder)
    keyed(meeting, member, founder)
    do(meeting, TakeOver(founder.pk), founder)
    share = step_place(meeting.pk, PLACE[Kind.SHARE])
    for kind in (Kind.ROUND, Kind.CLARIFY):
        to(kind, meeting, founder)
        assert share not in opened(meeting, member)
        with pytest.raises(NotFound):
            put(meeting, member, share)
    do(meeting, NextStep(), founder)
    assert put(meeting, member, share)
    do(meeting, NextStep(), founder)
    assert opened(meeting, member)[share] is False
    with pytest.raises(Conflict):
        put(meeting, member, share)
    do(meeting, Back(), founder)
    assert put(meeting, member, share)


def test_before_promising_nobody_reads_and_who_goes_reads_no_more(
    begin: Begin, member: Person, founder: Person, third: Person
) -> None:
    meeting = begin(member, founder)
    keyed(meeting, member, founder, third)
    to(Kind.ROUND, meeting, member)
    place = step_place(meeting.pk, PLACE[Kind.ROUND])
    put(meeting, member, place)
    group = group_for(third, group_in(meeting))
    told = placed_contents(group, third, places=asked(meeting))
    assert (told["places"], told["notes"], told["held"]) == ({}, [], 0)
    with pytest.raises(NotFound):
        put(meeting, third, place)
    come_in(meeting, by=third)
    assert placed_contents(group, third, places=asked(meeting))["held"] == 1
    do(meeting, Gone(third.pk), third)
    assert placed_contents(group, third, places=asked(meeting))["held"] == 0


def test_what_was_written_goes_with_the_meeting_and_what_the_circle_keeps_stays(
    begin: Begin, circle: SharedCircle, member: Person, founder: Person, third: Person
) -> None:
    meeting = begin(member, founder)
    keyed(meeting, member, founder, third)
    facts = Fact.objects.filter(verb__startswith="vault.").count()
    to(Kind.CHOOSE, meeting, member)
    *_further, topics, commitments = (part.place for part in kept_parts(circle.number))
    put(meeting, member, topics)
    do(meeting, Back(), member)
    put(meeting, member, step_place(meeting.pk, PLACE[Kind.ROUND]))
    to(Kind.COMMIT, meeting, member)
    put(meeting, founder, commitments)
    to(Kind.CLOSE, meeting, member)
    close = step_place(meeting.pk, PLACE[Kind.CLOSE])
    put(meeting, founder, close)
    assert Note.objects.count() == 4
    end_now(meeting, member)
    assert set(Note.objects.values_list("place", flat=True)) == {topics, commitments}
    with pytest.raises(NotFound):
        put(meeting, founder, close)
    # Between meetings, who promised reads on and puts topics aside; who never did, reads nothing.
    kept = {topics: True, commitments: False}
    group = group_in(meeting)
    assert places_open(group, member.pk, [topics, commitments, close]) == kept
    assert places_open(group, third.pk, [topics, commitments]) == {}
    # While the circle meets, each promises anew before they read.
    again = begin(founder, by=founder)
    assert places_open(group, member.pk, [topics, commitments]) == {}
    assert places_open(group, founder.pk, [topics, commitments]) == kept
    assert group_in(again) == group
    # No fact says who wrote.
    assert Fact.objects.filter(verb__startswith="vault.").count() == facts


def test_a_forgotten_meeting_takes_its_texts_with_it(begin: Begin, member: Person, founder: Person) -> None:
    meeting = begin(member, founder)
    keyed(meeting, member, founder)
    to(Kind.ROUND, meeting, member)
    put(meeting, member, step_place(meeting.pk, PLACE[Kind.ROUND]))
    with clock.at(meeting.opened_at.replace(year=meeting.opened_at.year + 1)):
        end_forgotten_meetings()
    assert not Note.objects.exists()


def test_on_one_screen_nobody_writes(begin: Begin, member: Person, founder: Person, client_for: BrowserFor) -> None:
    meeting = begin(member, founder, one_screen=True)
    to(Kind.ROUND, meeting, member)
    assert opened(meeting, member) == {}
    goals = f"circle:{meeting.circle_id}:goals"
    assert places_open(group_in(meeting), member.pk, [goals]) == {}
    assert "data-writing" not in client_for(member).get(reverse("meetings:meeting", args=[meeting.pk])).text


def test_readers_follow_who_sits_in_the_circle(
    begin: Begin, circle: SharedCircle, member: Person, founder: Person, third: Person, administrator: Person
) -> None:
    meeting = begin(member, founder, third)
    group = group_for(member, group_in(meeting))
    assert set(people_in(group)) == {member.pk, founder.pk, third.pk}
    assert keep_readers(circle, by=member) == group.pk
    leave_circle(visible_memberships(third).get(), by=third)
    # At once, although nobody has opened a page since.
    with pytest.raises(Forbidden):
        group_for(third, group.pk)
    assert places_open(group.pk, third.pk, asked(meeting)) == {}
    with pytest.raises(NotFound):
        group_for(administrator, group.pk)
    keep_all_readers()
    assert set(people_in(group)) == {member.pk, founder.pk}
    assert Readers.objects.get().group == group.pk


def test_a_circle_that_lost_all_its_keys_begins_another_group(
    begin: Begin, circle: SharedCircle, member: Person, founder: Person
) -> None:
    meeting = begin(member, founder)
    keyed(meeting, member, founder)
    first = group_in(meeting)
    to(Kind.CHOOSE, meeting, member)
    for part in kept_parts(circle.number)[:2]:
        put(meeting, member, part.place)
    for person in (member, founder):
        renew_keys(person, number=1, keys=keys_of(person, 2))
    end_now(meeting, member)
    second = begin(member)
    assert group_in(second) != first
    assert not Note.objects.exists()
    assert set(people_in(group_for(member, group_in(second)))) == set(circle.people)


def test_a_group_is_called_after_its_circle_for_who_sits_in_it(
    begin: Begin, circle: SharedCircle, member: Person, administrator: Person, in_scope: Organisation
) -> None:
    group = group_in(begin(member))
    place = places_of_readers(member.pk, [group])[group]
    assert place.title == "Written by Mara Member, Noor Founder and Thea Third"
    assert place.way_back == reverse("meetings:circle", args=[circle.number])
    assert places_of_readers(administrator.pk, [group]) == {}


def test_pages_offer_the_pad_to_who_may_read(
    begin: Begin, circle: SharedCircle, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    here = reverse("meetings:circle", args=[circle.number])
    assert "data-writing" not in client_for(member).get(here).text
    meeting = begin(member, founder)
    there = client_for(member).get(reverse("meetings:meeting", args=[meeting.pk]))
    assert "You can take part without writing." in there.text
    assert "wasm-unsafe-eval" in there.headers["Content-Security-Policy"]
    to(Kind.ROUND, meeting, member)
    end_now(meeting, member)
    assert "What you said you would do" in client_for(member).get(here).text
    open_meeting(circle, by=founder, protocol="experience-share", minutes=90)
    assert "data-writing" not in client_for(member).get(here).text
