"""The last two answer at once, on a database on which they really do; and one asks while the other's answer ends it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connection

from roost.gather.circles.reads import SharedCircle
from roost.gather.decisions.access import ending_of, last_decided_in, open_question_in
from roost.gather.decisions.actions import answer, ask
from roost.gather.decisions.models import Answer, Question
from roost.gather.decisions.tests.conftest import NOON
from roost.ground.activity.models import Fact
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict
from roost.ground.kit.scopes import touching
from roost.ground.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.on_postgresql]


def at_once(organisation: int, *acts: Callable[[], object]) -> None:
    """Let everybody act at the same moment, each on a connection of their own; what comes too late is refused."""
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with touching(organisation), clock.at(NOON), suppress(Conflict):
            together.wait(timeout=20)
            act()
        connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=20)
    assert not any(one.is_alive() for one in threads)


def test_the_last_two_answers_are_both_counted_and_decide_once(
    circle: SharedCircle, decide: Callable[..., None], founder: Person, third: Person
) -> None:
    decide("on")
    question = Question.objects.get()
    at_once(
        circle.organisation,
        lambda: answer(question, by=founder, option="close"),
        lambda: answer(question, by=third, option="close"),
    )
    last = last_decided_in(circle.number)
    assert last is not None
    assert last.outcome == "close"
    assert not Answer.objects.exists()
    assert ending_of(circle.number) is not None
    assert Fact.objects.filter(verb="decisions.decided").count() == 1


def test_two_who_ask_at_once_ask_once(circle: SharedCircle, member: Person, founder: Person) -> None:
    at_once(circle.organisation, lambda: ask(circle, by=member), lambda: ask(circle, by=founder))
    assert Question.objects.count() == 1


def test_nobody_asks_anew_what_is_about_to_end(
    circle: SharedCircle, decide: Callable[..., None], member: Person, third: Person
) -> None:
    decide("close", "close")
    question = Question.objects.get()
    at_once(
        circle.organisation,
        lambda: answer(question, by=third, option="close"),
        lambda: ask(circle, by=member),
    )
    assert ending_of(circle.number) is not None
    assert open_question_in(circle.number) is None
