"""For which day something is promised, and when to remind of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

WITHOUT_A_DATE = timedelta(weeks=2)
LONGEST = timedelta(days=366)
SOON = timedelta(days=2)
FIRST_HOUR, LAST_HOUR = 8, 18


def usual_day(today: date, planned: Sequence[date]) -> date:
    """Give the day that most would choose: the first meeting after today, or in two weeks where none is planned."""
    return min((day for day in planned if day > today), default=today + WITHOUT_A_DATE)


def can_be_promised(due: date, today: date) -> bool:
    """Say whether something can be promised for a day: from today on, for a year at most."""
    return today <= due <= today + LONGEST


def day_to_remind_of(now: datetime) -> date | None:
    """Give the day of which to remind at a moment by somebody's own clock: tomorrow, at hours in which one reads."""
    return now.date() + timedelta(days=1) if FIRST_HOUR <= now.hour < LAST_HOUR else None
