"""What goes out, when, and once; what fails is tried again, and given up in time."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django_tasks_db.models import DBTaskResult

from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import SENT, Answer, deliver_due, offer
from roost.ground.notify.engine import ATTEMPTS
from roost.ground.notify.models import Outbox
from roost.ground.notify.ports import Kind, Message, Recipient
from roost.ground.notify.reads import waiting
from roost.ground.notify.tests.pigeons import (
    LATE_ON_SUNDAY,
    MONDAY,
    NIGHT,
    Pigeons,
    message,
    recipient,
    taken,
    tell,
    words_of,
)

pytestmark = pytest.mark.django_db


def test_a_worker_that_was_away_wakes_nobody(pigeons: Pigeons) -> None:
    with clock.at(MONDAY):
        tell("a", to=recipient(quiet=NIGHT))
    with clock.at(MONDAY + timedelta(hours=14)):
        assert deliver_due() == 0
    with clock.at(MONDAY + timedelta(hours=22)):
        assert deliver_due() == 1
    assert len(pigeons.carried) == 1


@pytest.mark.usefixtures("on_monday")
def test_two_workers_at_the_same_moment_send_once(pigeons: Pigeons) -> None:
    pigeons.on_the_way = deliver_due
    tell("a")
    tell("b")
    deliver_due()
    assert sorted(pigeons.subjects()) == ["about a", "about b"]


def test_a_failed_attempt_is_repeated_after_growing_pauses(pigeons: Pigeons) -> None:
    pigeons.lost = 2
    with clock.at(MONDAY):
        tell("a")
        assert deliver_due() == 0
    for minutes, sent in ((1, 0), (2, 0), (9, 0), (10, 1), (60, 0)):
        with clock.at(MONDAY + timedelta(minutes=minutes)):
            assert deliver_due() == sent
    assert pigeons.subjects() == ["about a"]


def test_a_message_is_given_up_after_six_attempts_and_the_others_still_go(pigeons: Pigeons) -> None:
    with clock.at(MONDAY):
        offer(message("nowhere"), to=Recipient(8, "x", channel="no such channel"), by=None)
        tell("a")
        assert deliver_due() == 1
    for hour in range(1, 30):
        with clock.at(MONDAY + timedelta(hours=hour)):
            deliver_due()
    with everywhere():
        given_up = Outbox.objects.get(key="nowhere")
        assert not waiting().exists()
    assert given_up.attempts == ATTEMPTS
    assert given_up.given_up_at is not None
    assert "no such channel" in given_up.failure
    assert pigeons.subjects() == ["about a"]


def test_the_log_says_what_was_wrong_and_not_with_whose_address(
    pigeons: Pigeons, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise SMTPRecipientsRefused({"the loft": (550, b"5.1.1 <the loft>: no such mailbox")})

    pigeons.on_the_way = refuse
    with clock.at(MONDAY):
        tell("a")
        deliver_due()
    assert "550" in caplog.text
    assert "no such mailbox" in caplog.text
    assert "the loft" not in caplog.text


def test_a_channel_that_cannot_be_reached_ends_the_round_and_costs_the_others_nothing(pigeons: Pigeons) -> None:
    pigeons.lost = 3
    with clock.at(MONDAY):
        for person in range(5):
            tell("a", to=recipient(person))
        assert deliver_due() == 0
        with everywhere():
            assert [row.attempts for row in Outbox.objects.order_by("pk")] == [1, 1, 1, 0, 0]
        assert deliver_due() == 2
    with clock.at(MONDAY + timedelta(minutes=2)):
        assert deliver_due() == 3


def test_letters_that_are_refused_one_by_one_end_no_round(pigeons: Pigeons) -> None:
    def refuse() -> None:
        raise ValueError("no such loft")

    pigeons.on_the_way = refuse
    with clock.at(MONDAY):
        for person in range(5):
            tell("a", to=recipient(person))
        assert deliver_due() == 0
    with everywhere():
        assert [row.attempts for row in Outbox.objects.all()] == [1] * 5


def test_a_round_ends_after_five_minutes_and_the_next_goes_on(pigeons: Pigeons) -> None:
    with ExitStack() as days:
        days.enter_context(clock.at(MONDAY))
        for person in range(5):
            tell("a", to=recipient(person))
        pigeons.on_the_way = lambda: days.enter_context(clock.at(clock.now() + timedelta(minutes=2)))
        assert deliver_due() == 3
        assert deliver_due() == 2


def test_an_attempt_whose_worker_died_is_made_again(pigeons: Pigeons) -> None:
    def die() -> None:
        raise SystemExit

    pigeons.on_the_way = die
    with clock.at(MONDAY):
        tell("a")
        with pytest.raises(SystemExit):
            deliver_due()
    pigeons.on_the_way = lambda: None
    with clock.at(MONDAY + timedelta(minutes=1)):
        assert deliver_due() == 0
    with clock.at(MONDAY + timedelta(minutes=2)):
        assert deliver_due() == 1


def test_what_missed_its_week_takes_a_slot_of_the_next_or_is_given_up(pigeons: Pigeons) -> None:
    with clock.at(LATE_ON_SUNDAY):
        for key in "abc":
            tell(key)
    with clock.at(LATE_ON_SUNDAY + timedelta(hours=1)):
        assert [tell(key) for key in "de"] == [Answer.ACCEPTED] * 2
        assert deliver_due() == 3
        assert taken(clock.now()) == 3
    with everywhere():
        assert Outbox.objects.exclude(given_up_at=None).count() == 2
    assert pigeons.subjects() == ["about a", "about d", "about e"]


@pytest.mark.usefixtures("on_monday")
def test_delivery_is_a_fact(pigeons: Pigeons) -> None:
    offer(message("a"), to=recipient(), by=3)
    deliver_due()
    with everywhere():
        fact = Fact.objects.get(verb=SENT.name)
        assert [one.person for one in fact.involved.all()] == [7]
    assert (fact.actor, fact.organisation) == (3, 1)


@pytest.mark.usefixtures("pigeons", "on_monday")
def test_what_was_asked_for_does_not_wait_for_the_minute() -> None:
    tell("regular")
    assert not DBTaskResult.objects.exists()
    tell("asked", Kind.ASKED)
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["roost.ground.notify.tasks.deliver"]


def test_words_stay_only_until_the_message_has_gone_out_or_was_given_up(pigeons: Pigeons) -> None:
    words = Message(1, Kind.REGULAR, key="a", subject="about a", body="Coo.", html="<p>Coo.</p>")
    with clock.at(MONDAY):
        offer(words, to=recipient(), by=None)
        offer(replace(words, key="b", subject="about b"), to=Recipient(8, "x", channel="no such channel"), by=None)
        deliver_due()
    assert pigeons.carried[0][1].html == "<p>Coo.</p>"
    assert words_of("a") == ("", "", "")
    assert words_of("b") == ("about b", "Coo.", "<p>Coo.</p>")
    for hour in range(1, 30):
        with clock.at(MONDAY + timedelta(hours=hour)):
            deliver_due()
    assert words_of("b") == ("", "", "")


def test_what_is_about_a_moment_past_does_not_go_out(pigeons: Pigeons) -> None:
    soon = replace(message("a"), until=MONDAY + timedelta(hours=1))
    with clock.at(MONDAY):
        assert offer(soon, to=recipient(), by=None) is Answer.ACCEPTED
        assert offer(replace(soon, key="b", subject="about b"), to=recipient(), by=None) is Answer.ACCEPTED
        pigeons.lost = 1
        assert deliver_due() == 1
    with clock.at(MONDAY + timedelta(hours=1, minutes=1)):
        assert deliver_due() == 0
    assert pigeons.subjects() == ["about b"]
    with everywhere():
        assert "passed" in Outbox.objects.get(key="a").failure
