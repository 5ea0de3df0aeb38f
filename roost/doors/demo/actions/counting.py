"""Let a member count two things for herself, and a director one that he lets her see."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from roost.ground.kit import clock
from roost.ground.people.models import Organisation, Person
from roost.see.tracking.actions import Counted, Score, aim_for, begin_measure, share_with, submit_scores

TALKS = (2, 1, 3, 2, 0, 4, 2, 3, 3, 1, 3, 4, 5, 6)
"""What the member counted week by week, the last of it whole: up and down, one week off, then rising."""
EVENINGS = (5, 4, 5, 3, 4, 2, 3, 2)
ONE_TO_ONES = (3, 4, 6, 5, 6, 7, 6, 7, 8)


def let_count_for_themselves(
    organisation: Organisation, member: Person, leader: Person, *, now: datetime, seed: int
) -> None:
    """Let both count by the actions that people use, each entry on its day."""
    draw = Random(seed)
    talks = Counted(_("Talks without a slide"), behaviour="communicating-with-impact")
    _count(organisation, member, talks, TALKS, aim=3, now=now, draw=draw)
    evenings = Counted(_("Evenings with mail"), is_less_better=True)
    _count(organisation, member, evenings, EVENINGS, aim=-3, now=now, draw=draw)
    asked = Counted(_("One-to-ones with more questions than answers"), behaviour="building-capability")
    shared = _count(organisation, leader, asked, ONE_TO_ONES, aim=None, now=now, draw=draw)
    with clock.at(now - timedelta(days=20)):
        share_with(shared, by=leader, reader=member)


def _count(
    organisation: Organisation,
    person: Person,
    counted: Counted,
    weeks: tuple[int, ...],
    *,
    aim: int | None,
    now: datetime,
    draw: Random,
) -> Any:
    """Count so many in each of the last weeks and perhaps one in the one that runs; give what is counted."""
    zone = ZoneInfo(person.time_zone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(today.weekday() + 7 * len(weeks))
    with clock.at(_evening(monday, zone)):
        program = begin_measure(person, organisation=organisation, counted=counted)
        aim_for(program, by=person, points=None if aim is None else aim * 1000)
    metric = program.metrics.get().key
    for number, many in enumerate((*weeks, min(1, today.weekday()))):
        within = 5 if number < len(weeks) else 1
        days = [monday + timedelta(7 * number + draw.randrange(within)) for _each in range(many)]
        scores = [
            Score(person.pk, metric, "1", f"{day}", key=f"demo:{number}:{place}") for place, day in enumerate(days)
        ]
        if scores:
            with clock.at(min(now, _evening(max(days), zone))):
                submit_scores(program, by=person, scores=scores)
    return program


def _evening(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(18, 0), zone)
