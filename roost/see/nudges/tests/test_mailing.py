"""Reminders by mail: to whom, when, and what nobody gets; and what stays of it all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import override_settings
from django.urls import resolve

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.privacy import erase_person, export_person, held_about
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import deliver_due, offer
from roost.ground.notify.models import Outbox
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.notify.reads import waiting
from roost.ground.people.models import Affiliation, Organisation, Person
from roost.see.nudges.access import occasion_behind, wishes_behind
from roost.see.nudges.actions import Chosen, choose_wishes, end_plan, offer_mails, stop_mail
from roost.see.nudges.engine import Answer
from roost.see.nudges.models import Mail, Occasion, Plan, Wishes
from roost.see.nudges.reads import today_card
from roost.see.nudges.tests.weeks import MONDAY, after, given_on, say

ROOM_TABLES = (Plan, Occasion, Wishes)


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
