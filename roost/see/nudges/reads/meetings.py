"""What a person planned, and may read, for the meetings of their day; they look, and nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from roost.ground.calendars.reads import Planned, meetings_between
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card
from roost.grow.growth.access import open_cycle_of, own_needles, where_one_grows
from roost.grow.library.engine import Card as LibraryCard
from roost.grow.library.engine import language
from roost.grow.library.reads import card_for
from roost.see.nudges.access import plans_up, wishes_of
from roost.see.nudges.engine import fits, terms_of
from roost.see.nudges.models import Plan

MOST_MEETINGS = 2
MOST_LOOKED_AT = 50


@dataclass(frozen=True)
class Called:
    """A meeting to come, what its person planned for such a moment, and a card of their needle that fits it."""

    meeting: Planned
    plan: Plan | None
    card: LibraryCard | None


def meetings_card(viewer: Person, subject: Person) -> Card | None:
    """Show on Today the next meetings of the day that a plan's cue or a needle's card fits. At most eight queries."""
    if viewer != subject:
        return None
    called = meetings_called(subject, clock.now())
    return Card("nudges/meetings_today.html", {"called": called}) if called else None


def meetings_called(person: Person, now: datetime) -> Sequence[Called]:
    """Give the next two meetings of the person's day that call for something, by time; whole days are none.

    The next fifty are looked at.
    """
    zone = ZoneInfo(person.time_zone)
    midnight = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)
    coming = [one for one in meetings_between(person, now, midnight) if _is_to_come(one, now)]
    if not coming:
        return []
    plans = [(one, _terms([one.cue])) for one in plans_up(wishes_of(person), now.astimezone(zone).date())]
    cards = [(one, _terms(one.moments)) for one in _cards(person)]
    called = (_called(one, plans, cards) for one in coming[:MOST_LOOKED_AT])
    return list(islice((one for one in called if one.plan or one.card), MOST_MEETINGS))


def _is_to_come(meeting: Planned, now: datetime) -> bool:
    return meeting.day is None and not meeting.is_free and meeting.starts_at > now


def _cards(person: Person) -> Sequence[LibraryCard]:
    organisation = where_one_grows(person, person)
    cycle = open_cycle_of(person, organisation) if organisation else None
    needles = own_needles(cycle) if cycle else []
    return [card for one in needles if (card := card_for(one.behaviour)) is not None]


def _terms(texts: Iterable[str]) -> list[frozenset[str]]:
    return [terms_of(one, language()) for one in texts]


def _called(
    meeting: Planned,
    plans: Iterable[tuple[Plan, Sequence[frozenset[str]]]],
    cards: Iterable[tuple[LibraryCard, Sequence[frozenset[str]]]],
) -> Called:
    title = terms_of(meeting.title, language())
    plan = next((one for one, told in plans if any(fits(moment, title) for moment in told)), None)
    card = next((one for one, told in cards if any(fits(moment, title) for moment in told)), None)
    return Called(meeting, plan, card)
