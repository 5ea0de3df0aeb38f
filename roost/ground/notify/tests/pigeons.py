"""A channel that only carries, and what is told by it, in tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time

from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.actions import Answer, offer
from roost.ground.notify.engine import QuietHours, week_of
from roost.ground.notify.models import Outbox
from roost.ground.notify.ports import Kind, Letter, Message, Recipient

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
LATE_ON_SUNDAY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
NIGHT = QuietHours(time(22), time(7))


class Pigeons:
    """A channel that remembers what it carried; it can lose the next letters, or look back at the outbox on the way."""

    def __init__(self) -> None:
        self.carried: list[tuple[datetime, Letter]] = []
        self.lost = 0
        self.on_the_way: Callable[[], object] = lambda: None

    def send(self, letter: Letter) -> None:
        self.on_the_way()
        if self.lost:
            self.lost -= 1
            raise ConnectionError("a hawk")
        self.carried.append((clock.now(), letter))

    def subjects(self) -> list[str]:
        return [letter.subject for _, letter in self.carried]


def recipient(person: int = 7, *, zone: str = "UTC", quiet: QuietHours | None = None) -> Recipient:
    return Recipient(person, "the loft", zone=zone, quiet=quiet, channel="pigeons")


def message(key: str, kind: Kind = Kind.REGULAR) -> Message:
    return Message(organisation=1, kind=kind, key=key, subject=f"about {key}", body="Coo.")


def tell(key: str, kind: Kind = Kind.REGULAR, *, to: Recipient | None = None) -> Answer:
    return offer(message(key, kind), to=to or recipient(), by=None)


def taken(moment: datetime) -> int:
    """Count the slots that are taken of a week of person 7 in UTC."""
    with everywhere():
        return Outbox.objects.filter(person=7, week=week_of(moment, "UTC"), slot__isnull=False).count()


def words_of(key: str) -> tuple[str, str, str]:
    with everywhere():
        row = Outbox.objects.get(key=key)
    return row.subject, row.body, row.html
