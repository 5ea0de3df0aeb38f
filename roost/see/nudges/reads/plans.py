"""What a person wants to be reminded of, how it goes, and what they said: shown to themselves alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise

from roost.ground.behaviours.reads import Behaviour, behaviour_named
from roost.ground.kit import clock
from roost.ground.people.models import Person
from roost.see.nudges.access import own_plans, wishes_of
from roost.see.nudges.engine import Answer, Reason, Rhythm, reason_of, streak_of
from roost.see.nudges.models import Occasion, Plan, Wishes
from roost.see.nudges.reads.words import ANSWERS, spacing_in_words

ON_TODAY = timedelta(days=3)
"""How long a reminder is shown and counts as open; answered it can be until the next one comes."""
MOST_LINES = 60
MOST_ENDED = 20


class State(StrEnum):
    """Whether a plan comes, or why not."""

    RUNNING = "running"
    PAUSED = "paused"
    RESTING = "resting"
    SILENT = "silent"
    RETIRED = "retired"
    ENDED = "ended"


@dataclass(frozen=True)
class PlanLine:
    """A plan in the list; `streak` is how often in a row it was done, `next_day` when it comes, if that is settled."""

    plan: Plan
    behaviour: Behaviour | None
    state: State
    spacing: str
    streak: int
    next_day: date | None


@dataclass(frozen=True)
class PlansPage:
    """Everything somebody wants to be reminded of, how they want it, and of what has ended the latest twenty."""

    wishes: Wishes
    lines: Sequence[PlanLine]
    ended: Sequence[Plan]
    more_ended: int


@dataclass(frozen=True)
class OccasionLine:
    """A reminder of before: when, what was said, and whether that can still be changed."""

    occasion: Occasion
    said: str | Promise
    is_open: bool


@dataclass(frozen=True)
class PlanPage:
    """One plan, how it goes, and its latest reminders, the newest first."""

    line: PlanLine
    occasions: Sequence[OccasionLine]


def plans_page(person: Person) -> PlansPage:
    """Give the plans of a person, the earliest first, and those that ended, the latest first. At most five queries."""
    wishes, over = wishes_of(person), own_plans(person).exclude(ended_at=None)
    ended = list(over.order_by("-ended_at", "-pk")[:MOST_ENDED])
    occasions: dict[int, list[Occasion]] = defaultdict(list)
    for one in Occasion.objects.filter(person=person, plan__ended_at=None, plan__isnull=False).order_by("number"):
        occasions[one.plan_id or 0].append(one)
    return PlansPage(
        wishes=wishes,
        lines=[_line(one, wishes, occasions[one.pk], person) for one in own_plans(person).filter(ended_at=None)],
        ended=ended,
        more_ended=over.count() - MOST_ENDED if len(ended) == MOST_ENDED else 0,
    )


def plan_page(plan: Plan, person: Person) -> PlanPage:
    """Give a plan and what was said to it, the latest sixty. Two queries."""
    occasions = list(plan.occasions.order_by("number"))
    lines = [_occasion(one, plan) for one in reversed(occasions[-MOST_LINES:])]
    return PlanPage(_line(plan, wishes_of(person), occasions, person), lines)


def is_waiting(occasion: Occasion) -> bool:
    """Say whether a reminder is still open on Today."""
    return not occasion.answer and occasion.given_at > clock.now() - ON_TODAY


def _line(plan: Plan, wishes: Wishes, occasions: Sequence[Occasion], person: Person) -> PlanLine:
    latest = occasions[-1] if occasions else None
    waits = latest is not None and is_waiting(latest)
    # One that waits for an answer is not yet taken for passed by, though what comes next is set as if it were.
    rhythm = latest.rhythm_before if waits and latest else plan.answered
    state = _state(plan, wishes, rhythm, clock.today(person.time_zone))
    return PlanLine(
        plan=plan,
        behaviour=behaviour_named(plan.behaviour),
        state=state,
        spacing=spacing_in_words(rhythm, plan.start),
        streak=streak_of(_counted(occasions)),
        next_day=plan.next_day if state in {State.RUNNING, State.RESTING} and not waits else None,
    )


def _counted(occasions: Iterable[Occasion]) -> Iterable[tuple[date, Answer]]:
    return ((one.day, Answer(one.answer)) for one in occasions if not is_waiting(one))


def _state(plan: Plan, wishes: Wishes, rhythm: Rhythm, today: date) -> State:
    if plan.ended_at is not None:
        return State.ENDED
    reason = reason_of(rhythm)
    if reason in {Reason.SILENT, Reason.RETIRED}:
        return State(reason.value)
    if wishes.paused:
        return State.PAUSED
    return State.RESTING if plan.resting_until and plan.resting_until > today else State.RUNNING


def _occasion(occasion: Occasion, plan: Plan) -> OccasionLine:
    is_latest = occasion.number == plan.reminded and plan.ended_at is None
    return OccasionLine(occasion, ANSWERS[Answer(occasion.answer)], is_latest)
