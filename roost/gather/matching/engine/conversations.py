"""Who talks with whom this week: strangers first, the odd one as a third, and never the same odd one by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from roost.gather.matching.engine.drawing import worths_among
from roost.gather.matching.engine.hours import LEAST_HOURS, hours_together
from roost.gather.matching.engine.pairing import Pair, best_pairs, pair_of

DRAWN_BEFORE = timedelta(hours=5)
"""Sunday, 19:00 UTC: an hour before the first Monday morning on earth is ten o'clock."""
LATE_BY_AT_MOST = timedelta(days=2)
TEN = time(10)
MOST_MIXED = 7
_OLDEST = 3650


@dataclass(frozen=True)
class Taker:
    """Somebody who wants a conversation; `odd_on` is when they were last left out or a third."""

    person: int
    zone: str
    team: int | None = None
    division: str = ""
    manager: int | None = None
    odd_on: date | None = None


@dataclass(frozen=True)
class Drawn:
    """Who talks with whom: twos and threes, and who is left out. In a three, the last one is the third."""

    groups: Sequence[tuple[int, ...]]
    left_out: Sequence[int]


def monday_to_draw(now: datetime) -> date | None:
    """Give the Monday whose conversations are to be drawn by now, if any: from Sunday 19:00 UTC, two days at most."""
    ahead = now.astimezone(UTC) + DRAWN_BEFORE
    monday = ahead.date() - timedelta(days=ahead.weekday())
    since = ahead - datetime.combine(monday, time(), UTC)
    return monday if since < LATE_BY_AT_MOST + DRAWN_BEFORE else None


def monday_ahead(now: datetime) -> date:
    """Give the first Monday whose drawing has not begun: from Sunday 19:00 UTC on, that of the week after."""
    ahead = now.astimezone(UTC) + DRAWN_BEFORE
    return ahead.date() + timedelta(days=7 - ahead.weekday())


def ten_on(monday: date, zone: str) -> datetime:
    """Give ten o'clock of a Monday by the clock of a zone, in UTC."""
    return datetime.combine(monday, TEN, ZoneInfo(zone)).astimezone(UTC)


def draw(takers: Iterable[Taker], *, met: Mapping[Pair, date], never: Set[Pair], monday: date, seed: int) -> Drawn:
    """Draw one week's conversations; `met` says when two last talked, `never` which pairs may not be.

    As many strangers as can be talk to each other; only those left over talk to somebody they know, whom they met
    longest ago; who is still left becomes the third of two, where that may be. Nobody is brought to their own manager,
    or to somebody with less than an hour a day in common. Among choices with as many pairs, those were the odd ones
    longest ago who are odd now, and then people of different divisions and teams are preferred.
    """
    known = {one.person: one for one in takers}
    turns = _turns(known.values())
    # One step in what comes first outweighs all that the choice of pairs can make of what comes after it.
    weight = MOST_MIXED * (len(known) + 1)
    older = _OLDEST * (len(known) + 1)

    def mixed(one: int, other: int) -> int | None:
        return None if pair_of(one, other) in never else _mixed(known[one], known[other], monday)

    def among_strangers(one: int, other: int) -> int | None:
        worth = None if pair_of(one, other) in met else mixed(one, other)
        return None if worth is None else (turns[one] + turns[other]) * weight + worth

    def among_all(one: int, other: int) -> int | None:
        worth = mixed(one, other)
        if worth is None:
            return None
        days = _days_since(met.get(pair_of(one, other)), monday)
        return ((turns[one] + turns[other]) * older + days) * weight + worth

    pairs = best_pairs(worths_among(list(known), among_strangers, seed=seed), seed=seed)
    over = _without(known, pairs)
    pairs += best_pairs(worths_among(over, among_all, seed=seed), seed=seed)
    return _with_thirds(sorted(pairs), _without(known, pairs), mixed, met, monday, seed)


def _with_thirds(
    pairs: Sequence[Pair],
    over: Sequence[int],
    mixed: Callable[[int, int], int | None],
    met: Mapping[Pair, date],
    monday: date,
    seed: int,
) -> Drawn:
    """Let those who are left over sit with two each, where they may be with both; with strangers rather."""
    worths: dict[Pair, int] = {}
    for place, pair in enumerate(pairs):
        for person in over:
            both = [mixed(person, other) for other in pair]
            if None not in both:
                # Pairs are numbered below nought, where no person is.
                days = sum(_days_since(met.get(pair_of(person, other)), monday) for other in pair)
                worths[(-place - 1, person)] = days * 2 * MOST_MIXED + sum(worth for worth in both if worth)
    thirds = {-place - 1: person for place, person in best_pairs(worths, seed=seed)}
    groups = [(*pair, thirds[place]) if place in thirds else pair for place, pair in enumerate(pairs)]
    return Drawn(groups, sorted(set(over) - set(thirds.values())))


def _mixed(one: Taker, other: Taker, monday: date) -> int | None:
    """Say how different two people's work is, and how many hours they share; None where they may not be paired."""
    if one.person == other.manager or other.person == one.manager:
        return None
    hours = hours_together(one.zone, other.zone, monday)
    if hours < LEAST_HOURS:
        return None
    apart = 2 * (one.division != other.division) + 2 * (one.team is None or one.team != other.team)
    return apart + min(hours, 3)


def _turns(takers: Iterable[Taker]) -> dict[int, int]:
    """Say how much it is anybody's turn to be one of two: most for who was odd last, nought for who never was."""
    days = sorted({one.odd_on for one in takers if one.odd_on is not None})
    rank = {day: place for place, day in enumerate(days, start=1)}
    return {one.person: rank.get(one.odd_on, 0) if one.odd_on else 0 for one in takers}


def _days_since(day: date | None, monday: date) -> int:
    """Say how long ago something was; for what never was, longer than anything that was."""
    return _OLDEST if day is None else min(max((monday - day).days, 0), _OLDEST - 1)


def _without(known: Mapping[int, Taker], pairs: Sequence[Pair]) -> list[int]:
    return sorted(known.keys() - {person for pair in pairs for person in pair})
