"""Bring a plan to mind a quarter of an hour before a meeting that its cue fits, for those who asked for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from roost.ground.calendars.reads import Planned, beginning_between
from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person
from roost.grow.library.engine import language
from roost.see.nudges.access import plans_up
from roost.see.nudges.actions.locking import hold, look_ahead
from roost.see.nudges.actions.reminding import belonging_of, given_lately, move, occasion_of
from roost.see.nudges.engine import Due, Given, Times, fits, take_turns, terms_of, wait_of
from roost.see.nudges.models import Plan, Wishes

AHEAD = timedelta(minutes=15)
EVERY_DAY = frozenset(range(7))
MOST_MEETINGS = 20

Called = Mapping[tuple[int, str], datetime]
"""The plans that meetings call for, by number and the cue that was looked at, and when the first of these begins."""


def remind_before_meetings() -> int:
    """Give reminders for meetings that begin within a quarter of an hour, and say how many.

    Twenty meetings of a person are looked at. A reminder takes the place of the plan's next reminder and counts to
    the week's one or two like any other: none is given where there is no room, in quiet hours, of a plan that rests
    or fell silent, or before its spacing has passed.
    """
    now = clock.now()
    with everywhere():
        asked = Wishes.objects.filter(before_meetings=True, paused=False)
        meetings: dict[int, list[Planned]] = defaultdict(list)
        for person, meeting in beginning_between(asked.values("person"), now, now + AHEAD):
            meetings[person].append(meeting)
        given = 0
        for wishes in asked.filter(person__in=meetings).select_related("person"):
            # Comparing words takes its time, so it is done before anybody is made to wait.
            called = _called(wishes, meetings[wishes.person_id][:MOST_MEETINGS], now)
            given += bool(called) and _remind(wishes.person, called, now)
        return given


def _called(wishes: Wishes, meetings: Sequence[Planned], now: datetime) -> Called:
    titles = [(terms_of(one.title, language()), one.starts_at) for one in meetings]
    called = {}
    for plan in plans_up(wishes, _today(wishes.person, now)):
        cue = terms_of(plan.cue, language())
        begins = next((at for title, at in titles if fits(cue, title)), None)
        if begins is not None:
            called[plan.pk, plan.cue] = begins
    return called


@transaction.atomic
def _remind(person: Person, called: Called, now: datetime) -> bool:
    wishes = hold(person)
    if not wishes.before_meetings:
        return False
    held, belonging = given_lately({person.pk: wishes}, now), belonging_of({person.pk: wishes})
    today = _today(wishes.person, now)
    for plan in plans_up(wishes, today):
        begins = called.get((plan.pk, plan.cue))
        if begins is not None and _is_spaced(plan, today) and (person.pk, plan.organisation_id) in belonging:
            return _give(plan, wishes, held[person.pk], now, begins)
    return False


def _is_spaced(plan: Plan, today: date) -> bool:
    wait = wait_of(plan.answered, plan.start)
    return wait is not None and (plan.last_day is None or today >= plan.last_day + timedelta(days=wait))


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(ZoneInfo(person.time_zone)).date()


def _give(plan: Plan, wishes: Wishes, held: Sequence[Given], now: datetime, begins: datetime) -> bool:
    zone, quiet = wishes.person.time_zone, wishes.quiet
    here = now.astimezone(ZoneInfo(zone))
    due = Due(plan.pk, Times(EVERY_DAY, here.time().replace(microsecond=0)), plan.start, plan.answered, here.date())
    (turn,) = take_turns([due], held, now=now, zone=zone, quiet=quiet, most=wishes.most_a_week)
    if turn.given is None:
        return False
    known = {wishes.person_id: wishes}
    occasion_of(turn, turn.given, plan, known, until=begins).save()
    move(plan, turn, known)
    look_ahead(plan, wishes)
    plan.save()
    return True
