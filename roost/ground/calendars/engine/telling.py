"""What one meeting or series says of itself, property by property."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar.parser import Contentline
from icalendar.prop import vDDDTypes, vRecur

from roost.ground.calendars.engine.lines import Block, Notes, decoded
from roost.ground.calendars.engine.zones import Zones
from roost.ground.kit.errors import Words as _

LONGEST_TITLE = 300
LONGEST_UID = 1_000
SINGLE = frozenset("DTSTART DTEND DURATION RECURRENCE-ID SUMMARY UID STATUS TRANSP SEQUENCE ORGANIZER".split())
TOO_OFTEN = re.compile(r"\bFREQ=(SECONDLY|MINUTELY)\b", re.I)
UNREADABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
NOT_PEOPLE = frozenset({"ROOM", "RESOURCE"})

When = date | datetime


@dataclass(frozen=True)
class Told:
    """A meeting or a series as the file tells it; times carry their zone, whole days are dates."""

    line: int
    uid: str
    starts: When
    ends: When
    title: str
    others: int
    is_free: bool
    is_gone: bool
    sequence: int
    rules: tuple[vRecur, ...]
    more: tuple[When, ...]
    fewer: tuple[When, ...]
    instead_of: When | None
    and_following: bool

    @property
    def is_plain(self) -> bool:
        """Say whether it happens once, and stands for nothing else."""
        return not (self.rules or self.more or self.instead_of)


class Unusable(Exception):
    """Say that a meeting cannot be used, and why."""

    def __init__(self, words: str, line: int | None = None, value: str | None = None) -> None:
        super().__init__(words)
        self.words, self.line, self.value = words, line, value


@dataclass(frozen=True)
class Property:
    """A line with its parameters, in capitals, and its value."""

    line: int
    params: Mapping[str, str]
    value: str


def tell(block: Block, zones: Zones, addresses: frozenset[str], notes: Notes) -> Told:
    """Read one meeting; `addresses` are those of whose calendar it is, in small letters.

    Raises Unusable where it says no time that can be read, or a rule that nobody meets by.
    """
    found = _properties(block, notes)
    starts = _one_time(found, "DTSTART", zones)
    if starts is None:
        raise Unusable(_("This meeting does not say when it begins (DTSTART), so it is left out."), block.line)
    rules = tuple(_rule(one) for one in found["RRULE"])
    others, declined = _others(found, addresses)
    status = _text(found, "STATUS").upper()
    range_of = next((one.params.get("RANGE", "") for one in found["RECURRENCE-ID"]), "")
    return Told(
        line=block.line,
        uid=_text(found, "UID")[:LONGEST_UID],
        starts=starts,
        ends=_ends(found, starts, zones),
        title=_title(_text(found, "SUMMARY")),
        others=others,
        is_free=_text(found, "TRANSP").upper() == "TRANSPARENT",
        is_gone=status == "CANCELLED" or declined,
        sequence=_sequence(_text(found, "SEQUENCE")),
        rules=rules,
        more=tuple(_times(found["RDATE"], zones, notes)),
        fewer=tuple(_times(found["EXDATE"], zones, notes)),
        instead_of=_one_time(found, "RECURRENCE-ID", zones),
        and_following=range_of.upper() == "THISANDFUTURE",
    )


def _properties(block: Block, notes: Notes) -> Mapping[str, list[Property]]:
    found: dict[str, list[Property]] = defaultdict(list)
    for number, line in block.lines:
        try:
            name, params, value = _split(decoded(line))
        # What exactly the library raises differs with what is broken.
        except Exception:
            notes.add(_("This line says nothing that can be read. It is left out."), number)
            continue
        name = name.upper()
        if name not in SINGLE or not found[name]:
            plain = {key.upper(): str(given) for key, given in params.items()}
            found[name].append(Property(number, plain, value))
    return found


def _split(line: str) -> tuple[str, Mapping[str, object], str]:
    parts: tuple[str, Mapping[str, object], str] = Contentline(line).parts()
    return parts


def _text(found: Mapping[str, list[Property]], name: str) -> str:
    return found[name][0].value.strip() if found[name] else ""


def _title(text: str) -> str:
    words = " ".join(UNREADABLE.sub(" ", text).split())
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1]}…"


def _sequence(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _rule(one: Property) -> vRecur:
    if TOO_OFTEN.search(one.value):
        raise Unusable(
            _("This repeats every minute or every second, which no meeting does, so it is left out."),
            one.line,
            one.value,
        )
    words = _("This rule of repeating cannot be read, so it is left out.")
    try:
        rule: vRecur = vRecur.from_ical(one.value)
    except Exception as error:
        raise Unusable(words, one.line, one.value) from error
    # Without steps the library would look for the next time for ever.
    if "FREQ" not in rule or any(number < 1 for number in rule.get("INTERVAL", [])):
        raise Unusable(words, one.line, one.value)
    return rule


def _one_time(found: Mapping[str, list[Property]], name: str, zones: Zones) -> When | None:
    if not found[name]:
        return None
    one = found[name][0]
    when = _read(one, one.value, zones)
    if not isinstance(when, date):
        raise Unusable(_("This time cannot be read, so its meeting is left out."), one.line, one.value)
    return when


def _ends(found: Mapping[str, list[Property]], starts: When, zones: Zones) -> When:
    """Say when it ends: a whole day without an end lasts that day, a time without an end is a moment."""
    whole = not isinstance(starts, datetime)
    ends = _one_time(found, "DTEND", zones)
    if ends is None and found["DURATION"]:
        one = found["DURATION"][0]
        lasting = _read(one, one.value, zones)
        if not isinstance(lasting, timedelta):
            raise Unusable(_("This time cannot be read, so its meeting is left out."), one.line, one.value)
        try:
            ends = starts + lasting
        except OverflowError as error:
            raise Unusable(_("This lasts beyond the year 9999, so it is left out."), one.line, one.value) from error
    if ends is None:
        return starts + timedelta(days=1) if whole and starts < date.max else starts
    if whole == isinstance(ends, datetime):
        raise Unusable(_("This begins with a whole day and ends at a time, or the other way, so it is left out."))
    if ends < starts:
        return starts
    return starts + timedelta(days=1) if whole and ends == starts and starts < date.max else ends


def _times(properties: list[Property], zones: Zones, notes: Notes) -> Iterator[When]:
    for one in properties:
        for value in one.value.split(","):
            if not value.strip():
                continue
            try:
                when = _read(one, value.strip(), zones)
            except Unusable as error:
                notes.add(_("This date of a series cannot be read. It is left out."), error.line, error.value)
                continue
            # A period says when one more of the series begins; how long it lasts is taken from the series.
            first = when[0] if isinstance(when, tuple) else when
            if isinstance(first, date):
                yield first


def _read(one: Property, value: str, zones: Zones) -> When | timedelta | tuple[When, object]:
    """Read a value of time; a time without a zone is one by the clock of whose calendar it is."""
    try:
        read = vDDDTypes.from_ical(value)
    except Exception as error:
        raise Unusable(_("This time cannot be read, so its meeting is left out."), one.line, value) from error
    if isinstance(read, tuple):
        return _in_zone(read[0], one, zones), read[1]
    if isinstance(read, date | timedelta):
        return read if isinstance(read, timedelta) else _in_zone(read, one, zones)
    raise Unusable(_("This time cannot be read, so its meeting is left out."), one.line, value)


def _in_zone(when: When, one: Property, zones: Zones) -> When:
    if not isinstance(when, datetime) or when.tzinfo is not None:
        return when
    name = one.params.get("TZID", "")
    return when.replace(tzinfo=zones.named(name, one.line) if name else zones.own)


def _others(found: Mapping[str, list[Property]], addresses: frozenset[str]) -> tuple[int, bool]:
    """Count who else comes, the one who invites included, and say whether the own answer was no."""
    coming, declined = set(), False
    for one in found["ATTENDEE"]:
        address, says_no = _address(one.value), one.params.get("PARTSTAT", "").upper() == "DECLINED"
        if address in addresses:
            declined = declined or says_no
        elif not says_no and one.params.get("CUTYPE", "").upper() not in NOT_PEOPLE:
            coming.add(address)
    if found["ATTENDEE"]:
        coming |= {_address(one.value) for one in found["ORGANIZER"]}
    return len(coming - addresses), declined


def _address(value: str) -> str:
    return value.strip().lower().removeprefix("mailto:")
