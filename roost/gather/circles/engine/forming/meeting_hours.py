"""Say at which moments of a day each person could begin to meet."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from roost.gather.circles.engine.forming.checks import ALWAYS
from roost.gather.circles.engine.recognised import zones_of
from roost.gather.circles.engine.roster import Roster
from roost.gather.circles.engine.rules import Hours

# As many bits as an integer of the kernels holds without its sign.
BITS = 62
DAY = 24 * 60.0


def free_moments(roster: Roster, hours: Hours) -> NDArray[np.int64]:
    """Give n x words: one bit for each moment at which somebody could begin; people share one where circles can meet.

    Beginnings that suit a person are unbroken spans, so that spans meet in common if they meet where one of them
    begins: only there a moment is needed. Who has no time zone can at all moments.
    """
    codes, zones = zones_of(roster)
    spans = [_beginnings(hours, ZoneInfo(zone)) for zone in zones]
    moments = sorted({begin for one in spans for begin, _end in one})
    suits = np.array([[any(begin <= at <= end for begin, end in one) for at in moments] for one in spans], dtype=bool)
    suits = _needed(suits.reshape(len(spans), len(moments)))
    # Without any moment nobody of these zones can meet; one bit more tells those apart who are free at all times.
    words = -(-(suits.shape[1] + 1) // BITS)
    bits = np.zeros((len(zones) + 1, words), np.int64)
    for place in range(suits.shape[1]):
        bits[:-1, place // BITS] |= suits[:, place].astype(np.int64) << (place % BITS)
    bits[-1] = ALWAYS
    return bits[codes]


def _beginnings(hours: Hours, zone: ZoneInfo) -> list[tuple[float, float]]:
    """Give the spans, in minutes of the UTC day, in which a meeting may begin."""
    midnight = datetime.combine(hours.day, time(), UTC)
    found = []
    for step in (-1, 0, 1):
        day = hours.day + timedelta(days=step)
        until = day if hours.end > hours.start else day + timedelta(days=1)
        begin, end = (_at(on, minutes, zone) for on, minutes in ((day, hours.start), (until, hours.end)))
        first = max((begin - midnight).total_seconds() / 60, 0.0)
        last = (end - midnight).total_seconds() / 60 - hours.overlap
        if first <= last and first < DAY:
            found.append((first, last))
    return found


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    hour, minute = divmod(minutes, 60)
    extra, hour = divmod(hour, 24)
    return datetime.combine(day + timedelta(days=extra), time(hour, minute), zone).astimezone(UTC)


def _needed(suits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Leave out each moment that suits no zone beyond those whom another moment suits."""
    kept: list[int] = []
    for place in np.argsort(-suits.sum(axis=0), kind="stable").tolist():
        if not any((suits[:, place] <= suits[:, other]).all() for other in kept):
            kept.append(place)
    return suits[:, kept]
