"""What a calendar means by the name of a time zone.

A name that the IANA tables know, in whichever form a program writes it, means that zone by today's rules: people live
by the rules of today, whatever a file remembers of older ones. Other names mean what the file itself says of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import tzinfo
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from roost.ground.calendars.engine.lines import Block, Notes, decoded
from roost.ground.kit.errors import Words as _

LONGEST_NAME = 200


class TakesTooLong(BaseException):
    """Say that what a file asks for would keep this process busy for too long.

    No Exception, so that nobody on the way who forgives broken values takes it for one.
    """


Limit = Callable[[], AbstractContextManager[None]]
"""Makes a frame within which work may take only so long, and then raises TakesTooLong."""


def iana_zone(name: str) -> ZoneInfo | None:
    """Give the zone that the IANA tables have under a name as programs write it, or None.

    `Europe/Berlin`, `W. Europe Standard Time` as Windows says, `/vendor.example/20240101/Europe/Berlin`.
    """
    for candidate in _candidates(name.strip().strip('"')[:LONGEST_NAME]):
        try:
            return ZoneInfo(candidate)
        except (ValueError, OSError, LookupError):
            continue
    return None


def _candidates(name: str) -> Iterator[str]:
    clean = name.strip("/")
    yield clean
    if clean in WINDOWS_TO_OLSON:
        yield WINDOWS_TO_OLSON[clean]
    if name.startswith("/"):
        parts = clean.split("/")
        yield from ("/".join(parts[start:]) for start in range(1, len(parts)))


class Zones:
    """The zones of one file; `own` holds where nothing else is said."""

    def __init__(self, definitions: Sequence[Block], *, calendar: str, own: tzinfo, notes: Notes, limit: Limit) -> None:
        self.own, self.notes, self.limit = own, notes, limit
        self.calendar = iana_zone(calendar) if calendar else None
        self.definitions: dict[str, Block] = {}
        for block in definitions:
            self.definitions.setdefault(_value_of(block, b"TZID").strip('"'), block)
        self.known: dict[str, tzinfo] = {}

    def named(self, name: str, line: int) -> tzinfo:
        """Give the zone of a name; an unknown one is noted once and read as the calendar's, or else as the own."""
        name = name.strip().strip('"')
        if name not in self.known:
            self.known[name] = self._find(name, line)
        return self.known[name]

    def _find(self, name: str, line: int) -> tzinfo:
        found = iana_zone(name)
        if found is not None:
            return found
        block = self.definitions.get(name)
        if block is not None:
            place = iana_zone(_value_of(block, b"X-LIC-LOCATION"))
            defined = place or self._defined(block)
            if defined is not None:
                return defined
        fallback = self.calendar or self.own
        self.notes.add(
            _(
                "The time zone of this line is not known, and the file does not say what it means. Times in it are "
                "read as %(zone)s.",
                zone=str(fallback),
            ),
            line,
            name,
        )
        return fallback

    def _defined(self, block: Block) -> tzinfo | None:
        """Make a zone by the rules that the file has for it, or None where they cannot be used."""
        text = "\r\n".join(decoded(line) for _number, line in block.lines) + "\r\n"
        try:
            with self.limit():
                component = Timezone.from_ical(text)
                zone = component.to_tz(lookup_tzid=False) if isinstance(component, Timezone) else None
        # Whatever the library makes of a broken definition: it cannot be used.
        except (Exception, TakesTooLong):
            return None
        return zone


def _value_of(block: Block, name: bytes) -> str:
    for _number, line in block.lines:
        if line[: len(name)].upper() == name and line[len(name) : len(name) + 1] in {b":", b";"}:
            return decoded(line[len(name) :].partition(b":")[2]).strip()
    return ""
