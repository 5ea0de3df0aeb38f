"""When the same people are asked: at once, and after six and twelve weeks."""

from __future__ import annotations

from datetime import datetime, timedelta

WAVES = (timedelta(0), timedelta(weeks=6), timedelta(weeks=12))
CLOSES_AFTER = timedelta(days=10)
REMIND_AFTER = timedelta(days=5)
THANK_AFTER = timedelta(days=3)


def opens_at(began_at: datetime, wave: int) -> datetime | None:
    """Give when a wave opens, counted from 0; None after the last."""
    return began_at + WAVES[wave] if wave < len(WAVES) else None
