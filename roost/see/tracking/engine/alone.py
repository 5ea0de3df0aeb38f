"""What one person brought week by week, compared with nobody but themselves: best, rising, and how long it lasts.

Points are those of the board's statement for a window of one week and a person who stays in one team; here they are
worked out for all weeks at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from roost.see.tracking.engine.numbers import THOUSAND
from roost.see.tracking.engine.rules import WEEKDAYS, Metric, Rules

FREE_AFTER = 3
"""A week off is forgiven where none of so many weeks before it was off: one in any four."""
RISING = 3


@dataclass(frozen=True)
class DaySum:
    """What somebody's entries of a metric (its place in the rules) on one day add up to, in thousandths."""

    metric: int
    day: date
    total: int
    entries: int


@dataclass(frozen=True)
class Week:
    """A week by its first day; points in thousandths, and how many entries made them."""

    starts: date
    points: int
    entries: int


@dataclass(frozen=True)
class Progress:
    """Whole weeks, the oldest first, the running one, and what they say.

    `best` is the first whole week of the most points. `rising` counts the whole weeks, up to the last one, of which
    each brought more than the one before. `streak` counts weeks that were kept, up to now; `is_free` says whether the
    streak outlasts one week off.
    """

    weeks: tuple[Week, ...]
    now: Week
    best: Week | None
    rising: int
    streak: int
    is_free: bool

    @property
    def is_best_now(self) -> bool:
        """Say whether the running week is already better than every whole one."""
        return self.best is not None and self.now.entries > 0 and self.now.points > self.best.points

    @property
    def is_rising(self) -> bool:
        return self.rising >= RISING


def first_day_of_week(day: date, rules: Rules) -> date:
    """Give the first day of the program's week that a day lies in."""
    return day - timedelta((day.weekday() - WEEKDAYS.index(rules.week_start)) % 7)


def weeks_of(rules: Rules, days: Iterable[DaySum], today: date) -> tuple[Week, ...]:
    """Give every week from the first with an entry to the one that runs `today`; later days are left out."""
    grouped: dict[date, list[DaySum]] = defaultdict(list)
    for one in days:
        if one.entries > 0 and one.day <= today:
            grouped[first_day_of_week(one.day, rules)].append(one)
    now = first_day_of_week(today, rules)
    many = (now - min(grouped, default=now)).days // 7
    return tuple(_week(rules, start, grouped[start]) for start in (now - timedelta(7 * n) for n in range(many, -1, -1)))


def progress_of(weeks: Sequence[Week], *, aim: int | None = None) -> Progress:
    """Say what weeks come to, of which the last one runs; with an `aim` in points, a week is kept that reaches it.

    Without one, a week is kept in which anything was entered. Raises ValueError where there is no week.
    """
    if not weeks:
        raise ValueError("The week that runs is one of them.")
    *whole, now = weeks
    kept = [one.entries > 0 and (aim is None or one.points >= aim) for one in weeks]
    with_entries = [one for one in whole if one.entries]
    best = max(with_entries, key=lambda one: (one.points, -one.starts.toordinal()), default=None)
    streak, is_free = _streak(kept[:-1])
    return Progress(tuple(whole), now, best, _rising(whole), streak + kept[-1], is_free)


def _week(rules: Rules, start: date, days: Sequence[DaySum]) -> Week:
    points = 0
    for place, metric in enumerate(rules.metrics):
        points += _points(metric, rules, [one for one in days if one.metric == place])
    return Week(start, points, sum(one.entries for one in days))


def _points(metric: Metric, rules: Rules, days: Sequence[DaySum]) -> int:
    if not days:
        return 0
    periods: dict[object, int] = defaultdict(int)
    for one in days:
        periods[_period(metric, rules, one.day)] += one.total
    earned = (total * metric.points_per_unit // THOUSAND for total in periods.values())
    capped = sum(min(one, metric.cap.points) if metric.cap else one for one in earned)
    whole = sum(one.total for one in days)
    return capped + sum(step.points for step in metric.bonus if whole >= step.at)


def _period(metric: Metric, rules: Rules, day: date) -> object:
    """Give in which cap period of a week a day lies."""
    per = metric.cap.per if metric.cap else "window"
    return {"day": day, "month": (day.year, day.month)}.get(per)


def _rising(whole: Sequence[Week]) -> int:
    many = 0
    for before, after in pairwise(reversed(whole)):
        # Counting back: `before` is the later one.
        if not (before.entries and after.entries and before.points > after.points):
            break
        many += 1
    return many


def _streak(kept: Sequence[bool]) -> tuple[int, bool]:
    """Count the weeks kept, back through whole ones until two of any four were off; say whether one more may be."""
    many, since_off = 0, FREE_AFTER
    is_free = all(kept[-FREE_AFTER:])
    for one in reversed(kept):
        if one:
            many, since_off = many + 1, since_off + 1
        elif since_off >= FREE_AFTER:
            since_off = 0
        else:
            break
    return many, is_free and many > 0
