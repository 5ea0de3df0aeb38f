"""What stands on Today and on Grow, and what a link in a mail shows; each to the person alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise

from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.ground.ui.slots import Card
from roost.grow.growth.access import experiment_for, open_cycle_of, own_experiments, own_needles, where_one_grows
from roost.see.nudges.access import latest_occasions, own_plans
from roost.see.nudges.engine import Answer
from roost.see.nudges.models import Occasion, Plan
from roost.see.nudges.reads.plans import ON_TODAY
from roost.see.nudges.reads.words import ANSWERS, spacing_in_words

UNDO_SHOWN = timedelta(hours=1)
MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Reminder:
    """One reminder as it is shown; `said` is empty until it is answered, and `spacing` says what follows from that."""

    occasion: Occasion
    plan: Plan
    said: str | Promise
    spacing: str
    next_day: date | None


@dataclass(frozen=True)
class Suggested:
    """Something that the person tries and might want to be reminded of: their experiment's number and words."""

    number: int
    cue: str
    action: str


def reminder_of(occasion: Occasion) -> Reminder:
    """Give a reminder as it is shown; `occasion` comes with its plan."""
    plan = occasion.plan
    assert plan is not None
    said = ANSWERS[Answer(occasion.answer)] if occasion.answer else ""
    return Reminder(occasion, plan, said, spacing_in_words(plan.answered, plan.start) if said else "", plan.next_day)


def today_card(viewer: Person, subject: Person) -> Card | None:
    """Show what waits for an answer, or was answered within the hour and may be taken back. One query."""
    if viewer != subject:
        return None
    now, today = clock.now(), clock.today(subject.time_zone)
    found = [one for one in latest_occasions(subject).filter(given_at__gt=now - ON_TODAY) if _is_up(one, today)]
    shown = [one for one in found if one.answered_at is None or one.answered_at > now - UNDO_SHOWN]
    # What waits stands before what was answered, and what came last first: its moment may still be to come.
    shown.sort(key=lambda one: (one.answered_at is not None, -one.given_at.timestamp()))
    return Card("nudges/today.html", {"reminders": [reminder_of(one) for one in shown]}) if shown else None


def _is_up(occasion: Occasion, today: date) -> bool:
    until = occasion.plan.resting_until if occasion.plan else None
    return until is None or until <= today


def grow_card(viewer: Person, subject: Person) -> Card | None:
    """Lead from Grow to one's reminders, and from what one tries to a new one. Five queries."""
    organisation = where_one_grows(viewer, subject)
    if organisation is None:
        return None
    plans = list(own_plans(subject).filter(ended_at=None))
    cycle = open_cycle_of(subject, organisation)
    known = {(one.cue, one.action) for one in plans}
    tried = own_experiments(cycle).filter(ended_at=None) if cycle else []
    suggested = [Suggested(one.pk, one.cue, one.action) for one in tried if (one.cue, one.action) not in known]
    return Card("nudges/grow.html", {"plans": plans, "suggested": suggested[:MOST_SUGGESTED]})


def words_to_begin_with(person: Person, experiment: int | None) -> dict[str, Any]:
    """Give what a new plan's form begins with: the words of one's own experiment, or of a needle just the behaviour.

    Raises NotFound for an experiment of anybody else.
    """
    if experiment is not None:
        found = experiment_for(person, experiment)
        return {"cue": found.cue, "action": found.action, "behaviour": found.behaviour}
    organisation = where_one_grows(person, person)
    cycle = open_cycle_of(person, organisation) if organisation else None
    needle = own_needles(cycle).first() if cycle else None
    return {"behaviour": needle.behaviour} if needle else {}


def answers_offered() -> Sequence[tuple[str, str | Promise]]:
    """Give the three answers and their words."""
    return [(answer.value, words) for answer, words in ANSWERS.items() if answer]
