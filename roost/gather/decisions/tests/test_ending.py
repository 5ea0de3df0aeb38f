"""A circle ends on its day, whole; it can be stopped once; who convened it learns no more than that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from roost.gather.charters.reads import charter_place
from roost.gather.circles.actions import found_circle, leave_circle, publish_round, start_round
from roost.gather.circles.engine.rules import Sizes
from roost.gather.circles.models import Circle, Member, Round, Seat
from roost.gather.circles.reads import SharedCircle, list_of_file, shared_circle
from roost.gather.circles.tests.rounds import CSV
from roost.gather.decisions.access import (
    circle_for,
    ending_of,
    open_question_in,
    reseating_for,
    visible_reseatings,
)
from roost.gather.decisions.actions import (
    answer,
    ask,
    end_due_circles,
    forget_reseating,
    send_mails,
    settle_all,
    stop_ending,
)
from roost.gather.decisions.engine.deciding import OPEN_FOR
from roost.gather.decisions.models import Ending, Reseating
from roost.gather.decisions.reads import standing_of
from roost.gather.decisions.tests.conftest import NOON
from roost.gather.meetings.actions import call_off, come_in, keep_readers, open_meeting
from roost.gather.meetings.models import Meeting
from roost.gather.meetings.reads import group_of
from roost.gather.meetings.tests.holding import hold
from roost.gather.rhythm.actions import keep_calendars, plan_term
from roost.gather.rhythm.models import Invitation
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, NotFound
from roost.ground.notify.actions import deliver_due
from roost.ground.people.models import Organisation, Person
from roost.ground.vault.access import group_for
from roost.ground.vault.actions import make_keys, write_note
from roost.ground.vault.models import Group, Note
from roost.ground.vault.tests.sealing import keys_of, next_epoch, sealed

Decide = Callable[..., None]
DAY = datetime(2024, 6, 27, 12, tzinfo=NOON.tzinfo)


@pytest.fixture
def convened(in_scope: Organisation, member: Person, founder: Person) -> Round:
    """Give two circles of six, in one of which member and founder sit; the founder convenes them."""
    people = list_of_file(CSV.encode(), file="people.csv", organisation=in_scope)
    round = start_round(in_scope, by=founder, title="Spring", sizes=Sizes(3, 6), people=people, key="0" * 32)
    Seat.objects.filter(round=round, place__lt=6).update(number=1)
    Seat.objects.filter(round=round, place__gte=6).update(number=2)
    Round.objects.filter(pk=round.pk).update(state=Round.State.FORMED)
    round.refresh_from_db()
    return publish_round(round, by=founder, version=round.version)


def test_three_weeks_after_it_decided_a_circle_is_gone_with_what_belongs_to_it(
    circle: SharedCircle, decide: Decide, member: Person, founder: Person, in_scope: Organisation
) -> None:
    other = found_circle(in_scope, people=[member, founder], by=member)
    keep_readers(circle, by=member)
    group = group_of(circle.number)
    decide("close", "close", "on")
    with clock.at(DAY - timedelta(days=1)):
        end_due_circles()
        assert standing_of(member, circle.number).ending is not None
    with clock.at(DAY):
        end_due_circles()
        end_due_circles()
    with pytest.raises(NotFound):
        circle_for(member, circle.number)
    assert list(Circle.objects.all()) == [other]
    assert not Ending.objects.exists()
    assert Group.objects.get(pk=group).closed_at is not None
    assert not Reseating.objects.exists()


def test_what_it_kept_in_writing_is_deleted_and_its_dates_leave_calendars(
    circle: SharedCircle, decide: Decide, member: Person, founder: Person
) -> None:
    for person in (member, founder):
        make_keys(person, keys=keys_of(person))
    group = group_for(member, keep_readers(circle, by=member))
    next_epoch(group, member)
    write_note(group, by=member, sealed=sealed(group, place=charter_place(circle.number)))
    starts = [DAY + timedelta(weeks=number) for number in range(4)]
    plan_term(circle, by=member, version=0, starts=starts, every=1, minutes=90, zone="Europe/Berlin")
    decide("close", "close", "close")
    with clock.at(NOON + timedelta(days=1)):
        keep_calendars()
    assert Note.objects.count() == 1
    assert Invitation.objects.filter(is_cancelled=False).count() == 12
    with clock.at(DAY - timedelta(days=1)):
        end_due_circles()
        assert Note.objects.count() == 1
    with clock.at(DAY):
        end_due_circles()
    assert not Note.objects.filter(deleted_at=None).exists()
    with clock.at(DAY + timedelta(minutes=30)):
        keep_calendars()
    assert not Invitation.objects.filter(is_cancelled=False, starts_at__gt=DAY + timedelta(days=1)).exists()


def test_no_circle_ends_before_the_day_that_each_of_it_was_told_has_begun_where_they_are(
    circle: SharedCircle, decide: Decide, third: Person
) -> None:
    Person.objects.filter(pk=third.pk).update(time_zone="America/Los_Angeles")
    decide("close", "close", "close")
    midnight = datetime(2024, 6, 27, tzinfo=NOON.tzinfo)
    for hours, is_there in ((1, True), (6, True), (7, False)):
        with clock.at(midnight + timedelta(hours=hours)):
            end_due_circles()
            assert Circle.objects.exists() is is_there


def test_who_is_meeting_on_that_day_meets_to_the_end(circle: SharedCircle, decide: Decide, member: Person) -> None:
    decide("close", "close", "close")
    with clock.at(DAY):
        meeting = open_meeting(circle, by=member, protocol="harvest", minutes=60)
        come_in(meeting, by=member)
        end_due_circles()
        assert Meeting.objects.exists()
        meeting.refresh_from_db()
        call_off(meeting, by=member)
        end_due_circles()
    assert not Circle.objects.exists()


def test_anybody_stops_it_once_and_what_is_decided_then_stays(
    circle: SharedCircle, decide: Decide, member: Person, founder: Person, third: Person, administrator: Person
) -> None:
    decide("close", "close", "on")
    with pytest.raises(NotFound):
        stop_ending(circle, by=administrator)
    with pytest.raises(Conflict, match="stop that"):
        ask(circle, by=member)
    with clock.at(NOON + timedelta(days=20)):
        question = stop_ending(circle, by=third)
        assert (question.why, question.is_last) == ("stopped", True)
        with pytest.raises(Conflict, match="already"):
            stop_ending(circle, by=member)
    with clock.at(DAY):
        end_due_circles()
        assert Circle.objects.exists()
        decide("close", "close", "on")
        with pytest.raises(Conflict, match="Now it stays"):
            stop_ending(circle, by=third)
        ending = ending_of(circle.number)
        assert ending is not None
        assert ending.ends_on == date(2024, 7, 18)


def test_who_is_asked_anew_and_goes_on_can_stop_a_later_ending_again(
    circle: SharedCircle, decide: Decide, third: Person
) -> None:
    decide("close", "close", "on")
    stop_ending(circle, by=third)
    decide("on", "on", "close")
    with clock.at(NOON + timedelta(weeks=5)):
        decide("close", "close", "close")
        assert stop_ending(circle, by=third).is_last


def test_one_mail_says_the_day_and_what_goes(circle: SharedCircle, decide: Decide, member: Person) -> None:
    decide("close", "close", "close")
    send_mails()
    send_mails()
    deliver_due()
    assert len(mail.outbox) == 3
    words = str(mail.outbox[0].body)
    assert mail.outbox[0].subject == "Your circle ends on Thursday 27 June"
    assert "Take along before what you wrote yourself." in words
    assert "any of you can stop it" in words
    assert "Mara" not in words


def test_a_mail_that_waits_is_taken_back_when_it_is_stopped(
    circle: SharedCircle, decide: Decide, third: Person
) -> None:
    decide("close", "close", "close")
    send_mails()
    stop_ending(circle, by=third)
    deliver_due()
    assert mail.outbox == []


def test_who_convened_a_circle_learns_on_its_day_that_it_asks_to_be_seated_anew_and_nothing_before(
    convened: Round, member: Person, founder: Person
) -> None:
    # Who convenes sits in a circle as well; they leave it, so that they know it as convener alone.
    leave_circle(Member.objects.get(person=founder), by=founder)
    mine = Member.objects.select_related("circle__round").get(person=member)
    circle, number = shared_circle(mine.circle), mine.circle.number
    answer(ask(circle, by=member), by=member, option="anew")
    ending = ending_of(circle.number)
    assert ending is not None
    assert ending.is_anew
    assert standing_of(member, circle.number).is_convened
    send_mails()
    with clock.at(DAY - timedelta(days=1)):
        end_due_circles()
        assert not visible_reseatings(founder).exists()
    mail.outbox.clear()
    with clock.at(DAY):
        end_due_circles()
        send_mails()
        deliver_due()
    note = visible_reseatings(founder).get()
    assert note.name == f"Circle {number}"
    assert not visible_reseatings(member).exists()
    about = [one for one in mail.outbox if one.subject == "A circle asks to be seated anew"]
    assert [one.to for one in about] == [[founder.email]]
    assert "Mara" not in str(about[0].body)
    # All seats of it are free, those of who is not in Roost as well.
    assert not Circle.objects.filter(pk=circle.number).exists()
    seats = Seat.objects.filter(round=convened)
    assert not seats.filter(sits=number).exists()
    assert seats.get(person=member).left_at == DAY
    with pytest.raises(NotFound):
        reseating_for(member, note.pk)
    forget_reseating(reseating_for(founder, note.pk))
    assert not Reseating.objects.exists()


def test_a_circle_that_closes_asks_nothing_of_who_convened_it(convened: Round, member: Person, founder: Person) -> None:
    circle = shared_circle(Member.objects.select_related("circle__round").get(person=member).circle)
    question = ask(circle, by=member)
    for person in Person.objects.filter(pk__in=circle.people):
        answer(question, by=person, option="close")
    with clock.at(DAY):
        end_due_circles()
    assert not Circle.objects.filter(pk=circle.number).exists()
    assert not visible_reseatings(founder).exists()


def test_stopping_what_nobody_answered_asks_everybody_anew(
    circle: SharedCircle, member: Person, founder: Person
) -> None:
    hold(circle, NOON - timedelta(days=7), member, founder)
    ask(circle, by=member)
    with clock.at(NOON + OPEN_FOR):
        settle_all()
        stop_ending(circle, by=member)
        assert open_question_in(circle.number) is not None
    with clock.at(NOON + 2 * OPEN_FOR):
        settle_all()
    ending = ending_of(circle.number)
    assert ending is not None
    assert not ending.can_be_stopped
