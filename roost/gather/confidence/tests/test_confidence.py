"""Confidence was broken: one is told, or the circle pauses, talks, and decides how it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roost.gather.charters.actions import propose_charter, sign_charter
from roost.gather.charters.engine.choices import Choices
from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.reads import SharedCircle
from roost.gather.confidence.actions import (
    ask_how_we_go_on,
    end_pauses,
    forget_reports,
    pause,
    take_back,
    tell_one,
)
from roost.gather.confidence.models import Pause, Report
from roost.gather.confidence.reads import confidence_page, is_paused, today_card
from roost.gather.decisions.access import open_question_in
from roost.gather.decisions.actions import answer, ask
from roost.gather.meetings.actions import come_in, end_meeting, move_meeting, open_meeting
from roost.gather.meetings.engine.events import NextStep
from roost.gather.rhythm.actions import plan_term
from roost.gather.rhythm.reads import planned_meetings
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.notify.actions import deliver_due
from roost.ground.notify.models import Outbox
from roost.ground.people.models import Person

NOON = datetime(2024, 6, 6, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(noon: datetime) -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def three(member: Person, founder: Person, third: Person) -> list[Person]:
    return [member, founder, third]


def mails() -> list[tuple[str | None, str]]:
    return sorted(Outbox.objects.values_list("address", "subject"))


def go(circle: SharedCircle, three: list[Person], option: str) -> None:
    question = open_question_in(circle.number)
    assert question is not None
    for person in three:
        answer(question, by=person, option=option)


def test_one_is_told_without_a_word_of_it_and_nobody_else_sees_anything(
    circle: SharedCircle, three: list[Person]
) -> None:
    member, founder, third = three
    tell_one(circle, by=member, to=third.pk)
    assert mails() == [(third.email, "Somebody of your circle would like to talk with you")]
    assert "Mara" not in Outbox.objects.get().body
    assert "confidence was" not in Outbox.objects.get().body
    assert confidence_page(third, circle.number).asking == ["Mara Member"]
    assert confidence_page(member, circle.number).told == "Thea Third"
    seen = confidence_page(founder, circle.number)
    assert (seen.asking, seen.told, seen.since) == ([], "", None)
    assert today_card(third, third) is not None
    assert today_card(founder, founder) is None


def test_of_a_mail_that_went_out_nothing_stays_that_says_what_it_was_about(
    circle: SharedCircle, three: list[Person]
) -> None:
    member, _founder, third = three
    tell_one(circle, by=member, to=third.pk)
    deliver_due()
    take_back(circle, by=member)
    left = Outbox.objects.get()
    assert left.sent_at is not None
    assert (left.subject, left.body) == ("", "")
    assert "told" not in left.key


def test_what_was_told_in_the_moment_of_a_pause_is_let_go(circle: SharedCircle, three: list[Person]) -> None:
    member, founder, third = three
    pause(circle, by=founder)
    Report.objects.create(
        organisation_id=circle.organisation, circle_id=circle.number, person=member, told=third, told_at=NOON
    )
    forget_reports()
    assert not Report.objects.exists()


def test_who_told_takes_it_back_or_tells_somebody_else_and_pressing_twice_tells_once(
    circle: SharedCircle, three: list[Person]
) -> None:
    member, founder, third = three
    first = tell_one(circle, by=member, to=third.pk)
    assert tell_one(circle, by=member, to=third.pk) == first
    tell_one(circle, by=member, to=founder.pk)
    assert confidence_page(third, circle.number).asking == []
    assert [address for address, _subject in mails()] == [founder.email]
    take_back(circle, by=founder)
    assert confidence_page(founder, circle.number).asking == ["Mara Member"]
    take_back(circle, by=member)
    assert not Report.objects.exists()
    assert mails() == []


def test_oneself_and_strangers_cannot_be_told_and_strangers_tell_nothing(
    circle: SharedCircle, three: list[Person], make_person: Callable[..., Person]
) -> None:
    colleague = make_person("Cleo Colleague")
    for to in (three[0].pk, colleague.pk, 0):
        with pytest.raises(InputError):
            tell_one(circle, by=three[0], to=to)
    for deed in (
        lambda: tell_one(circle, by=colleague, to=three[0].pk),
        lambda: take_back(circle, by=colleague),
        lambda: pause(circle, by=colleague),
        lambda: ask_how_we_go_on(circle, by=colleague),
        lambda: confidence_page(colleague, circle.number),
    ):
        with pytest.raises(NotFound):
            deed()


def test_the_charter_says_whom_and_the_rota_who_that_is(circle: SharedCircle, three: list[Person]) -> None:
    member, founder, third = three
    starts = [NOON + timedelta(weeks=3 * number) for number in range(1, 5)]
    plan_term(circle, by=member, version=0, starts=starts, every=3, minutes=90, zone="Europe/Berlin")
    moderating = {one.proposed for one in (confidence_page(person, circle.number) for person in three)}
    assert len(planned_meetings(circle.number)) == 4
    # Two of the three are shown who moderates next; who moderates is shown nobody.
    assert len(moderating) == 2
    assert None in moderating
    assert not confidence_page(member, circle.number).is_agreed
    version = propose_charter(circle, by=member, choices=Choices(breach="all"), after=0)
    for person in (founder, third):
        sign_charter(version, by=person)
    page = confidence_page(member, circle.number)
    assert page.is_agreed
    assert page.tells_all


def test_a_pause_forgets_who_told_whom_tells_all_and_lets_only_the_talk_begin(
    circle: SharedCircle, three: list[Person]
) -> None:
    member, founder, third = three
    tell_one(circle, by=member, to=third.pk)
    pause(circle, by=third)
    assert not Report.objects.exists()
    assert mails() == sorted((one.email, "Your circle pauses until you have talked") for one in three)
    assert all("Mara" not in one.body and "Thea" not in one.body for one in Outbox.objects.all())
    with pytest.raises(Conflict, match="pauses"):
        open_meeting(circle, by=founder, protocol="experience-share", minutes=90)
    with pytest.raises(Conflict, match="pauses already"):
        pause(circle, by=member)
    with pytest.raises(Conflict, match="pauses already"):
        tell_one(circle, by=member, to=third.pk)
    meeting = open_meeting(circle, by=founder, protocol="confidence", minutes=60)
    assert confidence_page(member, circle.number).meeting == meeting.pk


def test_going_on_ends_the_pause_and_nothing_of_it_remains(circle: SharedCircle, three: list[Person]) -> None:
    pause(circle, by=three[0])
    ask_how_we_go_on(circle, by=three[1])
    go(circle, three, "on")
    assert not is_paused(circle.number)
    open_meeting(circle, by=three[0], protocol="experience-share", minutes=90)
    end_pauses()
    assert not Pause.objects.exists()
    with pytest.raises(Conflict, match="does not pause"):
        ask_how_we_go_on(circle, by=three[1])


def test_the_rest_after_going_on_does_not_keep_a_pause_from_ending(circle: SharedCircle, three: list[Person]) -> None:
    ask(circle, by=three[0])
    go(circle, three, "on")
    with clock.at(NOON + timedelta(days=1)):
        pause(circle, by=three[0])
        assert is_paused(circle.number)
        ask_how_we_go_on(circle, by=three[1])
        go(circle, three, "on")
        assert not is_paused(circle.number)


def test_what_was_asked_before_the_pause_does_not_end_it(
    client: Client, circle: SharedCircle, three: list[Person]
) -> None:
    ask(circle, by=three[0])
    with clock.at(NOON + timedelta(days=1)):
        pause(circle, by=three[0])
        page = reverse("confidence:confidence", args=[circle.number])
        client.force_login(three[1])
        assert "You were asked before you paused" in client.get(page).text
        go(circle, three, "on")
        end_pauses()
        assert is_paused(circle.number)
        ask_how_we_go_on(circle, by=three[0])
        assert "If you go on, the pause is over." in client.get(page).text


def test_where_nothing_is_decided_it_still_pauses_and_where_it_ends_the_last_meeting_is_free(
    circle: SharedCircle, three: list[Person]
) -> None:
    pause(circle, by=three[0])
    ask_how_we_go_on(circle, by=three[1])
    question = open_question_in(circle.number)
    assert question is not None
    for person, option in zip(three, ("on", "anew", "close"), strict=True):
        answer(question, by=person, option=option)
    assert is_paused(circle.number)
    ask_how_we_go_on(circle, by=three[1])
    go(circle, three, "close")
    assert not is_paused(circle.number)
    open_meeting(circle, by=three[0], protocol="harvest", minutes=90)
    with pytest.raises(Conflict, match="decided to end"):
        pause(circle, by=three[0])


def test_what_was_told_goes_after_a_month_and_with_either_of_the_two(circle: SharedCircle, three: list[Person]) -> None:
    member, _founder, third = three
    tell_one(circle, by=member, to=third.pk)
    with clock.at(NOON + timedelta(days=29)):
        forget_reports()
        assert Report.objects.exists()
    with clock.at(NOON + timedelta(days=30)):
        forget_reports()
        assert not Report.objects.exists()
    tell_one(circle, by=member, to=third.pk)
    leave_circle(visible_memberships(third).get(circle=circle.number), by=third)
    assert confidence_page(member, circle.number).told == ""
    forget_reports()
    assert not Report.objects.exists()
    assert mails() == []


def test_pages_for_who_tells_who_is_told_and_who_pauses(
    circle: SharedCircle, three: list[Person], client_for: Callable[[Person | None], Client]
) -> None:
    member, _founder, third = three
    page = f"/gather/circles/{circle.number}/confidence/"
    mine, theirs = client_for(member), client_for(third)
    assert "Tell one of you first" in mine.get(page).text
    assert "Something said here was told outside" in mine.get(f"/gather/circles/{circle.number}/").text
    told = mine.post(f"{page}tell/", {"to": third.pk}, follow=True).text
    assert "You told Thea Third" in told
    assert "Nobody else does" in told
    assert "Choose one of the others" in mine.post(f"{page}tell/", {"to": "nobody"}, follow=True).text
    assert "Mara Member thinks that something said here was told outside" in theirs.get(page).text
    assert "One of your circle would like to talk with you" in theirs.get("/").text
    assert "You pause until you have talked" in theirs.post(f"{page}pause/", follow=True).text
    own = mine.get(f"/gather/circles/{circle.number}/").text
    assert "Your circle begins no other meeting before this one." in own
    assert "Begin a meeting" not in own
    begin = mine.get(f"/gather/circles/{circle.number}/begin/").text
    assert "A talk about confidence" in begin
    assert "Experience share" not in begin
    assert "How do you go on?" in mine.post(f"{page}talked/", follow=True).text
    go(circle, three, "on")
    assert "Your pause is over" in mine.get(f"/gather/circles/{circle.number}/decision/").text
    assert "Your pause is over" in theirs.get(f"/gather/circles/{circle.number}/").text


def test_who_is_told_by_two_reads_what_helps_once_and_can_let_the_circle_pause_once(
    circle: SharedCircle, three: list[Person], client_for: Callable[[Person | None], Client]
) -> None:
    member, founder, third = three
    tell_one(circle, by=member, to=third.pk)
    tell_one(circle, by=founder, to=third.pk)
    text = client_for(third).get(f"/gather/circles/{circle.number}/confidence/").text
    assert text.count("thinks that something said here was told outside") == 2
    assert text.count("Listen first.") == text.count("Let us pause") == 1
    assert "so few of you can guess" in text


def test_a_page_puts_one_card_first_whatever_stands_there(
    circle: SharedCircle, three: list[Person], client_for: Callable[[Person | None], Client]
) -> None:
    member, founder, third = three
    page, browser = f"/gather/circles/{circle.number}/confidence/", client_for(third)
    tell_one(circle, by=member, to=third.pk)
    tell_one(circle, by=third, to=founder.pk)
    assert browser.get(page).text.count("card-first") == 1
    pause(circle, by=member)
    before = browser.get(page).text
    meeting = open_meeting(circle, by=member, protocol="confidence", minutes=60)
    come_in(meeting, by=member)
    come_in(meeting, by=founder)
    meeting.refresh_from_db()
    move_meeting(meeting, NextStep(), by=member, move=meeting.state["move"])
    meeting.refresh_from_db()
    assert end_meeting(meeting, by=member, move=meeting.state["move"])
    after = browser.get(page).text
    # Once they have talked, going on comes first.
    assert before.index("First you talk") < before.index("You have talked elsewhere?")
    assert after.index("Have you talked?") < after.index("Is more to be said?")
    assert before.count("card-first") == after.count("card-first") == 1


def test_who_was_told_already_cannot_be_chosen_instead(circle: SharedCircle, three: list[Person]) -> None:
    member, founder, third = three
    tell_one(circle, by=member, to=third.pk)
    assert list(confidence_page(member, circle.number).others) == [founder.pk]


def test_a_circle_that_ends_is_offered_no_pause(
    circle: SharedCircle, three: list[Person], client_for: Callable[[Person | None], Client]
) -> None:
    ask(circle, by=three[0])
    go(circle, three, "close")
    text = client_for(three[0]).get(f"/gather/circles/{circle.number}/confidence/").text
    assert "Tell one of you first" in text
    assert "so it does not pause any more" in text
    assert "Let us pause" not in text
