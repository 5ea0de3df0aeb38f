"""Reminders given and answered so many days after a Monday, in tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from roost.ground.kit import clock
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Person
from roost.see.nudges.actions import Intent, answer_occasion, remind_due
from roost.see.nudges.engine import Answer
from roost.see.nudges.models import Occasion, Plan

MONDAY = datetime(2024, 6, 17, 9, 0, tzinfo=UTC)
ASK = Intent("the planning begins", "ask first", weekdays="0", words="A canary of mine")
Planner = Callable[..., Plan]


def after(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def given_on(*days: float) -> list[Occasion]:
    """Let the worker look at these moments, and give every reminder there is."""
    for day in days:
        with clock.at(after(day)):
            remind_due()
    with everywhere():
        return list(Occasion.objects.select_related("plan").order_by("pk"))


def say(occasion: Occasion, by: Person, answer: Answer, *, day: float) -> Occasion:
    with clock.at(after(day)):
        return answer_occasion(occasion, by=by, answer=answer)
