"""When a circle is asked by itself how it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LEAST_QUIET = timedelta(weeks=6)
TIME_TO_MEET = timedelta(days=1)


class Why(StrEnum):
    """Why a question is open."""

    MISSED = "missed"
    OVER = "over"
    QUIET = "quiet"
    ASKED = "asked"
    STOPPED = "stopped"
    TALKED = "talked"


@dataclass(frozen=True)
class Due:
    """A planned meeting: when it begins, and whether the circle met that day."""

    starts_at: datetime
    was_held: bool


@dataclass(frozen=True)
class Life:
    """What is known of a circle: when it began, met and decided last, and every how many weeks it means to meet."""

    begun: datetime
    met: datetime | None
    decided: datetime | None
    weeks: int


def why_ask(life: Life, planned: Sequence[Due], *, now: datetime) -> Why | None:
    """Give why a circle is asked now; None where it is not.

    The last two planned meetings were not held, and it has not met since; its term is over; or nothing is planned and
    it has not met for twice its weeks, six at least. What it decided since counts as a beginning. A circle that was
    never seen to meet is asked once, and then when a term is over: it may meet without Roost.
    """
    past = sorted((one for one in planned if one.starts_at + TIME_TO_MEET <= now), key=lambda one: one.starts_at)
    known = [one for one in (life.met, life.decided) if one is not None]
    last, can_tell = past[-2:], life.met is not None or life.decided is None
    were_missed = len(last) == 2 and not any(one.was_held for one in last)
    if can_tell and were_missed and all(one < last[0].starts_at for one in known):
        return Why.MISSED
    if len(past) < len(planned):
        return None
    if past and (life.decided is None or life.decided < past[-1].starts_at):
        return Why.OVER
    quiet = now - max([life.begun, *known])
    return Why.QUIET if can_tell and quiet >= max(LEAST_QUIET, timedelta(weeks=2 * life.weeks)) else None
