"""When a message may reach a person, and how many a week. The person's own clock and calendar decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKLY_BUDGET = 3
ATTEMPTS = 6


@dataclass(frozen=True)
class QuietHours:
    """Hours of every day, on the person's clock, in which nothing arrives: `start` in, `end` out.

    They may span midnight. Raises ValueError for hours that would have no end.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("Quiet hours must leave some of the day.")

    def cover(self, at: time) -> bool:
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def after_quiet_hours(moment: datetime, zone: str, quiet: QuietHours | None) -> datetime:
    """Give `moment`, or the end of the quiet hours that it falls into, in UTC.

    What the clock on the wall says decides: minutes that it shows twice are quiet twice. An end that it skips counts as
    many minutes later as are skipped.
    """
    moment = moment.astimezone(UTC)
    if quiet is None:
        return moment
    # Seldom more than once: where the clock goes back over the start, the end found first may be quiet again.
    while quiet.cover((local := moment.astimezone(ZoneInfo(zone))).time()):
        end = local.replace(hour=quiet.end.hour, minute=quiet.end.minute, second=0, microsecond=0, fold=0)
        if quiet.end <= local.time():
            end += timedelta(days=1)
        both = (end.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        moment = next(at for at in sorted(both) if at > moment)
    return moment


def week_of(moment: datetime, zone: str) -> str:
    """Name the ISO week of a moment on the person's calendar, such as "2026-W47"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%G-W%V}"


def first_free_slot(taken: Collection[int], most: int) -> int | None:
    """Give the lowest of a week's slots, 1 to `most`, that is not taken; None where so many are taken, whichever."""
    if len(taken) >= most:
        return None
    return next(slot for slot in range(1, most + 1) if slot not in taken)


def pause_after(attempts: int) -> timedelta:
    """Say how long to leave a message alone once so many attempts, one or more, were begun.

    2 minutes, then four times longer each time; the sixth attempt comes about 11 hours after the first.
    """
    return timedelta(minutes=2 * 4 ** (attempts - 1))
