"""A circle is asked, answers and decides; what remains of it, and what is mailed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from roost.gather.circles.access import visible_memberships
from roost.gather.circles.actions import leave_circle
from roost.gather.circles.models import Circle, Member, Round
from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.decisions.access import circle_for, ending_of, last_decided_in, open_question_in
from roost.gather.decisions.actions import answer, ask, ask_quiet_circles, send_mails, settle, settle_all
from roost.gather.decisions.engine.deciding import OPEN_FOR
from roost.gather.decisions.models import Answer, Question
from roost.gather.decisions.reads import circle_card, standing_of
from roost.gather.decisions.tests.conftest import NOON
from roost.gather.meetings.actions import come_in, move_meeting, open_meeting
from roost.gather.meetings.engine.events import NextStep
from roost.gather.meetings.tests.talks import end_now
from roost.gather.rhythm.actions import plan_term
from roost.ground.activity.models import Fact, Involved
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import deliver_due
from roost.ground.people.models import Organisation, Person

Decide = Callable[..., None]


def meet(circle: SharedCircle, member: Person, founder: Person) -> None:
    """Let a circle meet now, shortly."""
    made = open_meeting(circle, by=member, protocol="harvest", minutes=60)
    for person in (member, founder):
        come_in(made, by=person)
    made.refresh_from_db()
    moderator = next(one for one in (member, founder) if one.pk == made.state["moderator"])
    move_meeting(made, NextStep(), by=moderator, move=made.state["move"])
    end_now(made, moderator)


def test_more_than_half_decide_and_only_what_came_out_remains(
    circle: SharedCircle, decide: Decide, founder: Person
) -> None:
    decide("on", "close")
    assert open_question_in(circle.number) is not None
    assert Answer.objects.count() == 2
    decide("on", "close", "on")
    assert open_question_in(circle.number) is None
    assert not Answer.objects.exists()
    last = last_decided_in(circle.number)
    assert last is not None
    assert (last.outcome, last.decided_at) == ("on", NOON)
    assert ending_of(circle.number) is None
    assert standing_of(founder, circle.number).goes_on


def test_an_answer_can_be_changed_and_is_seen_by_who_gave_it_alone(
    circle: SharedCircle, decide: Decide, member: Person, founder: Person
) -> None:
    decide("close")
    decide("anew")
    assert [one.option for one in standing_of(member, circle.number).choices if one.is_mine] == ["anew"]
    assert not standing_of(founder, circle.number).has_answered
    question = Question.objects.get()
    with pytest.raises(InputError):
        answer(question, by=member, option="perhaps")


@pytest.mark.parametrize("options", [("on", "anew", "close"), ("on", "close", None)])
def test_a_tie_decides_nothing_and_can_be_asked_again(
    circle: SharedCircle, decide: Decide, member: Person, options: tuple[str, ...]
) -> None:
    decide(*filter(None, options))
    with clock.at(NOON + OPEN_FOR):
        settle(circle)
        assert standing_of(member, circle.number).is_undecided
        assert ending_of(circle.number) is None
        assert ask(circle, by=member).why == "asked"


def test_a_mixture_is_asked_once_more_between_the_two_named_most(
    circle: SharedCircle, decide: Decide, make_person: Callable[..., Person], member: Person, founder: Person
) -> None:
    # Five people: two, two and one.
    more = [make_person(name) for name in ("Dee Fourth", "Eli Fifth")]
    for person in more:
        Member.objects.create(
            organisation_id=circle.organisation, circle_id=circle.number, person=person, since=clock.now()
        )
    decide("on", "close", "anew")
    question = Question.objects.get()
    for person, option in zip(more, ("on", "close"), strict=True):
        answer(question, by=person, option=option)
    second = open_question_in(circle.number)
    assert second is not None
    assert second.offered == ["on", "close"]
    assert standing_of(member, circle.number).is_second
    assert not standing_of(member, circle.number).has_answered
    with pytest.raises(InputError):
        answer(second, by=founder, option="anew")
    # Five said something before, so that silence is no wish to close.
    assert not standing_of(member, circle.number).closes_unanswered
    for person in (member, founder, more[0]):
        answer(second, by=person, option="close")
    with clock.at(NOON + OPEN_FOR):
        settle(circle)
    assert ending_of(circle.number) is not None


def test_after_two_weeks_those_decide_who_answered(circle: SharedCircle, decide: Decide, third: Person) -> None:
    decide("on")
    with clock.at(NOON + OPEN_FOR - timedelta(seconds=1)):
        settle_all()
        assert open_question_in(circle.number) is not None
    with clock.at(NOON + OPEN_FOR):
        with pytest.raises(Conflict, match="decided already"):
            answer(Question.objects.get(), by=third, option="close")
        settle_all()
    last = last_decided_in(circle.number)
    assert last is not None
    assert last.outcome == "on"


def test_a_circle_of_which_nobody_answers_ends(circle: SharedCircle, member: Person, founder: Person) -> None:
    meet(circle, member, founder)
    ask(circle, by=member)
    send_mails()
    deliver_due()
    assert "the circle ends three weeks later" in str(mail.outbox[0].body)
    assert standing_of(member, circle.number).closes_unanswered
    with clock.at(NOON + OPEN_FOR):
        settle_all()
        settle_all()
    ending = ending_of(circle.number)
    assert ending is not None
    assert (ending.ends_on.isoformat(), ending.is_anew, ending.can_be_stopped) == ("2024-07-11", False, True)


def test_of_a_circle_that_roost_never_saw_meet_nothing_is_decided_by_silence(
    circle: SharedCircle, member: Person
) -> None:
    begun = NOON + timedelta(weeks=6, days=6)
    with clock.at(begun):
        ask_quiet_circles()
        assert not standing_of(member, circle.number).closes_unanswered
        send_mails()
        deliver_due()
        assert "If nobody does, nothing is decided." in str(mail.outbox[0].body)
    with clock.at(begun + OPEN_FOR):
        settle_all()
        assert ending_of(circle.number) is None
        assert standing_of(member, circle.number).is_undecided
    # They may well meet without Roost, so it does not ask again and again.
    with clock.at(begun + timedelta(weeks=30)):
        ask_quiet_circles()
        assert Question.objects.count() == 1


def test_what_a_circle_decided_before_somebody_came_is_not_theirs_to_read(
    circle: SharedCircle, decide: Decide, member: Person, make_person: Callable[..., Person]
) -> None:
    decide("on", "on", "close")
    with clock.at(NOON + timedelta(days=1)):
        told = {"organisation_id": circle.organisation, "circle_id": circle.number, "since": clock.now()}
        new = make_person("Dee Fourth")
        Member.objects.create(person=new, **told)
        assert standing_of(member, circle.number).goes_on
        page = standing_of(new, circle.number)
        assert page.last is None
        assert page.rests_until is not None
        assert circle_card(new, circle) is None


def test_where_nobody_is_left_in_roost_who_could_answer_nothing_ends(circle: SharedCircle, member: Person) -> None:
    question = ask(circle, by=member)
    Circle.objects.filter(pk=circle.number).update(unknown=3)
    Member.objects.filter(circle=circle.number).delete()
    with clock.at(NOON + OPEN_FOR):
        settle_all()
    assert not Question.objects.filter(pk=question.pk).exists()
    assert ending_of(circle.number) is None


def test_of_two_who_answer_at_once_the_second_finds_it_decided(
    circle: SharedCircle, decide: Decide, member: Person, founder: Person, third: Person
) -> None:
    decide("on")
    seen = Question.objects.get()
    answer(seen, by=founder, option="on")
    answer(Question.objects.get(), by=third, option="on")
    # This page was loaded before.
    with pytest.raises(Conflict, match="decided already"):
        answer(seen, by=member, option="close")
    assert Fact.objects.filter(verb="decisions.decided").count() == 1


def test_who_leaves_is_not_awaited_and_who_joins_is(
    circle: SharedCircle, decide: Decide, member: Person, third: Person
) -> None:
    decide("close", "on")
    leave_circle(visible_memberships(member).get(circle=circle.number), by=member)
    with pytest.raises(NotFound):
        answer(Question.objects.get(), by=member, option="close")
    settle_all()
    assert [one.option for one in Answer.objects.all()] == ["on"]
    answer(Question.objects.get(), by=third, option="on")
    last = last_decided_in(circle.number)
    assert last is not None
    assert last.outcome == "on"


def test_nobody_else_asks_or_reads(
    circle: SharedCircle, decide: Decide, administrator: Person, outsider: Person
) -> None:
    decide("on")
    for person in (administrator, outsider):
        with pytest.raises(NotFound):
            ask(circle, by=person)
        with pytest.raises(NotFound):
            standing_of(person, circle.number)
        with pytest.raises(NotFound):
            answer(Question.objects.get(), by=person, option="on")


def test_asking_twice_asks_once_and_who_goes_on_has_peace_for_four_weeks(
    circle: SharedCircle, decide: Decide, member: Person, founder: Person
) -> None:
    assert ask(circle, by=member) == ask(circle, by=founder)
    decide("on", "on", "on")
    for zone, day in (("UTC", "4 July"), ("Pacific/Auckland", "5 July")):
        with clock.at(NOON + timedelta(days=27)), timezone.override(zone), pytest.raises(Conflict, match=day):
            ask(circle, by=member)
    with clock.at(NOON + timedelta(days=28)):
        assert ask(circle, by=member).decided_at is None


def test_a_circle_that_does_not_meet_is_asked_once(
    circle: SharedCircle, member: Person, founder: Person, decide: Decide
) -> None:
    with clock.at(NOON + timedelta(weeks=2)):
        meet(circle, member, founder)
    for weeks, asked in ((7, 0), (8, 1), (8, 1)):
        with clock.at(NOON + timedelta(weeks=weeks)):
            ask_quiet_circles()
            assert Question.objects.count() == asked
    assert Question.objects.get().why == "quiet"
    with clock.at(NOON + timedelta(weeks=8)):
        decide("on", "on", "on")
        ask_quiet_circles()
    for weeks, asked in ((13, 1), (14, 2)):
        with clock.at(NOON + timedelta(weeks=weeks)):
            ask_quiet_circles()
            assert Question.objects.count() == asked


def test_two_planned_meetings_in_a_row_that_were_not_held_ask(
    circle: SharedCircle, member: Person, founder: Person
) -> None:
    starts = [NOON + timedelta(weeks=3 * number) for number in range(1, 7)]
    plan_term(circle, by=member, version=0, starts=starts, every=3, minutes=90, zone="Europe/Berlin")
    with clock.at(starts[0]):
        meet(circle, member, founder)
    for moment, asked in ((starts[1], 0), (starts[2], 0), (starts[2] + timedelta(days=1), 1)):
        with clock.at(moment + timedelta(minutes=5)):
            ask_quiet_circles()
            assert Question.objects.count() == asked
    assert Question.objects.get().why == "missed"


def test_the_end_of_a_term_asks(circle: SharedCircle, member: Person, founder: Person) -> None:
    starts = [NOON + timedelta(weeks=number) for number in range(1, 5)]
    plan_term(circle, by=member, version=0, starts=starts, every=1, minutes=90, zone="Europe/Berlin")
    for start in starts:
        with clock.at(start):
            meet(circle, member, founder)
            ask_quiet_circles()
    assert not Question.objects.exists()
    with clock.at(starts[-1] + timedelta(days=1)):
        ask_quiet_circles()
    assert Question.objects.get().why == "over"


def test_who_goes_on_has_peace_for_four_weeks_from_roost_as_well(
    circle: SharedCircle, member: Person, founder: Person, decide: Decide
) -> None:
    starts = [NOON + timedelta(weeks=number) for number in range(1, 5)]
    plan_term(circle, by=member, version=0, starts=starts, every=1, minutes=90, zone="Europe/Berlin")
    for start in starts[:3]:
        with clock.at(start):
            meet(circle, member, founder)
    with clock.at(starts[2] + timedelta(days=1)):
        decide("on", "on", "on")
    for days, asked in ((2, 1), (21, 1), (22, 2)):
        with clock.at(starts[3] + timedelta(days=days)):
            ask_quiet_circles()
            assert Question.objects.count() == asked


def test_a_circle_that_begins_later_is_not_quiet_before(
    circle: SharedCircle, member: Person, in_scope: Organisation
) -> None:
    told = {"organisation": in_scope, "key": "0" * 32, "least": 3, "most": 5, "created_at": NOON, "changed_at": NOON}
    begins = NOON + timedelta(weeks=8)
    round = Round.objects.create(title="Spring", state="published", starts_on=begins.date(), **told)
    Circle.objects.filter(pk=circle.number).update(round=round)
    for weeks, asked in ((7, 0), (13, 0), (14, 1)):
        with clock.at(NOON + timedelta(weeks=weeks)):
            ask_quiet_circles()
            assert Question.objects.count() == asked


def test_one_mail_says_that_the_circle_is_asked_and_names_nobody(
    circle: SharedCircle, decide: Decide, member: Person, founder: Person, third: Person
) -> None:
    decide("close")
    send_mails()
    send_mails()
    deliver_due()
    assert sorted(one.to[0] for one in mail.outbox) == sorted(str(one.email) for one in (member, founder, third))
    for one in mail.outbox:
        words = f"{one.subject} {one.body}"
        assert "until Thursday 20 June" in words
        assert f"/gather/circles/{circle.number}/decision/" in words
        assert not any(name in words for person in (member, founder, third) for name in str(person).split())


def test_a_mail_that_waits_is_taken_back_once_it_is_decided(circle: SharedCircle, decide: Decide) -> None:
    decide("on", "on")
    send_mails()
    decide("on", "on", "on")
    deliver_due()
    assert mail.outbox == []


def test_facts_name_nobody(circle: SharedCircle, decide: Decide) -> None:
    decide("close", "close", "close")
    with everywhere():
        told = Fact.objects.filter(verb__startswith="decisions.")
        assert sorted(one.verb for one in told) == ["decisions.asked", "decisions.decided"]
        assert all(one.actor is None for one in told)
        assert not Involved.objects.filter(fact__in=told).exists()


def test_a_question_goes_with_its_circle(circle: SharedCircle, decide: Decide, member: Person, founder: Person) -> None:
    decide("on")
    for person in (member, founder):
        leave_circle(visible_memberships(person).get(circle=circle.number), by=person)
    settle_all()
    assert not Question.objects.exists()
    with pytest.raises(NotFound):
        shared_circle(circle_for(member, circle.number))
