"""Accept messages within the week's budget, take them back, and deliver what is due."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from roost.ground.activity.actions import Told, record
from roost.ground.activity.ports import Purpose, Verb
from roost.ground.kit import clock
from roost.ground.kit.schedule import enqueue
from roost.ground.kit.scopes import everywhere
from roost.ground.notify.engine import (
    ATTEMPTS,
    WEEKLY_BUDGET,
    after_quiet_hours,
    first_free_slot,
    pause_after,
    week_of,
)
from roost.ground.notify.mail import Mail
from roost.ground.notify.models import Outbox
from roost.ground.notify.ports import Kind, Letter, Message, Recipient, add_channel, channel_named
from roost.ground.notify.reads import waiting

SENT = Verb("notify.sent", Purpose.WORK, gettext_noop("was sent a message"), names_people=False)
ONE_ROUND = 500
MOST_AT_ONCE = 500
ROUND_ENDS_AFTER = timedelta(minutes=5)
FAILURES_THAT_END_A_ROUND = 3
KEPT_FOR = timedelta(days=90)
WORDLESS = {"subject": "", "body": "", "html": "", "calendar": ""}
"""What stays of the words of a message that is over."""

logger = logging.getLogger(__name__)
add_channel("email", Mail())


class Answer(StrEnum):
    """What became of an offer."""

    ACCEPTED = "accepted"
    OVER_BUDGET = "over-budget"
    TOO_LATE = "too-late"


@transaction.atomic
def offer(message: Message, *, to: Recipient, by: int | None, instead_of: Collection[str] = ()) -> Answer:
    """Accept a message for delivery, or refuse it: the week it would arrive in is full, or it would come too late.

    What was accepted under the same key before is accepted again and sent once. What is still waiting under the keys of
    `instead_of`, such as an invitation to the hour before it was moved, is taken back in any case.
    """
    withdraw(to.person, instead_of)
    now = clock.now()
    not_before = now if message.kind is Kind.ASKED else after_quiet_hours(now, to.zone, to.quiet)
    if message.until is not None and not_before > message.until:
        return Answer.TOO_LATE
    row = Outbox(
        organisation=message.organisation,
        person=to.person,
        offered_by=by,
        key=message.key,
        kind=message.kind,
        channel=to.channel,
        address=to.address,
        zone=to.zone,
        quiet_from=to.quiet.start if to.quiet else None,
        quiet_until=to.quiet.end if to.quiet else None,
        subject=message.subject,
        body=message.body,
        html=message.html,
        unsubscribe=message.unsubscribe,
        calendar=message.calendar,
        created_at=now,
        not_before=not_before,
        until=message.until,
    )
    with everywhere():
        week = week_of(not_before, to.zone)
        if not (_is_known(row) or _put_down(row, week) or _is_known(row)):
            return Answer.OVER_BUDGET
    if message.kind is Kind.ASKED:
        enqueue("roost.ground.notify.tasks.deliver")
    return Answer.ACCEPTED


@transaction.atomic
def withdraw(person: int, keys: Collection[str]) -> int:
    """Take messages to a person back that were accepted under these keys and have not gone out; say how many.

    One that was attempted may be on its way all the same, so it keeps its slot of the week.
    """
    with everywhere():
        return _take_back(waiting().filter(person=person, key__in=keys))


@transaction.atomic
def withdraw_each(messages: Collection[tuple[int, str]]) -> int:
    """Take messages to many people back, each by whom it goes to and its key, as `withdraw` does; say how many."""
    keys, taken = sorted({key for _person, key in messages}), 0
    with everywhere():
        for first in range(0, len(keys), MOST_AT_ONCE):
            found = waiting().filter(key__in=keys[first : first + MOST_AT_ONCE]).values_list("pk", "person", "key")
            ours = [number for number, person, key in found if (person, key) in messages]
            taken += _take_back(waiting().filter(pk__in=ours))
    return taken


def _take_back(ours: QuerySet[Outbox]) -> int:
    untouched, _per_model = ours.filter(attempts=0).delete()
    return untouched + ours.update(given_up_at=clock.now(), failure="It was taken back.", **WORDLESS)


def _is_known(row: Outbox) -> bool:
    return Outbox.objects.filter(person=row.person, key=row.key).exists()


def _put_down(row: Outbox, week: str) -> bool:
    """Save a message, a regular one in a free slot of the week; say whether that was possible.

    Whoever saves at the same moment meets the table's constraints; then the next slot is looked for.
    """
    for _ in range(WEEKLY_BUDGET):
        if row.kind == Kind.REGULAR:
            others = Outbox.objects.filter(person=row.person, week=week).exclude(pk=row.pk)
            row.week, row.slot = week, _free_slot(others)
            if row.slot is None:
                return False
        with suppress(IntegrityError), transaction.atomic():
            row.save()
            return True
    return False


def _free_slot(others: QuerySet[Outbox]) -> int | None:
    taken = others.values_list("slot", flat=True)
    return first_free_slot({slot for slot in taken if slot}, WEEKLY_BUDGET)


def deliver_due() -> int:
    """Deliver what is due, one round of it, and say how many messages were handed over.

    A round ends after five minutes, or when a channel could not be reached three times in a row; what is left stays
    due. A message is delivered at least once: one whose worker died while sending is tried again minutes later.
    Several workers share the work, because each message is claimed before it is sent.
    """
    with everywhere():
        due = list(waiting().filter(not_before__lte=clock.now()).order_by("not_before", "pk")[:ONE_ROUND])
        return _deliver_each(due, until=clock.now() + ROUND_ENDS_AFTER)


def _deliver_each(due: Iterable[Outbox], *, until: datetime) -> int:
    sent = unreachable = 0
    for row in due:
        if clock.now() >= until:
            break
        if not _claim(row, clock.now()):
            continue
        failure = _send(row)
        sent += failure is None
        unreachable = unreachable + 1 if isinstance(failure, ConnectionError) else 0
        if unreachable == FAILURES_THAT_END_A_ROUND:
            break
    return sent


def _send(row: Outbox) -> Exception | None:
    """Send a claimed message, and note and give what was wrong, if anything."""
    letter = Letter(row.pk, row.address, row.subject, row.body, row.html, row.unsubscribe, row.calendar)
    try:
        channel_named(row.channel).send(letter)
    except Exception as error:  # whatever is wrong with one message, the others still go out
        logger.warning("Message %s was not delivered: %s", row.pk, repr(error).replace(row.address or "\n", "…"))
        _note_failure(row, f"{type(error).__name__}: {error}")
        return error
    _note_delivery(row)
    return None


@transaction.atomic
def _claim(row: Outbox, now: datetime) -> bool:
    """Take a message for one attempt, unless another worker has it, its recipient cannot be reached, or it is late."""
    reachable_at = now if row.kind == Kind.ASKED else after_quiet_hours(now, row.zone, row.quiet_hours)
    if row.until is not None and reachable_at > row.until:
        return _give_up(row, "What it is about passed before it could be delivered.")
    if reachable_at > now:
        _change(row, not_before=reachable_at)
        return False
    # Nobody else looks at the message until the pause is over, by when this attempt has ended one way or the other.
    attempts = row.attempts + 1
    if not _change(row, not_before=now + pause_after(attempts), attempts=attempts):
        return False
    if attempts > ATTEMPTS:
        return _give_up(row, "Every attempt broke off.")
    week = week_of(now, row.zone)
    if row.kind == Kind.REGULAR and row.week != week and not _put_down(row, week):
        return _give_up(row, "Its week passed before it could be delivered, and the next one is full.")
    return True


def _change(row: Outbox, **values: object) -> bool:
    """Change a waiting message, unless somebody else changed it since it was read; say whether it was changed."""
    changed = waiting().filter(pk=row.pk, not_before=row.not_before).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
    return bool(changed)


def _give_up(row: Outbox, why: str) -> bool:
    _change(row, given_up_at=clock.now(), failure=why[:300], **WORDLESS)
    return False


def _note_failure(row: Outbox, why: str) -> None:
    if row.attempts >= ATTEMPTS:
        _give_up(row, why)
    else:
        _change(row, failure=why[:300])


@transaction.atomic
def _note_delivery(row: Outbox) -> None:
    # It may have been taken back while it was on its way; it went out all the same.
    Outbox.objects.filter(pk=row.pk).update(sent_at=clock.now(), given_up_at=None, failure="", **WORDLESS)
    name = f"message:{row.pk}"
    people = [row.person]
    record(Told(SENT, row.organisation, actor=row.offered_by, people=people, subject=name, source="worker", key=name))


def forget_old_messages() -> int:
    """Delete what was offered more than 90 days ago, and say how many messages that were."""
    with everywhere():
        return Outbox.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()[0]
