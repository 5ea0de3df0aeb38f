"""Plan what to be reminded of, change it, let it rest, end it, bring it back, delete it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from roost.ground.behaviours.reads import behaviour_named
from roost.ground.kit import clock
from roost.ground.kit.errors import Conflict, InputError, Problem
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Organisation, Person
from roost.see.nudges.actions.locking import begin_anew, held_plan, hold, look_ahead
from roost.see.nudges.actions.mailing import withdraw_mails
from roost.see.nudges.actions.verbs import PLANNED, tell
from roost.see.nudges.engine import STARTS, Rhythm
from roost.see.nudges.models import LONGEST_LINE, Occasion, Plan

MOST_PLANS = 5
LONGEST_REST = timedelta(days=366)
SLOTS_STAY = timedelta(days=14)


@dataclass(frozen=True)
class Intent:
    """What somebody wants to be reminded of, in own words, and when: `weekdays` from 0, Monday, to 6; `start` in days.

    `words` are those in which they want to be reminded, where not as "when …, I will …".
    """

    cue: str
    action: str
    words: str = ""
    behaviour: str = ""
    weekdays: str = "01234"
    at: time = time(9)
    start: int = 7


def intent_of(plan: Plan) -> Intent:
    """Give what a plan says."""
    return Intent(plan.cue, plan.action, plan.words, plan.behaviour, plan.weekdays, plan.at, plan.start)


@transaction.atomic
def plan_reminder(organisation: Organisation, *, by: Person, intent: Intent, key: str) -> Plan:
    """Plan what to be reminded of; the same again with the same `key` gives the first: a form sent twice plans one.

    Raises InputError for what cannot be reminded of and for more than five plans at a time, Conflict for something
    else with that key.
    """
    intent = _checked(intent)
    wishes = hold(by)
    known = Plan.objects.filter(person=by, key=key).first()
    if known is not None:
        if intent_of(known) != intent:
            raise Conflict(_("This form planned a reminder already. Change that one, or send this again as another."))
        return known
    _insist_on_room(by)
    plan = Plan(
        organisation=organisation,
        person=by,
        key=key,
        planned_at=clock.now(),
        rhythm=asdict(Rhythm()),
        **asdict(intent),
    )
    look_ahead(plan, wishes)
    plan.save()
    tell(PLANNED, organisation.pk, by)
    return plan


@transaction.atomic
def change_plan(plan: Plan, *, by: Person, intent: Intent, version: int) -> Plan:
    """Change a plan; `version` is the one the person had before them. Another spacing begins anew with that one.

    Raises InputError for what cannot be reminded of, Conflict where it was changed meanwhile.
    """
    intent = _checked(intent)
    plan, wishes = held_plan(plan, by)
    if intent_of(plan) == intent:
        return plan
    if plan.version != version:
        raise Conflict(_("You changed it elsewhere meanwhile, so nothing was changed yet."))
    if intent.start != plan.start:
        begin_anew(plan)
    for name, value in asdict(intent).items():
        setattr(plan, name, value)
    plan.version += 1
    look_ahead(plan, wishes)
    plan.save()
    tell(PLANNED, plan.organisation_id, by)
    return plan


@transaction.atomic
def rest_plan(plan: Plan, *, by: Person, until: date) -> Plan:
    """Let a plan rest until a day, on which it may come again. Raises InputError for a day that is past or far away."""
    plan, wishes = held_plan(plan, by)
    today = clock.today(by.time_zone)
    if not today < until <= today + LONGEST_REST:
        raise InputError(Problem(_("Choose a day within a year from tomorrow."), column="until", value=str(until)))
    if plan.ended_at is not None:
        raise Conflict(_("It has ended. Bring it back first."))
    if plan.resting_until != until:
        plan.resting_until = until
        look_ahead(plan, wishes)
        plan.save(update_fields=["resting_until", "zone", "next_day", "next_at"])
        _drop_mails(plan)
        tell(PLANNED, plan.organisation_id, by)
    return plan


@transaction.atomic
def end_plan(plan: Plan, *, by: Person) -> Plan:
    """End a plan; what was said to it stays for its person. Twice changes nothing."""
    plan, wishes = held_plan(plan, by)
    if plan.ended_at is None:
        plan.ended_at = clock.now()
        look_ahead(plan, wishes)
        plan.save(update_fields=["ended_at", "zone", "next_day", "next_at"])
        _drop_mails(plan)
        tell(PLANNED, plan.organisation_id, by)
    return plan


@transaction.atomic
def wake_plan(plan: Plan, *, by: Person) -> Plan:
    """Bring a plan back that rests, has ended, was given up or fell silent; it begins with its own spacing again.

    Raises InputError where five others run.
    """
    plan, wishes = held_plan(plan, by)
    if plan.ended_at is not None:
        _insist_on_room(by)
    plan.ended_at = plan.resting_until = None
    begin_anew(plan)
    look_ahead(plan, wishes)
    plan.save(update_fields=["ended_at", "resting_until", "rhythm", "waiting_since", "zone", "next_day", "next_at"])
    tell(PLANNED, plan.organisation_id, by)
    return plan


@transaction.atomic
def delete_plan(plan: Plan, *, by: Person) -> None:
    """Delete a plan with everything said to it. That reminders were given at all stays for two weeks, for the limit."""
    plan, _wishes = held_plan(plan, by)
    _drop_mails(plan)
    plan.occasions.filter(given_at__lt=clock.now() - SLOTS_STAY).delete()
    plan.occasions.update(answer="", answered_at=None, before={})
    organisation = plan.organisation_id
    plan.delete()
    tell(PLANNED, organisation, by)


def forget_slots() -> int:
    """Delete what stayed of deleted plans and is two weeks old; say how many that were."""
    with everywhere():
        return Occasion.objects.filter(plan=None, given_at__lt=clock.now() - SLOTS_STAY).delete()[0]


def _drop_mails(plan: Plan) -> None:
    withdraw_mails(plan.person_id, Occasion.objects.filter(plan=plan))


def _insist_on_room(by: Person) -> None:
    if Plan.objects.filter(person=by, ended_at=None).count() >= MOST_PLANS:
        raise InputError(_("Five at a time are as many as anybody keeps in mind. End one first."))


def _checked(intent: Intent) -> Intent:
    intent = replace(
        intent,
        cue=_one_line(intent.cue),
        action=_one_line(intent.action),
        words=_one_line(intent.words),
        weekdays="".join(sorted(set(intent.weekdays))),
    )
    problems = list(_problems(intent))
    if problems:
        raise InputError(problems)
    return intent


def _problems(intent: Intent) -> Iterable[Problem]:
    for name in ("cue", "action", "words"):
        value = getattr(intent, name)
        if not value and name != "words":
            yield Problem(_("Say when, and what you will do."), column=name)
        if len(value) > LONGEST_LINE:
            yield Problem(_("Keep it to one line."), column=name, value=value)
    if not intent.weekdays or not set(intent.weekdays) <= set("0123456"):
        yield Problem(_("Choose a day of the week."), column="weekdays", value=intent.weekdays)
    if intent.start not in STARTS:
        yield Problem(_("Choose how often it comes at first."), column="start", value=str(intent.start))
    if intent.behaviour and behaviour_named(intent.behaviour) is None:
        yield Problem(_("There is no such behaviour."), column="behaviour", value=intent.behaviour)


def _one_line(text: str) -> str:
    return " ".join(text.split())
