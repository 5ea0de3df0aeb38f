"""Take a calendar's text apart: lines that belong together, and the parts of it that tell of time.

Only the properties that Roost needs are kept, so that long descriptions and attached files cost nothing.
Format: RFC 5545, sections 3.1 and 3.4. Whatever cannot be used is noted with its line, and the rest is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from roost.ground.kit.errors import InputError, Problem
from roost.ground.kit.errors import Words as _

MOST_BYTES = 10 * 1024 * 1024
MOST_NESTED = 20
MOST_IN_A_LINE = 256 * 1024
MOST_PROBLEMS = 20
LONGEST_VALUE = 80

OF_A_MEETING = frozenset(
    b"DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE".split()
    + b"UID SUMMARY STATUS TRANSP ATTENDEE ORGANIZER".split()
)
OF_A_CALENDAR = frozenset(b"X-WR-TIMEZONE X-WR-CALNAME".split())
LINE_ENDS = re.compile(rb"\r\n|\n|\r")
NAMED = re.compile(rb"([A-Za-z0-9-]+)[;:]")
BEGINS = re.compile(rb"(?:^|[\r\n])[ \t]*BEGIN:VCALENDAR[ \t]*(?=[\r\n]|$)", re.I)
WEB_PAGE = re.compile(rb"<(!doctype|html|head|body)\b", re.I)
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"B\0": "utf-16-le", b"\0B": "utf-16-be"}
UTF_8_MARK = b"\xef\xbb\xbf"


class Notes:
    """Collect what could not be used: the first places, and how many there were."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.count = 0

    def add(self, message: str, line: int | None = None, value: str | bytes | None = None) -> None:
        """Note one place; `value` is shown shortened."""
        self.count += 1
        if len(self.problems) < MOST_PROBLEMS:
            shown = decoded(value) if isinstance(value, bytes) else value
            self.problems.append(Problem(message, row=line, value=shown[:LONGEST_VALUE] if shown else None))


@dataclass
class Block:
    """A meeting or a zone as it stands in the text: the line it begins in, and its lines with their numbers."""

    line: int
    lines: list[tuple[int, bytes]] = field(default_factory=list)


@dataclass
class Parts:
    """What of a calendar is read: meetings, zones, and properties of the calendar itself."""

    meetings: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)


def decoded(text: bytes) -> str:
    """Read bytes as UTF-8, or else as what Windows wrote in western Europe."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", errors="replace")


def take_apart(content: bytes, notes: Notes) -> Parts:
    """Give the parts of a calendar. Raises InputError for what is none, or larger than 10 MB."""
    content = _as_utf_8(content)
    _refuse_other_kinds(content)
    if b"\0" in content:
        notes.add(_("The file holds characters that nobody can read (NUL). They are left out."))
        content = content.replace(b"\0", b"")
    return _Scan(notes).run(content)


def _as_utf_8(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise InputError(
            _("This calendar is larger than 10 MB. Export a shorter period, or a calendar with fewer years in it.")
        )
    encoding = UTF_16.get(content[:2])
    if encoding is not None:
        content = content.decode(encoding, errors="replace").lstrip("\ufeff").encode()
    return content.removeprefix(UTF_8_MARK)


def _refuse_other_kinds(content: bytes) -> None:
    if not content.strip(b" \t\r\n\0"):
        raise InputError(_("There is nothing in it. Export the calendar again."))
    if BEGINS.search(content):
        return
    if WEB_PAGE.search(content[:4096]):
        raise InputError(
            _(
                "This is a web page, not a calendar: perhaps one that asks to sign in. Copy the calendar’s own address "
                "in iCal format, which ends in .ics."
            )
        )
    if content.startswith(b"PK"):
        raise InputError(_("This is a packed file (zip). Unpack it and choose the file ending in .ics inside."))
    raise InputError(
        _("This is not a calendar: it has no line BEGIN:VCALENDAR. Export it as iCalendar, a file ending in .ics.")
    )


class _Scan:
    """Go through the lines once, knowing at each what it stands in."""

    def __init__(self, notes: Notes) -> None:
        self.notes, self.parts = notes, Parts()
        self.open: list[bytes] = []
        self.block: Block | None = None

    def run(self, content: bytes) -> Parts:
        for number, line in unfolded(content):
            named = NAMED.match(line)
            if named is None:
                self._note_malformed(number, line)
                continue
            name = named.group(1).upper()
            if name == b"BEGIN":
                self._begin(number, line[6:].strip().upper())
            elif name == b"END":
                self._end(number, line[4:].strip().upper())
            else:
                self._take(number, name, line)
        if b"VEVENT" in self.open:
            assert self.block is not None
            self.notes.add(
                _("The file ends in the middle of a meeting, which is left out. Export it again to have all of it."),
                self.block.line,
            )
        return self.parts

    def _begin(self, number: int, kind: bytes) -> None:
        if len(self.open) >= MOST_NESTED:
            raise InputError(
                Problem(_("Parts lie in parts more than twenty deep, which no calendar does. Export it again."), number)
            )
        if b"VEVENT" in self.open and kind in {b"VEVENT", b"VTIMEZONE", b"VCALENDAR"}:
            assert self.block is not None
            self.notes.add(_("This meeting has no end (END:VEVENT), so it is left out."), self.block.line)
            del self.open[self.open.index(b"VEVENT") :]
        self.open.append(kind)
        if kind in {b"VEVENT", b"VTIMEZONE"}:
            self.block = Block(number)
        if b"VTIMEZONE" in self.open and self.block is not None:
            self.block.lines.append((number, b"BEGIN:" + kind))

    def _end(self, number: int, kind: bytes) -> None:
        if kind not in self.open:
            self.notes.add(_("Something ends here that did not begin. The line is left out."), number, b"END:" + kind)
            return
        in_zone = b"VTIMEZONE" in self.open
        del self.open[len(self.open) - 1 - self.open[::-1].index(kind) :]
        if self.block is None:
            return
        if in_zone:
            self.block.lines.append((number, b"END:" + kind))
        if kind == b"VEVENT":
            self.parts.meetings.append(self.block)
        elif kind == b"VTIMEZONE":
            self.parts.zones.append(self.block)
        if kind in {b"VEVENT", b"VTIMEZONE"}:
            self.block = None

    def _take(self, number: int, name: bytes, line: bytes) -> None:
        inside = self.open[-1] if self.open else b""
        if self.block is not None and (b"VTIMEZONE" in self.open or (inside == b"VEVENT" and name in OF_A_MEETING)):
            self.block.lines.append((number, line))
        elif inside == b"VCALENDAR" and name in OF_A_CALENDAR:
            self.parts.own.setdefault(name.decode(), decoded(line[len(name) + 1 :].rpartition(b":")[2] or b"").strip())

    def _note_malformed(self, number: int, line: bytes) -> None:
        if self.open:
            # Its text is not kept: it may be a piece of a description.
            self.notes.add(_("This line says nothing that can be read. It is left out."), number)


def unfolded(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Give each line with its number, whatever was folded joined again; nothing of lines longer than 256 kB."""
    begun, parts, length = 0, [b""], 0
    for number, line in enumerate(LINE_ENDS.split(content), start=1):
        if line[:1] in {b" ", b"\t"} and begun:
            length += len(line)
            if length <= MOST_IN_A_LINE:
                parts.append(line[1:])
            continue
        if parts[0].strip():
            yield begun, b"".join(parts)
        begun, parts, length = number, [line[:MOST_IN_A_LINE]], len(line)
    if parts[0].strip():
        yield begun, b"".join(parts)
