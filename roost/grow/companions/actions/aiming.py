"""Set goals, reach them, let them go."""

from __future__ import annotations

from django.db import transaction

from roost.ground.kit import clock
from roost.ground.people.models import Companionship, Person
from roost.grow.companions.access import insist_running
from roost.grow.companions.actions.locking import held, lock
from roost.grow.companions.actions.verbs import AIMED, tell
from roost.grow.companions.models import Goal


@transaction.atomic
def set_goal(companionship: Companionship, *, by: Person, words: str) -> Goal:
    """Set a goal for the two; the same words again give the one that is open.

    Raises NotFound for anybody but the two, Conflict unless their companionship runs.
    """
    insist_running(lock(companionship), by)
    known = Goal.objects.filter(companionship=companionship, words=words, reached_at=None, left_at=None).first()
    if known is not None:
        return known
    goal = Goal.objects.create(
        organisation_id=companionship.organisation_id,
        companionship=companionship,
        words=words,
        set_by=by,
        set_at=clock.now(),
    )
    tell(AIMED, companionship, by)
    return goal


def reach_goal(goal: Goal, *, by: Person) -> Goal:
    """Say that a goal is reached; twice changes nothing."""
    return _end(goal, by, "reached_at")


def leave_goal(goal: Goal, *, by: Person) -> Goal:
    """Let a goal go; twice changes nothing."""
    return _end(goal, by, "left_at")


@transaction.atomic
def _end(goal: Goal, by: Person, when: str) -> Goal:
    goal = held(goal, by)
    if goal.is_open:
        setattr(goal, when, clock.now())
        goal.save(update_fields=[when])
        tell(AIMED, goal.companionship, by)
    return goal
