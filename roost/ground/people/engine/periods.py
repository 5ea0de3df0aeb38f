"""Statements that hold for a while: stays in teams, reporting lines. Half-open days, never overlapping, no empty ones.

The functions take and give all periods of one person, in any order in, by start out. Each keeps the `number` of a
period that it merely shortens, extends or amends, so that the caller can change that row and keep what refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Period:
    """Say that `what` (a team, a manager) holds from `starts_on` until the day before `ends_on`; None is open."""

    what: int
    starts_on: date
    ends_on: date | None = None
    number: int | None = None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def holding(periods: Iterable[Period], day: date) -> Period | None:
    """Give the period that covers a day."""
    return next((period for period in periods if period.covers(day)), None)


def from_day(periods: Iterable[Period], day: date, what: int | None, until: date | None = None) -> tuple[Period, ...]:
    """Let `what` hold from a day on, for as long as what held then would have held; None lets nothing hold.

    Where nothing held, it lasts to the next period, and at most `until`. A period that starts on this very day is
    amended, so that a second thought on the same day leaves no trace; going back to what held before extends that.
    """
    before = sorted(periods, key=lambda period: period.starts_on)
    covering = holding(before, day)
    if covering is not None and covering.what == what:
        return tuple(before)
    kept = [period for period in before if period is not covering]
    if covering is not None and covering.starts_on < day:
        kept.append(replace(covering, ends_on=day))
    if what is not None:
        later = [period.starts_on for period in before if period.starts_on > day]
        ends = covering.ends_on if covering else min([*later, *([until] if until else [])], default=None)
        if covering is not None and covering.starts_on == day:
            kept.append(replace(covering, what=what))
        elif ends is None or day < ends:
            kept.append(Period(what, day, ends))
    return _joined(kept)


def _joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Make one of neighbours that say the same."""
    joined: list[Period] = []
    for period in sorted(periods, key=lambda period: period.starts_on):
        if joined and joined[-1].what == period.what and joined[-1].ends_on == period.starts_on:
            joined[-1] = replace(joined[-1], ends_on=period.ends_on)
        else:
            joined.append(period)
    return tuple(joined)


def until_day(periods: Iterable[Period], day: date) -> tuple[Period, ...]:
    """Let nothing hold from a day on."""
    cut = [
        period if period.ends_on is not None and period.ends_on <= day else replace(period, ends_on=day)
        for period in periods
        if period.starts_on < day
    ]
    return tuple(sorted(cut, key=lambda period: period.starts_on))


def interrupted(period: Period, gone: date, back: date) -> tuple[Period, ...]:
    """Let a period end on one day and begin anew on another, under no number; what is empty of it goes."""
    return (*until_day([period], gone), replace(period, starts_on=back, number=None))


def ending_elsewhere(periods: Iterable[Period], was: date | None, now: date | None) -> tuple[Period, ...]:
    """Move the end that all periods shared: what ended on `was` ends on `now`, where None is open."""
    if now is not None:
        periods = until_day(periods, now)
    moved = [replace(period, ends_on=now) if period.ends_on == was else period for period in periods]
    return tuple(sorted(moved, key=lambda period: period.starts_on))


def starting_elsewhere(periods: Iterable[Period], was: date, now: date) -> tuple[Period, ...]:
    """Move the start of what started first, if that was on `was`, to `now`; nothing holds before it."""
    before = sorted(periods, key=lambda period: period.starts_on)
    if not before or before[0].starts_on != was:
        return tuple(before)
    kept = [period for period in before if period.ends_on is None or now < period.ends_on]
    return tuple(
        replace(period, starts_on=now if place == 0 else max(period.starts_on, now))
        for place, period in enumerate(kept)
    )
