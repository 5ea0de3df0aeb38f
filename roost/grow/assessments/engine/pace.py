"""When the same may be taken again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

GAP = timedelta(weeks=8)
"""So long one waits before taking the same again: sooner, one remembers what one answered."""


def again_on(done_at: datetime, zone: str) -> date:
    """Give the day, by the person's clock, from which they may take again what they took."""
    return (done_at.astimezone(ZoneInfo(zone)) + GAP).date()
