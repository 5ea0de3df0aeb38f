"""Reminders given, answered and changed: the limit in the database, mail, and what stays of whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.privacy import erase_person, export_person, held_about
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.notify.actions import deliver_due, offer
from roost.ground.notify.models import Outbox
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.notify.reads import waiting
from roost.ground.people.actions import choose_time_zone
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.see.nudges.access import occasion_behind, wishes_behind
from roost.see.nudges.actions import (
    MOST_PLANS,
    Chosen,
    Intent,
    answer_occasion,
    change_plan,
    choose_wishes,
    delete_plan,
    end_plan,
    follow_zones,
    forget_slots,
    intent_of,
    offer_mails,
    plan_reminder,
    remind_due,
    rest_plan,
    stop_mail,
    wake_plan,
)
from roost.see.nudges.engine import Answer
from roost.see.nudges.models import Mail, Occasion, Plan, Wishes
from roost.see.nudges.reads import State, grow_card, plan_page, plans_page, today_card

MONDAY = datetime(2024, 6, 17, 9, 0, tzinfo=UTC)
ASK = Intent("the planning begins", "ask first", weekdays="0", words="A canary of mine")
ROOM_TABLES = (Plan, Occasion, Wishes)

Planner = Callable[..., Plan]


@pytest.fixture
def make_plan(in_scope: Organisation, member: Person) -> Planner:
    def make(number: int = 1, *, by: Person = member, **changed: object) -> Plan:
        intent = Intent(**(ASK.__dict__ | changed))
        return plan_reminder(in_scope, by=by, intent=intent, key=f"{number:032x}")

    return make


@pytest.fixture
def plan(make_plan: Planner) -> Plan:
    return make_plan()


def after(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def given_on(*days: float) -> list[Occasion]:
    """Let the worker look at these moments, and give every reminder there is."""
    for day in days:
        with clock.at(after(day)):
            remind_due()
    with everywhere():
        return list(Occasion.objects.select_related("plan").order_by("pk"))


def say(occasion: Occasion, by: Person, answer: Answer, *, day: float) -> Occasion:
    with clock.at(after(day)):
        return answer_occasion(occasion, by=by, answer=answer)


def test_a_plan_comes_on_its_day_once_and_again_after_its_spacing(plan: Plan) -> None:
    assert [one.day for one in given_on(-1, 0, 0, 0.1, 1, 3, 7, 7)] == [date(2024, 6, 17), date(2024, 6, 24)]


def test_three_times_done_widens_and_taking_it_back_narrows_again(plan: Plan, member: Person) -> None:
    for week in range(3):
        occasion = given_on(7 * week)[-1]
        say(occasion, member, Answer.DONE, day=7 * week)
    plan.refresh_from_db()
    assert (plan.next_day, plan.answered.wider) == (date(2024, 7, 15), 1)
    say(occasion, member, Answer.NONE, day=15)
    plan.refresh_from_db()
    assert (plan.next_day, plan.answered.wider) == (date(2024, 7, 8), 0)
    say(occasion, member, Answer.DONE, day=16)
    with clock.at(after(16)):
        (line,) = plans_page(member).lines
    assert line.spacing == "You did it three times running, so it comes every two weeks."
    assert line.streak == 3
    assert Fact.objects.filter(verb="nudges.answered").count() == 3


def test_what_is_put_off_comes_again_within_days_and_once(make_plan: Planner, member: Person) -> None:
    make_plan(weekdays="01234", start=14)
    say(given_on(0)[-1], member, Answer.NOT_NOW, day=0)
    again = given_on(1, 2)
    assert [one.day.day for one in again] == [17, 19]
    say(again[-1], member, Answer.NOT_NOW, day=2)
    assert [one.day for one in given_on(4, 9, 15, 16)] == [date(2024, 6, 17), date(2024, 6, 19), date(2024, 7, 3)]


def test_three_times_not_for_me_retires_it_and_one_tap_brings_it_back(plan: Plan, member: Person) -> None:
    for week in range(3):
        say(given_on(7 * week)[-1], member, Answer.NOT_FOR_ME, day=7 * week)
    assert len(given_on(21, 28, 35)) == 3
    with clock.at(after(36)):
        assert plans_page(member).lines[0].state is State.RETIRED
        wake_plan(plan, by=member)
        assert plans_page(member).lines[0].state is State.RUNNING
    assert len(given_on(42)) == 4


def test_silence_is_answered_by_silence_until_somebody_comes_back(plan: Plan, member: Person) -> None:
    occasions = given_on(*range(0, 200, 1))
    assert [(one.day - date(2024, 6, 17)).days for one in occasions] == [0, 7, 21, 49]
    with clock.at(after(200)):
        assert plans_page(member).lines[0].state is State.SILENT
    say(occasions[-1], member, Answer.DONE, day=201)
    plan.refresh_from_db()
    assert plan.next_at is not None


def test_what_is_over_stays_as_it_was_answered(plan: Plan, member: Person, founder: Person) -> None:
    first = given_on(0)[0]
    given_on(7)
    with pytest.raises(Conflict):
        say(first, member, Answer.DONE, day=8)
    latest = given_on(7)[-1]
    with pytest.raises(NotFound):
        say(latest, founder, Answer.DONE, day=8)
    say(latest, member, Answer.DONE, day=8)
    end_plan(plan, by=member)
    assert say(latest, member, Answer.DONE, day=9).answer == "did-it"
    with pytest.raises(Conflict):
        say(latest, member, Answer.NOT_NOW, day=9)


def test_two_a_week_over_all_plans_and_who_waited_longest_goes_first(make_plan: Planner) -> None:
    plans = [make_plan(number).pk for number in range(1, 4)]
    told = [(one.plan_id, one.day.day) for one in given_on(0, 7)]
    assert told == [(plans[0], 17), (plans[1], 17), (plans[2], 24), (plans[0], 24)]


def test_deleting_a_plan_makes_no_room(make_plan: Planner, member: Person) -> None:
    first = make_plan(1)
    make_plan(2)
    given_on(0)
    with clock.at(after(0.1)):
        delete_plan(first, by=member)
        make_plan(3, weekdays="01234", at=time(14))
    assert len(given_on(0.3, 1.3, 2.3)) == 2
    left = Occasion.objects.get(plan=None)
    assert (left.answer, left.before) == ("", {})
    with clock.at(after(15)):
        assert forget_slots() == 1


def test_the_database_itself_keeps_the_limit(plan: Plan) -> None:
    (one,) = given_on(0)
    for slot in (one.slot, 3, 0):
        one.pk, one.number, one.slot = None, one.number + 1, slot
        with pytest.raises(IntegrityError), transaction.atomic(), everywhere():
            one.save(force_insert=True)


def test_fewer_a_week_holds_at_once(make_plan: Planner, member: Person) -> None:
    make_plan(1)
    make_plan(2, weekdays="3")
    given_on(0)
    with clock.at(after(1)):
        choose_wishes(member, Chosen(most_a_week=1), by=member)
    assert len(given_on(3)) == 1
    assert len(given_on(7)) == 2


def test_a_pause_a_rest_and_an_end_leave_nothing_to_come(make_plan: Planner, member: Person) -> None:
    resting, ended = make_plan(1), make_plan(2)
    with clock.at(after(-1)):
        rest_plan(resting, by=member, until=date(2024, 7, 1))
        end_plan(ended, by=member)
        end_plan(ended, by=member)
        with pytest.raises(Conflict):
            rest_plan(ended, by=member, until=date(2024, 7, 1))
    assert [one.day for one in given_on(0, 7, 14)] == [date(2024, 7, 1)]
    with clock.at(after(15)):
        choose_wishes(member, Chosen(paused=True), by=member)
        wake_plan(ended, by=member)
        assert {line.state for line in plans_page(member).lines} == {State.PAUSED}
    assert len(given_on(21, 28)) == 1
    with clock.at(after(29)):
        choose_wishes(member, Chosen(), by=member)
    assert len(given_on(35)) == 3


def test_who_left_is_not_reminded_and_who_comes_back_is(plan: Plan, member: Person) -> None:
    Affiliation.objects.filter(person=member).update(ends_on=date(2024, 6, 14))
    assert given_on(0, 7) == []
    Affiliation.objects.filter(person=member).update(ends_on=None)
    assert len(given_on(7.1, 14, 21)) == 2
    Person.objects.update(is_active=False)
    assert len(given_on(28)) == 2


def test_plans_follow_their_person_to_another_zone(plan: Plan, member: Person) -> None:
    with clock.at(after(-2)):
        choose_time_zone(member, "Asia/Tokyo", by=member)
        assert follow_zones() == 1
        assert follow_zones() == 0
    plan.refresh_from_db()
    assert plan.next_at == datetime(2024, 6, 17, 0, tzinfo=UTC)
    with clock.at(after(-1)):
        choose_time_zone(member, "America/New_York", by=member)
    assert given_on(-0.375, 0) == []
    assert len(given_on(4 / 24)) == 1


def test_what_is_due_is_left_to_the_worker_whatever_is_chosen_now(plan: Plan, member: Person) -> None:
    with clock.at(after(0)):
        choose_wishes(member, Chosen(), by=member)
        choose_time_zone(member, "Europe/Berlin", by=member)
        follow_zones()
    assert len(given_on(0)) == 1


def test_a_pause_is_over_in_every_organisation_at_once(
    plan: Plan, other_organisation: Organisation, member: Person
) -> None:
    with everywhere():
        Affiliation.objects.create(organisation=other_organisation, person=member)
    with touching(other_organisation.pk), clock.at(after(-1)):
        there = plan_reminder(other_organisation, by=member, intent=ASK, key="2" * 32)
    with clock.at(after(-0.5)):
        choose_wishes(member, Chosen(paused=True), by=member)
    assert given_on(0) == []
    with clock.at(after(1)):
        choose_wishes(member, Chosen(), by=member)
    assert {one.plan_id for one in given_on(7)} == {plan.pk, there.pk}


def test_five_plans_are_enough_and_what_cannot_be_is_refused(make_plan: Planner, plan: Plan, member: Person) -> None:
    for number in range(2, MOST_PLANS + 1):
        make_plan(number)
    with pytest.raises(InputError, match="Five at a time"):
        make_plan(9)
    for wrong in (
        {"cue": " "},
        {"weekdays": ""},
        {"weekdays": "8"},
        {"start": 5},
        {"behaviour": "x"},
        {"words": "x" * 301},
    ):
        with pytest.raises(InputError):
            change_plan(plan, by=member, intent=Intent(**(ASK.__dict__ | wrong)), version=1)
    for until in (date(2024, 6, 12), date(2026, 1, 1)):
        with pytest.raises(InputError):
            rest_plan(plan, by=member, until=until)
    assert intent_of(Plan.objects.get(pk=plan.pk)) == ASK


def test_a_change_counts_versions_and_another_spacing_begins_anew(plan: Plan, member: Person) -> None:
    for week in range(3):
        say(given_on(7 * week)[-1], member, Answer.DONE, day=7 * week)
    plan.refresh_from_db()
    kept = change_plan(plan, by=member, intent=Intent(**(ASK.__dict__ | {"words": "Anew"})), version=1)
    assert (kept.version, kept.answered.wider) == (2, 1)
    with pytest.raises(Conflict):
        change_plan(plan, by=member, intent=ASK, version=1)
    twice = change_plan(plan, by=member, intent=Intent(**(ASK.__dict__ | {"start": 3})), version=2)
    assert twice.answered.wider == 0


def test_nobody_changes_the_plans_or_wishes_of_others(plan: Plan, founder: Person, member: Person) -> None:
    for act in (end_plan, wake_plan, delete_plan):
        with pytest.raises(NotFound):
            act(plan, by=founder)
    with pytest.raises(Conflict):
        choose_wishes(member, Chosen(), by=founder)
    assert today_card(founder, member) is None
    assert grow_card(founder, member) is None


# Mail.


@pytest.fixture
def mailed(plan: Plan, member: Person) -> Occasion:
    with clock.at(after(-1)):
        choose_wishes(member, Chosen(by_mail=True), by=member)
    (occasion,) = given_on(0)
    return occasion


def sent(day: float) -> list[EmailMultiAlternatives]:
    with clock.at(after(day)):
        offer_mails()
        deliver_due()
    return mail.outbox  # type: ignore[return-value]


@override_settings(PUBLIC_URL="https://roost.example.org")
def test_a_mail_holds_own_words_three_answers_and_a_way_out(mailed: Occasion, member: Person) -> None:
    (one,) = sent(0)
    assert len(sent(0.1)) == 1
    assert one.to == [member.email]
    assert "canary" not in one.subject
    assert "A canary of mine" in one.body
    links = [line for line in one.body.splitlines() if line.startswith("https://")]
    (reply, stop) = (resolve(link.removeprefix("https://roost.example.org")) for link in links)
    with clock.at(MONDAY):
        assert occasion_behind(reply.kwargs["token"]) == mailed
    assert wishes_behind(stop.kwargs["token"]) == Wishes.objects.get()
    headers = one.message()
    assert headers["List-Unsubscribe"] == f"<{links[1]}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for word in (member.name, "Harbour", "Noor"):
        assert word not in one.body + one.subject


def test_nobody_gets_mail_who_did_not_ask_for_it(plan: Plan) -> None:
    given_on(0)
    assert sent(0) == []


def test_what_is_answered_or_stopped_before_it_goes_out_does_not_go_out(mailed: Occasion, member: Person) -> None:
    with clock.at(MONDAY):
        offer_mails()
    say(mailed, member, Answer.DONE, day=0)
    with everywhere():
        assert not Outbox.objects.exists()
    given_on(7)
    stop_mail(Wishes.objects.select_related("person").get())
    assert sent(7) == []
    assert [one.mail for one in given_on(14)] == [Mail.OFFERED, Mail.NO, Mail.NO]


def test_a_worker_that_comes_back_hours_later_sends_no_old_mail(mailed: Occasion) -> None:
    assert sent(0.3) == []


def test_a_mail_that_waited_until_its_moment_is_past_does_not_go_out(plan: Plan, member: Person) -> None:
    with clock.at(after(-1)):
        choose_wishes(member, Chosen(by_mail=True), by=member)
    (occasion,) = given_on(0.2)
    assert occasion.until == MONDAY + timedelta(hours=6)
    with clock.at(after(0.2)):
        assert offer_mails() == 1
    assert sent(0.26) == []


def test_however_many_wait_none_goes_out_once_it_is_stopped(mailed: Occasion) -> None:
    for week in range(3):
        given_on(7 * week)
        with clock.at(after(7 * week)):
            offer_mails()
    stop_mail(Wishes.objects.select_related("person").get())
    with everywhere():
        assert not waiting().exists()


def test_ending_a_plan_takes_back_every_mail_of_it(mailed: Occasion, plan: Plan, member: Person) -> None:
    for week in range(2):
        given_on(7 * week)
        with clock.at(after(7 * week)):
            offer_mails()
    end_plan(plan, by=member)
    with everywhere():
        assert not waiting().exists()


def test_who_left_meanwhile_gets_no_mail(mailed: Occasion, member: Person) -> None:
    Affiliation.objects.filter(person=member).update(ends_on=date(2024, 6, 14))
    assert sent(0) == []


def test_a_full_week_leaves_it_on_today(mailed: Occasion, in_scope: Organisation, member: Person) -> None:
    with clock.at(MONDAY):
        for number in range(3):
            message = Message(in_scope.pk, Kind.REGULAR, key=f"other:{number}", subject="Other", body="Words.")
            offer(message, to=Recipient(member.pk, str(member.email)), by=None)
    assert [one.subject for one in sent(0)] == ["Other"] * 3
    mailed.refresh_from_db()
    assert mailed.mail == Mail.NO_ROOM
    with clock.at(MONDAY):
        assert today_card(member, member) is not None


# What is kept.


def test_erasure_leaves_nothing_and_facts_say_nothing(mailed: Occasion, member: Person, founder: Person) -> None:
    with clock.at(MONDAY):
        offer_mails()
    say(mailed, member, Answer.NONE, day=0)
    taken = str(export_person(member.pk))
    assert taken.count("A canary of mine") == 2  # the plan, and the mail
    assert "canary" not in str(export_person(founder.pk))
    assert "What you want to be reminded of" in [one.title for one in held_about(member.pk)]
    told = [str(value) for fact in Fact.objects.filter(verb__startswith="nudges.") for value in vars(fact).values()]
    assert not any(words in " ".join(told) for words in ("canary", "planning", "ask first", "did-it"))
    erase_person(member.pk)
    with everywhere():
        assert [model._default_manager.filter(person=member.pk).count() for model in ROOM_TABLES] == [0, 0, 0]
        assert not Outbox.objects.filter(person=member.pk).exists()
    assert sent(1) == []
    assert given_on(7) == []


def test_queries_do_not_grow_with_people(
    make_plan: Planner,
    make_person: Callable[..., Person],
    member: Person,
    django_assert_num_queries: Callable[..., object],
) -> None:
    make_plan(1)
    with clock.at(MONDAY), CaptureQueriesContext(connection) as for_one:
        assert remind_due() == 1
    for number in range(30):
        make_plan(100 + number, by=make_person(f"Person {number}"))
    with clock.at(after(7)), django_assert_num_queries(len(for_one)):
        assert remind_due() == 31
    with clock.at(after(7)), django_assert_num_queries(4):
        plans_page(member)
    with clock.at(after(7)), django_assert_num_queries(1):
        today_card(member, member)
    with clock.at(after(7)), django_assert_num_queries(4):
        grow_card(member, member)
    plan = Plan.objects.earliest("pk")
    with clock.at(after(7)), django_assert_num_queries(2):
        plan_page(plan, member)
