"""When a zone's clocks change, as the part of a calendar that says so (VTIMEZONE, RFC 5545 3.6.5).

Made here and not by `icalendar`, which lets spring's change begin an hour late and lists each year's day, where
Outlook wants a rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

DAYS = "MO TU WE TH FR SA SU".split()
# By then each rule that is one has fallen on each day of the week, leap years included.
YEARS_THAT_PROVE_A_RULE = 28
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """A moment at which a zone's clocks change: `onset` by the clock before it, and what it is called after it."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def is_forward(self) -> bool:
        """Say whether it is to what programs call daylight time, also where the law has it the other way round."""
        return self.after > self.before


@lru_cache(maxsize=64)
def zone_part(name: str, first: int, last: int) -> Timezone:
    """Tell how a zone's clocks go from the year `first` to `last`, both included, as a VTIMEZONE.

    Where two rules hold from the year before `first` for 28 years they are told as rules; else each change is told, up
    to the end of `last`. Raises ZoneInfoNotFoundError for a name that the IANA tables do not have.
    """
    zone = ZoneInfo(name)
    begin = datetime(first - 1, 1, 1, tzinfo=UTC)
    changes = list(_changes(zone, begin, datetime(first + YEARS_THAT_PROVE_A_RULE, 1, 1, tzinfo=UTC)))
    part = Timezone()
    part.add("TZID", name)
    ruled = _ruled(changes)
    if ruled is None:
        told = [change for change in changes if change.onset.year <= last]
        ruled = [(_state(zone, begin), None), *((change, None) for change in told)]
    for change, rule in ruled:
        part.add_component(_observance(change, rule))
    return part


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[Change]:
    """Find all changes from `begin` up to `end`, to the minute; tables have none closer together than a day."""
    day = begin
    while day < end:
        if _offset(zone, day) != _offset(zone, day + DAY):
            yield _change(zone, day, day + DAY)
        day += DAY


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> Change:
    before = _offset(zone, low)
    while high - low > MINUTE:
        middle = low + (high - low) // 2
        middle = middle.replace(second=0, microsecond=0)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return Change((high + before).replace(tzinfo=None), before, _offset(zone, high), _name(zone, high))


def _state(zone: ZoneInfo, moment: datetime) -> Change:
    """Say what holds at a moment, as if it had begun then."""
    offset = _offset(zone, moment)
    return Change((moment + offset).replace(tzinfo=None), offset, offset, _name(zone, moment))


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _name(zone: ZoneInfo, moment: datetime) -> str:
    return moment.astimezone(zone).tzname() or zone.key


def _ruled(changes: Sequence[Change]) -> list[tuple[Change, str | None]] | None:
    """Give the first change of each of two kinds with its rule, or None where a kind follows none or there are more."""
    kinds: dict[tuple[object, ...], list[datetime]] = {}
    firsts: dict[tuple[object, ...], Change] = {}
    for change in changes:
        kind = (change.before, change.after, change.name)
        firsts.setdefault(kind, change)
        kinds.setdefault(kind, []).append(change.onset)
    rules = {kind: _rule(onsets) for kind, onsets in kinds.items()}
    if len(kinds) != 2 or not all(rules.values()):
        return None
    return [(firsts[kind], rules[kind]) for kind in kinds]


def _rule(onsets: Sequence[datetime]) -> str | None:
    """Give the yearly rule of these, such as "the last Sunday of March", or None where it is none of its sort."""
    if len({(one.month, one.weekday(), one.time()) for one in onsets}) != 1:
        return None
    each_year = [len(list(those)) for _year, those in groupby(onsets, key=attrgetter("year"))]
    if each_year != [1] * (YEARS_THAT_PROVE_A_RULE + 1):
        return None
    if all((one + 7 * DAY).month != one.month for one in onsets):
        which = -1
    elif len(places := {(one.day + 6) // 7 for one in onsets}) == 1:
        which = places.pop()
    else:
        return None
    return f"FREQ=YEARLY;BYMONTH={onsets[0].month};BYDAY={which}{DAYS[onsets[0].weekday()]}"


def _observance(change: Change, rule: str | None) -> TimezoneDaylight | TimezoneStandard:
    made = TimezoneDaylight() if change.is_forward else TimezoneStandard()
    made.add("DTSTART", change.onset)
    made.add("TZOFFSETFROM", change.before)
    made.add("TZOFFSETTO", change.after)
    made.add("TZNAME", change.name)
    if rule:
        made["RRULE"] = vRecur.from_ical(rule)
    return made
