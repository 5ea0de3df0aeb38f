"""Reminders given, answered and changed: when each comes, and the limit in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, NotFound
from roost.ground.kit.scopes import everywhere, touching
from roost.ground.people.actions import choose_time_zone
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.see.nudges.actions import (
    MOST_PLANS,
    Chosen,
    Intent,
    change_plan,
    choose_wishes,
    delete_plan,
    end_plan,
    follow_zones,
    forget_slots,
    intent_of,
    plan_reminder,
    remind_due,
    rest_plan,
    wake_plan,
)
from roost.see.nudges.engine import Answer
from roost.see.nudges.models import Occasion, Plan
from roost.see.nudges.reads import State, grow_card, plan_page, plans_page, today_card
from roost.see.nudges.tests.weeks import ASK, MONDAY, Planner, after, given_on, say


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
