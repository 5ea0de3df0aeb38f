"""What somebody finds under Gather: circles called after who sits in them now, and what they are asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roost.doors.site.ports import CirclesOfPeers
from roost.gather.circles.actions import (
    Offer,
    agree_to_proposal,
    answer_invitation,
    close_answers,
    found_circle,
    invite_people,
    leave_circle,
    let_leavers_go,
    note_answers,
    propose_member,
    publish_round,
)
from roost.gather.circles.engine.rules import Apart, Rules, Sizes
from roost.gather.circles.models import Circle, Invitation, Member, Round, Seat, Waiting
from roost.gather.circles.reads.gathering import asked_of
from roost.gather.circles.reads.naming import called_after
from roost.gather.circles.tests.rounds import formed
from roost.ground.kit import clock
from roost.ground.kit.privacy import erase_person
from roost.ground.people.models import Organisation, Person

BrowserFor = Callable[[Person | None], Client]
StartRound = Callable[..., Round]
GATHER = reverse("circles:gather")


def seat_in(circle: Circle, person: Person) -> Member:
    return Member.objects.get(circle=circle, person=person)


def pages_about(circle: Circle) -> list[str]:
    """Give every page on which one of a circle's people finds what it is called."""
    return ["/", GATHER, *(reverse(f"circles:{name}", args=[circle.pk]) for name in ("leave", "propose"))]


def asked(round: Round, by: Person) -> None:
    today = clock.now().date()
    offer = Offer(closes_on=today + timedelta(days=7), promised_on=today + timedelta(days=60))
    invite_people(round, by=by, version=round.version, offer=offer)


@pytest.mark.parametrize(
    ("people", "name"),
    [
        (["Ben Koch", "Ada Lovelace"], "Ada Lovelace and Ben Koch"),
        (["Cem", "ben", "Ada"], "Ada, ben and Cem"),
        (["Dot", "Cem", "Ben", "Ada"], "Ada, Ben and 2 others"),
        (["Ada", ""], "Ada"),
    ],
)
def test_a_circle_is_called_after_its_people(people: list[str], name: str) -> None:
    assert called_after(people) == name


def test_its_name_is_that_of_who_sits_in_it_now_on_every_page(
    in_scope: Organisation, member: Person, founder: Person, administrator: Person, client_for: BrowserFor
) -> None:
    circle = found_circle(in_scope, people=[member, founder, administrator], by=member)
    mine = client_for(member)
    for address in pages_about(circle):
        assert "Ada Administrator, Mara Member and Noor Founder" in mine.get(address).text
    leave_circle(seat_in(circle, administrator), by=administrator)
    for address in pages_about(circle):
        page = mine.get(address).text
        assert "Mara Member and Noor Founder" in page
        # Who can be proposed is offered by name.
        assert "Ada Administrator" not in page or "propose" in address


def test_of_somebody_who_is_erased_no_name_stays_and_a_circle_of_one_ends(
    in_scope: Organisation, member: Person, founder: Person, administrator: Person, client_for: BrowserFor
) -> None:
    circle = found_circle(in_scope, people=[member, founder], by=member)
    proposal = propose_member(seat_in(circle, member), by=member, person=administrator)
    agree_to_proposal(proposal, by=founder, agrees=True)
    assert "Noor Founder" in client_for(administrator).get(GATHER).text
    erase_person(founder.pk)
    assert list(Circle.objects.values_list("name", flat=True)) == [""]
    for address in pages_about(circle)[:3]:
        assert "Noor Founder" not in client_for(member).get(address).text
    for address in ("/", GATHER):
        page = client_for(administrator).get(address).text
        assert "You would sit with Mara Member." in page
        assert "Noor Founder" not in page
    let_leavers_go()
    assert not Circle.objects.exists()


def test_circles_of_two_and_those_of_a_round_do_not_end_by_themselves(
    in_scope: Organisation, start: StartRound, member: Person, founder: Person
) -> None:
    round = formed(start(sizes=Sizes(3, 5)), Rules(apart=Apart("none")))
    publish_round(round, by=founder, version=round.version)
    found_circle(in_scope, people=[member, founder], by=member)
    before = set(Circle.objects.values_list("pk", flat=True))
    let_leavers_go()
    assert set(Circle.objects.values_list("pk", flat=True)) == before


def test_who_found_each_other_is_led_to_circles_in_which_they_sit(
    in_scope: Organisation,
    member: Person,
    founder: Person,
    administrator: Person,
    django_assert_num_queries: Callable[..., object],
) -> None:
    circles = CirclesOfPeers()
    mine = circles.found(in_scope.pk, people=[member.pk, founder.pk], by=member.pk)
    left = circles.found(in_scope.pk, people=[member.pk, founder.pk, administrator.pk], by=member.pk)
    theirs = circles.found(in_scope.pk, people=[founder.pk, administrator.pk], by=founder.pk)
    leave_circle(Member.objects.get(circle=left, person=member), by=member)
    with django_assert_num_queries(1):
        assert circles.sits_in(member, [mine, left, theirs, theirs + 1]) == {mine}


def test_all_that_somebody_is_asked_is_read_in_three_queries(
    in_scope: Organisation,
    start: StartRound,
    member: Person,
    founder: Person,
    django_assert_num_queries: Callable[..., object],
) -> None:
    first, second = start(title="First"), start(title="Second", key="1" * 32)
    for round in (first, second):
        asked(round, founder)
    Waiting.objects.create(
        organisation=in_scope,
        round=first,
        person=member,
        code="1",
        label="Mara Member",
        promised_on=clock.now().date(),
        since=clock.now(),
    )
    with django_assert_num_queries(3):
        found = {one.enrolment.round.title: one.promised for one in asked_of(member)}
    assert found == {"First": 0, "Second": 1}


def test_who_will_have_a_seat_is_not_told_that_they_sit_in_no_circle(
    start: StartRound, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    round = start()
    asked(round, founder)
    for one in Invitation.objects.select_related("person", "seat", "enrolment__round"):
        if one.person is None:
            note_answers(one.enrolment.round, by=founder, noted={one.pk: (one.answer, "yes")})
        else:
            answer_invitation(one, by=one.person, answer="yes")
    now = Round.objects.get()
    close_answers(now, by=founder, version=now.version)
    assert Seat.objects.filter(person=member, takes_part=True).exists()
    page = client_for(member).get(GATHER).text
    assert "You are in" in page
    assert "You sit in no circle yet" not in page


def test_publishing_says_that_nobody_would_find_their_circle(
    start: StartRound, founder: Person, client_for: BrowserFor
) -> None:
    round = formed(start(sizes=Sizes(3, 5)), Rules(apart=Apart("none")))
    Seat.objects.filter(round=round).update(person=None)
    page = client_for(founder).get(reverse("circles:publish", args=[round.pk])).text
    assert "None of these people is known in Roost, so nobody finds their circle here." in page
    assert "Once they sign in" not in page


@pytest.mark.parametrize("day", ["30.11.2026", "2026-02-31", "soon"])
def test_circles_are_not_published_by_a_day_that_cannot_be_read(
    day: str, start: StartRound, founder: Person, client_for: BrowserFor
) -> None:
    round = formed(start(sizes=Sizes(3, 5)), Rules(apart=Apart("none")))
    publish = reverse("circles:publish", args=[round.pk])
    page = client_for(founder).post(publish, {"version": round.version, "starts_on": day}, follow=True).text
    assert "Write the day as year, month and day" in page
    assert Round.objects.get().state == Round.State.FORMED
    client_for(founder).post(publish, {"version": round.version, "starts_on": " "})
    assert Round.objects.get().state == Round.State.PUBLISHED


def test_gather_asks_as_much_for_six_circles_as_for_one(
    in_scope: Organisation, member: Person, founder: Person, client_for: BrowserFor
) -> None:
    browser = client_for(member)

    def asked_with(circles: int) -> int:
        for _one in range(circles - Circle.objects.count()):
            found_circle(in_scope, people=[member, founder], by=member)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(GATHER).text.count("Your circle’s meetings") == circles
        return len(asked)

    browser.get(GATHER)
    assert asked_with(1) == asked_with(6)


def test_addresses_below_a_circle_carry_its_own_number(
    in_scope: Organisation, member: Person, founder: Person, administrator: Person, client_for: BrowserFor
) -> None:
    found_circle(in_scope, people=[founder, administrator], by=founder)
    mine = found_circle(in_scope, people=[administrator, founder, member], by=founder)
    seat = seat_in(mine, member).pk
    assert seat != mine.pk
    browser = client_for(member)
    gather = browser.get(GATHER).text
    for name in ("name", "leave", "propose"):
        address = reverse(f"circles:{name}", args=[mine.pk])
        assert address == f"{reverse('meetings:circle', args=[mine.pk])}{name}/"
        assert f'href="{address}"' in gather
        assert browser.get(address).status_code == 200
        assert browser.get(reverse(f"circles:{name}", args=[seat])).status_code == 404
