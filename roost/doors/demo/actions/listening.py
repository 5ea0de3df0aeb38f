"""Let teams of the sample company be asked how they are: one reads it, one waits for an answer, one is asked now."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from roost.gather.pulse.access import Whom, asked_behind, waiting_for
from roost.gather.pulse.actions import answer, begin_pulse, close_due, reply
from roost.gather.pulse.engine import CLOSES_AFTER, TEAM_FIRST
from roost.gather.pulse.reads import instrument_of
from roost.ground.kit import clock
from roost.ground.people.access import line_of
from roost.ground.people.models import Organisation, Person
from roost.ground.release.actions import ticket_secret

INSTRUMENT = "roost-safety"
LEVELS = {"s1": 4.6, "s2": 3.2, "s3": 5.4, "s4": 4.4, "s5": 4.2, "s6": 4.8, "s7": 5.6}
"""What people tend to answer; to the fourth, about bad news, half of them far more and half far less."""
LATER = {"s1": 5.2, "s3": 5.6}
APART = "s4"
EARLIER = timedelta(weeks=11)
OWED_SINCE = timedelta(days=4)


def let_teams_be_heard(organisation: Organisation, member: Person, leader: Person, *, now: datetime, seed: int) -> None:
    """Let the member's team be asked twice and read the second, the director owe an answer, and who leads him ask."""
    drawn = Random(seed)
    closed = now - timedelta(days=1)
    asked = closed - CLOSES_AFTER
    with clock.at(asked - EARLIER):
        # The member's team may have had somebody else at its head then.
        manager = _manager(member, organisation)
        first = begin_pulse(manager, instrument=INSTRUMENT)
        _let_answer(first, LEVELS, drawn)
    with clock.at(asked - EARLIER + CLOSES_AFTER):
        close_due()
    with clock.at(asked - EARLIER + CLOSES_AFTER + TEAM_FIRST):
        reply(
            first,
            by=manager,
            heard=_("Bad news reaches me late, and some of you wait until it is certain."),
            unknown=_("What happened to the last of you who brought some, and what I said then."),
            tries=_("On Mondays I say first what went wrong with me, and thank whoever tells me more."),
        )
    with clock.at(now - CLOSES_AFTER - OWED_SINCE):
        _let_answer(begin_pulse(leader, instrument=INSTRUMENT, whom=Whom.ALL), LEVELS, drawn)
    with clock.at(asked):
        _let_answer(begin_pulse(_manager(member, organisation), instrument=INSTRUMENT), LEVELS | LATER, drawn)
    with clock.at(now - OWED_SINCE):
        close_due()
    with clock.at(closed):
        close_due()
    with clock.at(now - timedelta(days=1)):
        begin_pulse(_manager(leader, organisation), instrument=INSTRUMENT)


def _manager(person: Person, organisation: Organisation) -> Person:
    line = line_of(person, organisation)
    assert line is not None, person
    return line.manager


def _let_answer(pulse: Any, levels: dict[str, float], drawn: Random) -> None:
    """Let all but every seventh answer."""
    for number, asked in enumerate(pulse.asked.select_related("person").order_by("pk")):
        waiting = waiting_for(asked.person).get(pulse=pulse)
        if number % 7 == 6 or waiting.ticket is None:
            continue
        secret = ticket_secret(waiting.ticket)
        behind = asked_behind(secret)
        assert behind is not None, asked
        apart = 2.0 if number % 2 else -2.0
        points: dict[str, int | None] = {
            one.key: _drawn(levels[one.key] + (apart if one.key == APART else 0), drawn)
            for one in instrument_of(pulse).items
        }
        answer(secret, behind, points)


def _drawn(level: float, drawn: Random) -> int | None:
    return None if drawn.random() < 0.04 else min(7, max(1, round(level + drawn.gauss(0, 1.1))))
