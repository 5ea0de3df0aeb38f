"""Let people of the sample company look for a peer, and talk with colleagues whom chance chose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roost.doors.demo import engine
from roost.gather.matching.access import visible_places
from roost.gather.matching.actions import Met, Sought, draw_week, say_met, seek_peer, take_part
from roost.gather.matching.engine.conversations import DRAWN_BEFORE
from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person

WEEKS = 3
OTHERS_TALKING = 9


class _Looking(NamedTuple):
    """Who looks for whom since how many days; `who` is a name, or a place among the others in percent."""

    who: str | int
    days: int
    topic: str
    stage: str
    seeks: str
    words: str | Promise


LOOKING = (
    _Looking(engine.LISTENER, 3, "first-time-leading", "through", "any", _("I got much of it wrong. Ask me anything.")),
    _Looking(25, 3, "conflict", "middle", "same", _("To hear how somebody else begins that talk.")),
    _Looking(50, 2, "from-a-distance", "middle", "any", ""),
    _Looking(engine.MEMBER, 1, "first-time-leading", "new", "any", _("My first two people start in March.")),
    _Looking(75, 1, "deciding", "new", "across", ""),
)


def let_meet(
    organisation: Organisation, named: Callable[[str], Person], others: Sequence[Person], *, now: datetime
) -> None:
    """Let some look for a peer, so that the member is asked; and some talk by chance, for three weeks by now."""
    for one in LOOKING:
        person = named(one.who) if isinstance(one.who, str) else others[len(others) * one.who // 100]
        with clock.at(now - timedelta(days=one.days)):
            sought = Sought(one.topic, one.stage, one.seeks, str(one.words), by_mail=False)
            seek_peer(organisation, by=person, sought=sought, version=0)
    step = max(len(others) // OTHERS_TALKING, 1)
    talking = [named(engine.MEMBER), named(engine.FOUNDER), *others[::step][:OTHERS_TALKING]]
    for monday in _mondays(now):
        drawn_at = _before(monday, now)
        with clock.at(drawn_at - timedelta(hours=1)):
            for person in talking:
                take_part(organisation, by=person, every=1, by_mail=False)
        with clock.at(drawn_at):
            draw_week(organisation, monday)
        if monday + timedelta(days=7) <= now.date():
            with clock.at(drawn_at + timedelta(days=5)):
                for person in talking[::2]:
                    for place in visible_places(person).filter(conversation__monday=monday):
                        say_met(place, by=person, met=Met.YES)


def _mondays(now: datetime) -> list[date]:
    this = now.date() - timedelta(days=now.weekday())
    return [this - timedelta(weeks=weeks) for weeks in range(WEEKS - 1, -1, -1)]


def _before(monday: date, now: datetime) -> datetime:
    return datetime(monday.year, monday.month, monday.day, tzinfo=now.tzinfo) - DRAWN_BEFORE
