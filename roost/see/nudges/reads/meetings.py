"""What a person planned, and may read, for the meetings of their day; they look, and nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from roost.ground.calendars.reads import Planned, meetings_between
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card
from roost.grow.growth.access import open_cycle_of, own_needles, where_one_grows
from roost.grow.library.engine import Card as LibraryCard
from roost.grow.library.engine import language
from roost.grow.library.reads import card_for
from roost.see.nudges.access import own_plans
from roost.see.nudges.engine import fits
from roost.see.nudges.models import Plan

MOST_MEETINGS = 2


@dataclass(frozen=True)
class Called:
    """A meeting to come, what its person planned for such a moment, and a card of their needle that fits it."""

    meeting: Planned
    plan: Plan | None
    card: LibraryCard | None


def meetings_card(viewer: Person, subject: Person) -> Card | None:
    """Show on Today the next meetings of the day that a plan's cue or a needle's card fits. At most seven queries."""
    if viewer != subject:
        return None
    called = meetings_called(subject, clock.now())
    return Card("nudges/meetings_today.html", {"called": called}) if called else None


def meetings_called(person: Person, now: datetime) -> Sequence[Called]:
    """Give the next two meetings of the person's day that call for something, by time; whole days are none."""
    zone = ZoneInfo(person.time_zone)
    midnight = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)
    coming = [one for one in meetings_between(person, now, midnight) if _is_to_come(one, now)]
    if not coming:
        return []
    today = now.astimezone(zone).date()
    plans = [one for one in own_plans(person).filter(ended_at=None) if not one.rests_on(today)]
    cards = _cards(person)
    called = (Called(one, _plan(one, plans), _card(one, cards)) for one in coming)
    return [one for one in called if one.plan or one.card][:MOST_MEETINGS]


def _is_to_come(meeting: Planned, now: datetime) -> bool:
    return meeting.day is None and not meeting.is_free and meeting.starts_at > now


def _cards(person: Person) -> Sequence[LibraryCard]:
    organisation = where_one_grows(person, person)
    cycle = open_cycle_of(person, organisation) if organisation else None
    needles = own_needles(cycle) if cycle else []
    return [card for one in needles if (card := card_for(one.behaviour)) is not None]


def _plan(meeting: Planned, plans: Sequence[Plan]) -> Plan | None:
    return next((one for one in plans if fits(one.cue, meeting.title, language())), None)


def _card(meeting: Planned, cards: Sequence[LibraryCard]) -> LibraryCard | None:
    return next((one for one in cards if any(fits(told, meeting.title, language()) for told in one.moments)), None)
