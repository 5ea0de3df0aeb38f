"""Several workers at once, each with a connection of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from roost.ground.kit import clock
from roost.ground.notify.actions import Answer, deliver_due, offer
from roost.ground.notify.ports import Kind, Letter, Message, Recipient, add_channel

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
WORKERS = 4
Answered = TypeVar("Answered")

pytestmark = pytest.mark.django_db(transaction=True)


class Counted:
    """A channel that counts how often each letter was sent."""

    def __init__(self) -> None:
        self.sent: Counter[str] = Counter()

    def send(self, letter: Letter) -> None:
        self.sent[letter.subject] += 1


def at_once(work: Callable[[int], Answered]) -> list[Answered]:
    """Run the work in several threads that start together, on Monday, and give what each answered."""
    together = Barrier(WORKERS)

    def one(number: int) -> Answered:
        together.wait()
        try:
            return work(number)
        finally:
            connection.close()

    with clock.at(MONDAY), ThreadPoolExecutor(WORKERS) as pool:
        running = [pool.submit(copy_context().run, one, number) for number in range(WORKERS)]
        return [each.result() for each in running]


def tell(key: str, *, person: int = 7) -> Answer:
    to = Recipient(person, "somewhere", channel="counted")
    return offer(Message(1, Kind.REGULAR, key=key, subject=f"about {key}", body="Words."), to=to, by=None)


def test_offers_at_the_same_moment_keep_to_three() -> None:
    answers = at_once(lambda number: [tell(f"{number}:{turn}") for turn in range(3)])
    assert Counter(answer for each in answers for answer in each) == {
        Answer.ACCEPTED: 3,
        Answer.OVER_BUDGET: WORKERS * 3 - 3,
    }


def test_the_same_offer_at_the_same_moment_is_accepted_once_for_all() -> None:
    channel = Counted()
    add_channel("counted", channel)
    assert at_once(lambda _: tell("a")) == [Answer.ACCEPTED] * WORKERS
    at_once(lambda _: deliver_due())
    assert channel.sent == {"about a": 1}


def test_workers_share_the_outbox_without_sending_twice() -> None:
    channel = Counted()
    add_channel("counted", channel)
    with clock.at(MONDAY):
        for person in range(30):
            tell(f"{person}", person=person)
    assert sum(at_once(lambda _: deliver_due())) == 30
    assert set(channel.sent.values()) == {1}
    assert len(channel.sent) == 30
