"""What an import leaves of a person's stays in teams, or of the lines to managers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from roost.ground.people.engine.periods import Period, ending_elsewhere, from_day, starting_elsewhere
from roost.ground.people.engine.plans import Entry


def history_after(
    periods: Iterable[Period], before: Entry | None, after: Entry, what: int | None, *, moves: bool, day: date
) -> tuple[Period, ...]:
    """Give all periods of one person once an import of `day` is done.

    `what` is the team or manager of `after`, and `moves` says whether it differs from before. The first period of
    somebody new starts with the hire date where one is given, also where the hire date of somebody who was nowhere yet
    becomes known only now; a hire date that is corrected later moves it along.
    """
    if before is None:
        return from_day((), after.starts_on or day, what, until=after.ends_on)
    if not before.belongs_on(day) and after.belongs_on(day):
        hired_again = after.starts_on is not None and before.ends_on is not None and after.starts_on >= before.ends_on
        return from_day(periods, after.starts_on if hired_again and after.starts_on else day, what, after.ends_on)
    periods = tuple(periods)
    if before.starts_on != after.starts_on and before.starts_on and after.starts_on:
        periods = starting_elsewhere(periods, before.starts_on, after.starts_on)
    if before.ends_on != after.ends_on:
        periods = ending_elsewhere(periods, before.ends_on, after.ends_on)
    if moves:
        is_first = not periods and before.starts_on is None and after.starts_on is not None
        since = after.starts_on if is_first and after.starts_on else max(day, after.starts_on or day)
        periods = from_day(periods, since, what, after.ends_on)
    return periods
