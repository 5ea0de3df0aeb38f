"""What rooms hand over, and what a way of delivering must offer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.utils.crypto import salted_hmac

from roost.ground.notify.engine import QuietHours

LONGEST_ADDRESS = 500
METHOD = re.compile(r"\ABEGIN:VCALENDAR\r\n.*?^METHOD:([A-Z]+)\r$", re.S | re.M)


class Kind(StrEnum):
    """How a message stands to the week's budget and to quiet hours."""

    REGULAR = "regular"
    """One of at most three a week; waits for the end of quiet hours."""

    INVITATION = "invitation"
    """An invitation to a meeting: outside the budget; waits for the end of quiet hours."""

    ASKED = "asked"
    """Just asked for by the person: outside the budget and sent at once."""


@dataclass(frozen=True)
class Recipient:
    """Whom a message is for, in plain values; `address` is what the channel delivers to."""

    person: int
    address: str
    locale: str = "en-gb"
    zone: str = "UTC"
    quiet: QuietHours | None = None
    channel: str = "email"


@dataclass(frozen=True)
class Message:
    """What is to be said, in the recipient's language, and on behalf of which organisation.

    `key` is the room's own name for this message to this person, such as "tracking.week:12:2026-W47": what is offered
    again under it is not sent again. `unsubscribe` is the address of a page that ends messages of this sort without a
    sign-in, and by one bare POST (RFC 8058); the body names it too. After `until` it does not go out any more.
    `calendar` is an invitation as RFC 5545 writes it, with its METHOD: `write_calendar(...).decode()` of `calendars`;
    its organizer's address is `reads.sender()`. Raises ValueError for a subject, key or address that is too long or not
    one line, for a body that leaves the address out, and for a calendar without a method.
    """

    organisation: int
    kind: Kind
    key: str
    subject: str
    body: str
    html: str = ""
    unsubscribe: str = ""
    until: datetime | None = None
    calendar: str = ""

    def __post_init__(self) -> None:
        for line, longest in ((self.subject, 250), (self.key, 120), (self.unsubscribe or "-", LONGEST_ADDRESS)):
            if len(line) > longest or len(line.splitlines()) != 1:
                raise ValueError(f"This must be one line of at most {longest} characters: {line!r}")
        if self.unsubscribe not in self.body:
            raise ValueError("The words of a message that can be ended name the address that ends it.")
        if self.calendar and not METHOD.match(self.calendar):
            raise ValueError("An invitation says by its METHOD whether it asks or calls off.")


def unreadable_key(what: str, number: int, person: int) -> str:
    """Give a key for a message to a person that does not say, in what stays of it for weeks, what it was about."""
    return salted_hmac("roost.ground.notify", f"{what}:{number}:{person}", algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Letter:
    """What a channel delivers. A letter that arrives twice, after a crash, has the same `number` both times."""

    number: int
    address: str
    subject: str
    body: str
    html: str
    unsubscribe: str = ""
    calendar: str = ""

    @property
    def method(self) -> str:
        """Give what an invitation is for, such as REQUEST or CANCEL; empty for a letter that is none."""
        found = METHOD.match(self.calendar)
        return found[1] if found else ""


class Channel(Protocol):
    """A way to reach people. `send` returns when the letter was handed over, within a minute, and raises otherwise.

    ConnectionError says that no letter at all can be handed over now.
    """

    def send(self, letter: Letter) -> None: ...


_channels: dict[str, Channel] = {}


def add_channel(name: str, channel: Channel) -> None:
    """Let recipients be reached over a channel of that name; the last one added under a name serves it."""
    _channels[name] = channel


def channel_named(name: str) -> Channel:
    """Look a channel up; raises KeyError when nobody serves it."""
    return _channels[name]
