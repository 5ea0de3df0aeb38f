"""Bring to mind what is due, for many people at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Person
from roost.see.nudges.actions.locking import hold, look_ahead_on_all
from roost.see.nudges.engine import LATEST, LOOK_BACK, Due, Given, Turn, moment_on, next_moment, take_turns
from roost.see.nudges.models import Mail, Occasion, Plan, Wishes

ONE_CHUNK = 500
ROUND_ENDS_AFTER = timedelta(minutes=1)
ASKED_AGAIN_AFTER = timedelta(days=7)
"""When somebody who does not belong at the moment is looked at again."""
MOVED = {"rhythm", "reminded", "last_day", "next_day", "next_at", "zone", "waiting_since"}
MOVES = [field for field in Plan._meta.concrete_fields if field.name in MOVED]
MOVE = f"UPDATE {Plan._meta.db_table} SET {', '.join(f'{field.column} = %s' for field in MOVES)} WHERE id = %s"


def remind_due() -> int:
    """Give the reminders that are due, one round of a minute, and say how many; what is left stays due.

    People are taken some hundred at a time, each lot in a transaction of its own, whose statements do not grow with
    how many they are. Whoever is being dealt with elsewhere is left for the next round. What was dealt with is due no
    more, so doing it again gives nothing twice.
    """
    given, until = 0, clock.now() + ROUND_ENDS_AFTER
    with everywhere():
        while clock.now() < until:
            turns = _deal_with_some(clock.now())
            if not turns:
                break
            given += sum(turn.given is not None for turn in turns)
    return given


def follow_zones() -> int:
    """Look ahead anew for people whose clocks changed since their plans were set, and say how many they were."""
    with everywhere():
        moved = Plan.objects.filter(next_at__gt=clock.now()).exclude(zone=F("person__time_zone"))
        people = list(Person.objects.filter(pk__in=moved.values("person")))
        for person in people:
            _follow(person)
        return len(people)


@transaction.atomic
def _follow(person: Person) -> None:
    look_ahead_on_all(hold(person))


@transaction.atomic
def _deal_with_some(now: datetime) -> Sequence[Turn]:
    due = Plan.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    people = set(due.values_list("person", flat=True)[:ONE_CHUNK])
    ours = Wishes.objects.select_for_update(skip_locked=True).filter(person__in=people)
    people = set(ours.values_list("person", flat=True))
    if not people:
        return []
    plans = {plan.pk: plan for plan in due.filter(person__in=people)}
    wishes = {one.person_id: one for one in Wishes.objects.filter(person__in=people).select_related("person")}
    turns = _turns(plans.values(), wishes, now)
    made = []
    for turn in turns:
        if turn.given is not None:
            plan = plans[turn.plan]
            made.append(occasion_of(turn, turn.given, plan, wishes, until=_past_at(plan, turn.day, wishes)))
        move(plans[turn.plan], turn, wishes)
    Occasion.objects.bulk_create(made)
    _save(plans.values())
    return turns


def _past_at(plan: Plan, day: date, wishes: Mapping[int, Wishes]) -> datetime:
    wish = wishes[plan.person_id]
    return moment_on(day, plan.at, wish.person.time_zone, wish.quiet) + LATEST


def _turns(plans: Collection[Plan], wishes: Mapping[int, Wishes], now: datetime) -> list[Turn]:
    held, belonging = given_lately(wishes, now), belonging_of(wishes)
    turns: list[Turn] = []
    open_ones: dict[int, list[Due]] = defaultdict(list)
    for plan in plans:
        wish = wishes[plan.person_id]
        day = plan.next_day
        assert day is not None
        if wish.paused or plan.ended_at is not None:
            turns.append(Turn(plan.pk, day, None, plan.answered, None, plan.waiting_since))
        elif (plan.person_id, plan.organisation_id) not in belonging:
            turns.append(_left(plan, day, wish, now))
        else:
            due = Due(plan.pk, plan.times, plan.start, plan.answered, day, plan.waiting_since)
            open_ones[plan.person_id].append(due)
    for number, due_ones in open_ones.items():
        wish = wishes[number]
        zone = wish.person.time_zone
        turns += take_turns(due_ones, held[number], now=now, zone=zone, quiet=wish.quiet, most=wish.most_a_week)
    return turns


def _left(plan: Plan, day: date, wish: Wishes, now: datetime) -> Turn:
    """Leave a plan of somebody who does not belong today alone for a while; they may come back."""
    later = now + ASKED_AGAIN_AFTER
    following = next_moment(plan.times, after=later, earliest=None, zone=wish.person.time_zone, quiet=wish.quiet)
    return Turn(plan.pk, day, None, plan.answered, following, plan.waiting_since)


def given_lately(wishes: Mapping[int, Wishes], now: datetime) -> Mapping[int, list[Given]]:
    """Give, by person, the reminders that matter for the limit. One query."""
    lately = Occasion.objects.filter(person__in=wishes.keys(), given_at__gt=now - LOOK_BACK)
    held: dict[int, list[Given]] = defaultdict(list)
    for person, at, week, slot in lately.values_list("person", "given_at", "week", "slot"):
        held[person].append(Given(at, week, slot))
    return held


def belonging_of(wishes: Mapping[int, Wishes]) -> set[tuple[int, int]]:
    """Give who belongs to which organisation today, each by their own calendar, among those who can sign in."""
    found = Affiliation.objects.filter(person__in=wishes.keys(), person__is_active=True)
    belonging = set()
    for one in found:
        one.person = wishes[one.person_id].person
        if one.lets_in():
            belonging.add((one.person_id, one.organisation_id))
    return belonging


def occasion_of(turn: Turn, held: Given, plan: Plan, wishes: Mapping[int, Wishes], *, until: datetime) -> Occasion:
    """Make the reminder of a turn, whose moment is past at `until`, without saving it."""
    wish = wishes[plan.person_id]
    return Occasion(
        organisation_id=plan.organisation_id,
        person_id=plan.person_id,
        plan=plan,
        number=plan.reminded + 1,
        day=turn.day,
        given_at=held.at,
        until=until,
        week=held.week,
        slot=held.slot,
        before=plan.rhythm,
        mail=Mail.WANTED if wish.by_mail and wish.person.email else Mail.NO,
    )


def move(plan: Plan, turn: Turn, wishes: Mapping[int, Wishes]) -> None:
    """Set where a plan stands after its turn, without saving it."""
    if turn.given is not None:
        plan.reminded += 1
        plan.last_day = turn.day
    plan.rhythm = asdict(turn.rhythm)
    plan.next_day, plan.next_at = (turn.coming.day, turn.coming.at) if turn.coming else (None, None)
    plan.zone, plan.waiting_since = wishes[plan.person_id].person.time_zone, turn.waiting_since


def _save(plans: Iterable[Plan]) -> None:
    """Save where plans stand, in one statement for all; Django's own way takes ten times as long."""
    rows = [
        [*(field.get_db_prep_save(getattr(plan, field.attname), connection) for field in MOVES), plan.pk]
        for plan in plans
    ]
    with connection.cursor() as cursor:
        cursor.executemany(MOVE, rows)
