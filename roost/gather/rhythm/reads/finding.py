"""Times that suit a circle: computed for its people from what each said, told as names of who can come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from roost.gather.circles.reads import SharedCircle, shared_circle
from roost.gather.rhythm.access import circle_for
from roost.gather.rhythm.engine.times import Free, Start, all_starts, best_starts, take_turns
from roost.gather.rhythm.models import Hours
from roost.ground.calendars.reads import meetings_between
from roost.ground.kit import clock
from roost.ground.people.models import Person

WEEKS = 4
MOST_TIMES = 6


@dataclass(frozen=True)
class Suits:
    """A time: who can, by name, and what each one's clock shows then, who reads the page first."""

    start: Start
    can: Sequence[str]
    of: int
    clocks: Sequence[tuple[str, datetime]]

    @property
    def suits_all(self) -> bool:
        return len(self.can) == self.of


@dataclass(frozen=True)
class TimesPage:
    """Who said their hours, whom it waits for, and the best times of the next weeks."""

    circle: SharedCircle
    minutes: int
    said: Sequence[str]
    waits_for: Sequence[str]
    times: Sequence[Suits]

    @property
    def suits_all(self) -> bool:
        return any(one.suits_all for one in self.times)


def times_page(person: Person, number: int, *, minutes: int, since: date) -> TimesPage:
    """Give the best times of four weeks from a day on, by the reader's clock, to who sits in the circle; the soonest is
    a day ahead. Five queries, and one for each who lets Roost use calendars.
    """
    circle = shared_circle(circle_for(person, number))
    begin = _beginning(since, person)
    free = free_people(circle, since=begin, weeks=WEEKS)
    starts = all_starts(free, since=begin, until=begin + timedelta(weeks=WEEKS), minutes=minutes)
    said = {one.person for one in free}
    zones = {one.person: one.zone for one in free}
    times = [_suits(one, circle.people, zones, person.pk) for one in best_starts(starts, most=MOST_TIMES)]
    waits = [name for one, name in circle.people.items() if one not in said]
    return TimesPage(circle, minutes, [circle.people[one] for one in said], waits, times)


def turns_for(circle: SharedCircle, *, by: Person, since: date, minutes: int, every: int, count: int) -> list[datetime]:
    """Give a term's times that take turns in whom they cost, where none suits all; each week's from what suits then.

    The first is in the week from `since` on, by the clock of who asks.
    """
    first = _beginning(since, by)
    free = free_people(circle, since=first, weeks=every * count + 1)
    weeks = []
    for number in range(count):
        begin = first + timedelta(weeks=every * number)
        starts = all_starts(free, since=begin, until=begin + timedelta(weeks=1), minutes=minutes)
        weeks.append(best_starts(starts, most=40, a_day=8))
    return [one.at for one in take_turns(weeks, [one.person for one in free])]


def free_people(circle: SharedCircle, *, since: datetime, weeks: int) -> list[Free]:
    """Give when each who said it can, less what stands in the calendars of who lets it; nobody else reads either."""
    until = since + timedelta(weeks=weeks, days=1)
    found = Hours.objects.filter(circle=circle.number, person__in=circle.people).select_related("person")
    return [
        Free(one.person_id, one.person.time_zone, frozenset(one.hours), _busy(one, since, until))
        for one in found.order_by("person")
    ]


def _beginning(since: date, person: Person) -> datetime:
    """Give the beginning of a day by somebody's clock, but at least a day from now: nobody is called from one hour to
    the next.
    """
    begins = datetime.combine(since, time(), ZoneInfo(person.time_zone))
    return max(begins, clock.now() + timedelta(days=1))


def _busy(hours: Hours, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    if not hours.uses_calendar:
        return []
    planned = meetings_between(hours.person, since, until)
    return [(one.starts_at, one.ends_at) for one in planned if not one.is_free]


def _suits(start: Start, names: Mapping[int, str], zones: Mapping[int, str], viewer: int) -> Suits:
    order = sorted(zones, key=lambda one: (one != viewer, names[one].lower()))
    by_zone: dict[str, list[str]] = {}
    for one in order:
        by_zone.setdefault(zones[one], []).append(names[one])
    clocks = [(", ".join(who), start.at.astimezone(ZoneInfo(zone))) for zone, who in by_zone.items()]
    return Suits(start, [names[one] for one in start.can], len(zones), clocks)
