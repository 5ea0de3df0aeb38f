"""How far a program has spread, and whether those who take part enter scores and come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Stay:
    """Somebody takes part with a team from a day on, and up to one: ordinals, half-open, `ends` None for good."""

    person: int
    team: int
    starts: int
    ends: int | None

    def holds_on(self, day: int) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)

    def overlaps(self, starts: int, ends: int) -> bool:
        """Say whether it shares a day with a stretch; one that ends before it starts shares none."""
        last = ends if self.ends is None else min(ends, self.ends)
        return max(starts, self.starts) < last


@dataclass(frozen=True)
class Shares:
    """Of a period: how many took part, entered a score, had entered one in the period before, and both."""

    taking_part: int
    entering: int
    before: int
    returning: int

    @property
    def share_entering(self) -> float | None:
        """Give which share of those who took part entered a score; None where nobody took part."""
        return self.entering / self.taking_part if self.taking_part else None

    @property
    def share_returning(self) -> float | None:
        """Give which share of those who entered in the period before entered again; None where nobody had."""
        return self.returning / self.before if self.before else None


def shares_of(
    stays: Iterable[Stay], periods: Sequence[tuple[date, date]], entered: Mapping[int, Set[int]]
) -> list[Shares]:
    """Give the shares of neighbouring half-open periods; `entered` holds who entered, by the place of the period.

    Who entered counts in a period in which they took part on any day. Whoever stopped taking part after a period
    counts as not returning.
    """
    stays = list(stays)
    found: list[Shares] = []
    before: Set[int] = set()
    for place, (starts, ends) in enumerate(periods):
        here = {one.person for one in stays if one.overlaps(starts.toordinal(), ends.toordinal())}
        now = entered.get(place, set()) & here
        found.append(Shares(len(here), len(now), len(before), len(before & now)))
        before = now
    return found


def reach_on(stays: Iterable[Stay], day: date) -> Counter[int]:
    """Give how many people take part on a day, by team."""
    here = {(one.person, one.team) for one in stays if one.holds_on(day.toordinal())}
    return Counter(team for _person, team in here)


def overtaken_since(ours: Sequence[float | None], theirs: Sequence[float | None]) -> int | None:
    """Give the place from which on the first shares are larger than the second up to the end; None where they are not.

    A share that is not known is no larger one.
    """
    since = None
    for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        larger = one is not None and other is not None and one > other
        since = (place if since is None else since) if larger else None
    return since


def months_up_to(last: date, *, since: date, most: int = 12) -> list[tuple[date, date]]:
    """Give the months from that of `since` to that of `last`, as half-open pairs of days, the newest `most` of them."""
    first, newest = since.year * 12 + since.month - 1, last.year * 12 + last.month - 1
    return [(_first_of(month), _first_of(month + 1)) for month in range(max(first, newest - most + 1), newest + 1)]


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
