"""Bring a plan to mind a quarter of an hour before a meeting that its cue fits, for those who asked for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from roost.ground.calendars.reads import Planned, beginning_between
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person
from roost.grow.library.engine import language
from roost.see.nudges.actions.locking import hold, look_ahead
from roost.see.nudges.actions.reminding import belonging_of, given_lately, move, occasion_of
from roost.see.nudges.engine import Due, Given, Times, fits, take_turns, wait_of
from roost.see.nudges.models import Plan, Wishes

AHEAD = timedelta(minutes=15)
EVERY_DAY = frozenset(range(7))


def remind_before_meetings() -> int:
    """Give reminders for meetings that begin within a quarter of an hour, and say how many.

    One takes the place of the plan's next reminder and counts to the week's one or two like any other: none is given
    where there is no room, in quiet hours, of a plan that rests or fell silent, or twice for one plan on one day.
    """
    now = clock.now()
    with everywhere():
        asked = Wishes.objects.filter(before_meetings=True, paused=False).values("person")
        coming: dict[int, list[Planned]] = defaultdict(list)
        for person, meeting in beginning_between(asked, now, now + AHEAD):
            coming[person].append(meeting)
        people = Person.objects.filter(pk__in=coming)
        return sum(_remind(person, coming[person.pk], now) for person in people)


@transaction.atomic
def _remind(person: Person, meetings: Sequence[Planned], now: datetime) -> bool:
    wishes = hold(person)
    if wishes.paused or not wishes.before_meetings:
        return False
    held, belonging = given_lately({person.pk: wishes}, now), belonging_of({person.pk: wishes})
    today = now.astimezone(ZoneInfo(person.time_zone)).date()
    for plan in Plan.objects.filter(person=person, ended_at=None).order_by("pk"):
        is_called = any(fits(plan.cue, one.title, language()) for one in meetings)
        is_up = not plan.rests_on(today) and plan.last_day != today and wait_of(plan.answered, plan.start) is not None
        if is_called and is_up and (person.pk, plan.organisation_id) in belonging:
            return _give(plan, wishes, held[person.pk], now)
    return False


def _give(plan: Plan, wishes: Wishes, held: Sequence[Given], now: datetime) -> bool:
    zone, quiet = wishes.person.time_zone, wishes.quiet
    here = now.astimezone(ZoneInfo(zone))
    due = Due(plan.pk, Times(EVERY_DAY, here.time().replace(microsecond=0)), plan.start, plan.answered, here.date())
    (turn,) = take_turns([due], held, now=now, zone=zone, quiet=quiet, most=wishes.most_a_week)
    if turn.given is None:
        return False
    known = {wishes.person_id: wishes}
    occasion_of(turn, turn.given, plan, known).save()
    move(plan, turn, known)
    look_ahead(plan, wishes)
    plan.save()
    return True
