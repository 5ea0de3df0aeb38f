"""What was promised to somebody stays theirs, under whatever id or login they come back, and not for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from roost.gather.circles.actions import (
    Offer,
    answer_invitation,
    close_answers,
    forget_rounds,
    invite_people,
    leave_circle,
    note_answers,
    publish_round,
    start_round,
    take_back_round,
)
from roost.gather.circles.engine.rules import Apart, Rules, Sizes
from roost.gather.circles.models import Enrolment, Invitation, Member, Round, Seat, Waiting
from roost.gather.circles.reads import answers_page, list_of_file, people_page
from roost.gather.circles.reads.joining import with_waiting
from roost.gather.circles.tests.rounds import formed
from roost.ground.kit import clock
from roost.ground.kit.privacy import erase_person
from roost.ground.people.models import Person

BrowserFor = Callable[[Person | None], Client]
StartRound = Callable[..., Round]
MakePerson = Callable[..., Person]
ANY = Rules(apart=Apart("none"))
# Abe's id, 3, is somebody else's here.
ANOTHER_LIST = "id,name,function\n" + "".join(f"{number},Somebody {number},Sales\n" for number in range(1, 6))


def asked(round: Round, later: str = "") -> Round:
    """Ask everybody of a list; all want a seat, but who asks for a later round. Answers are open still."""
    today, by = clock.now().date(), round.convener
    assert by is not None
    offer = Offer(closes_on=today + timedelta(days=7), promised_on=today + timedelta(days=60), places=4)
    enrolment = invite_people(round, by=by, version=round.version, offer=offer)
    for one in Invitation.objects.filter(enrolment=enrolment).select_related("seat", "person"):
        said = "later" if one.seat.label == later else "yes"
        if one.person is None:
            note_answers(round, by=by, noted={one.pk: (one.answer, said)})
        else:
            answer_invitation(one, by=one.person, answer=said)
    return Round.objects.get(pk=round.pk)


def closed(round: Round) -> Round:
    assert round.convener is not None
    return close_answers(round, by=round.convener, version=round.version)


def promised_round(first: Round, content: str = ANOTHER_LIST) -> Round:
    """Begin the round that was promised, with another list and who waits."""
    assert first.convener is not None
    people = list_of_file(content.encode(), file="more.csv", organisation=first.organisation)
    people = with_waiting(people, list(Waiting.objects.filter(round=first)))
    return start_round(
        first.organisation,
        by=first.convener,
        title="As promised",
        sizes=Sizes(2, 4),
        people=people,
        key="9" * 32,
        after=first,
    )


def test_a_promise_is_kept_under_another_id(start: StartRound, founder: Person) -> None:
    first = closed(asked(start(), later="Abe"))
    abe = Waiting.objects.get(label="Abe")
    second = asked(promised_round(first))
    seat = Seat.objects.get(round=second, label="Abe")
    assert seat.code == f"waiting-{abe.pk}"
    # All who wait were promised a seat, by lot or by what they said; of the new list nobody was.
    promised = answers_page(second).promised
    assert promised == Waiting.objects.filter(round=first).count()
    second = closed(second)
    assert Invitation.objects.get(seat=seat).lot == ""
    publish_round(formed(second, ANY), by=founder, version=Round.objects.get(pk=second.pk).version)
    abe.refresh_from_db()
    assert abe.seated_in_id == second.pk
    assert abe not in people_page(Round.objects.get(pk=second.pk)).waiting


def test_who_gets_a_login_finds_the_promise_and_is_not_asked_to_draw_again(
    start: StartRound, founder: Person, make_person: MakePerson, client_for: BrowserFor
) -> None:
    first = closed(asked(start(), later="Abe"))
    abe = make_person("Abe Young")
    Seat.objects.filter(round=first, label="Abe").update(cells={"email": abe.email})
    publish_round(formed(first, ANY), by=founder, version=Round.objects.get(pk=first.pk).version)
    assert Waiting.objects.get(label="Abe").person == abe
    assert "waiting list" in client_for(abe).get(reverse("circles:gather")).text
    second = asked(promised_round(first))
    assert Seat.objects.get(round=second, person=abe).waiting == Waiting.objects.get(label="Abe")
    closed(second)
    assert Invitation.objects.get(person=abe, enrolment__round=second).lot == ""


def test_a_namesake_who_takes_no_part_still_is_one(start: StartRound, founder: Person, make_person: MakePerson) -> None:
    anna = make_person("Anna Schmidt")
    rows = "id,name,function\n1,Anna Schmidt,Sales\n2,Anna Schmidt,Care\n3,Abe A,Care\n4,Bea B,Care\n5,Cem C,Care\n"
    round = start(rows, sizes=Sizes(2, 4))
    Seat.objects.filter(round=round, code="1").update(takes_part=False)
    publish_round(formed(round, ANY), by=founder, version=Round.objects.get(pk=round.pk).version)
    assert not Member.objects.filter(person=anna).exists()


def test_the_convener_reads_who_is_recognised_before_they_see_a_circle(
    start: StartRound, founder: Person, make_person: MakePerson, client_for: BrowserFor
) -> None:
    round = formed(start("id,name,function\n1,Anna Schmidt,Sales\n2,Abe A,Care\n3,Bea B,Care\n4,Cem C,Care\n"), ANY)
    page = reverse("circles:publish", args=[round.pk])
    assert "New in Roost" not in client_for(founder).get(page).text
    make_person("Anna Schmidt")
    assert "nobody else has: Anna Schmidt" in client_for(founder).get(page).text


def test_promises_end_half_a_year_after_their_day_with_all_that_is_known_of_them(
    start: StartRound, founder: Person
) -> None:
    first = closed(asked(start(), later="Abe"))
    erase_person(founder.pk)
    with clock.at(clock.now() + timedelta(days=60 + 7 * 25)):
        forget_rounds()
        assert Waiting.objects.filter(ended_at=None).exists()
        assert [(one.words, one.strata) for one in Enrolment.objects.all()] == [("", [])]
    with clock.at(clock.now() + timedelta(days=60 + 7 * 27)):
        forget_rounds()
        assert not Waiting.objects.filter(ended_at=None).exists()
        assert Round.objects.filter(pk=first.pk).exists()
    with clock.at(clock.now() + timedelta(days=60 + 7 * 54)):
        forget_rounds()
        assert not Waiting.objects.exists()
        assert not Round.objects.filter(pk=first.pk).exists()


def test_who_left_does_not_wait_again_when_circles_are_taken_back(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    first = closed(asked(start(), later="Mara Member"))
    second = promised_round(first)
    publish_round(formed(second, ANY), by=founder, version=Round.objects.get(pk=second.pk).version)
    leave_circle(Member.objects.get(person=member), by=member)
    people = reverse("circles:people", args=[second.pk])
    assert "A seat is free." in client_for(founder).get(people).text
    take_back_round(Round.objects.get(pk=second.pk), by=founder)
    assert Waiting.objects.get(person=member).ended_at is not None
    # Whoever still sat there waits as before.
    assert Waiting.objects.filter(round=first, ended_at=None).count() == Waiting.objects.filter(round=first).count() - 1
    assert not Seat.objects.filter(round=second).exclude(left_at=None).exists()


def test_a_seat_is_not_free_any_more_once_somebody_else_sits_there(
    start: StartRound, founder: Person, member: Person
) -> None:
    round = formed(start(sizes=Sizes(3, 5)), ANY)
    round = publish_round(round, by=founder, version=round.version)
    leave_circle(Member.objects.get(person=member), by=member)
    assert [one.label for one in people_page(round).left] == ["Mara Member"]
    round.refresh_from_db()
    Round.objects.filter(pk=round.pk).update(state=Round.State.FORMED)
    publish_round(Round.objects.get(pk=round.pk), by=founder, version=round.version)
    assert people_page(round).left == []


def test_a_second_press_says_that_it_was_done(
    start: StartRound, founder: Person, member: Person, client_for: BrowserFor
) -> None:
    round = formed(start(), ANY)
    publish_round(round, by=founder, version=round.version)
    leave = reverse("circles:leave", args=[Member.objects.get(person=member).circle_id])
    mine = client_for(member)
    assert "You sit in that circle no longer" in mine.post(leave, follow=True).text
    assert "This was done already" in mine.post(leave, follow=True).text
    assert mine.get(leave).status_code == 404


def test_who_puts_off_a_promised_seat_waits_once_and_by_the_earlier_day(start: StartRound) -> None:
    first = closed(asked(start(), later="Abe"))
    sooner = clock.now().date() + timedelta(days=30)
    Waiting.objects.filter(label="Abe").update(promised_on=sooner)
    again = closed(asked(promised_round(first), later="Abe"))
    (abe,) = Waiting.objects.filter(label="Abe", ended_at=None)
    assert (abe.round_id, abe.promised_on) == (again.pk, sooner)
    assert Seat.objects.get(round=again, label="Abe").waiting == abe
