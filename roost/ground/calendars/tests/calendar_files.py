"""Calendars as tests write them."""

from __future__ import annotations

from datetime import UTC, datetime

from roost.ground.calendars.engine import Reading, Window, read_calendar

# Two weeks before the clocks go back in Europe, and six after.
WINDOW = Window(datetime(2024, 10, 13, tzinfo=UTC), datetime(2024, 12, 13, tzinfo=UTC))


def event(*lines: str, uid: str = "one") -> str:
    return "\r\n".join(["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), *lines, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""]).encode()


def read(*parts: str, zone: str = "Europe/Berlin", me: str = "mara@example.org", window: Window = WINDOW) -> Reading:
    return read_calendar(calendar(*parts), zone=zone, window=window, addresses=[me])


def times(reading: Reading) -> list[str]:
    """Give from when to when, in UTC, as `10-14 07:00-08:00`."""
    return [f"{one.starts_at:%m-%d %H:%M}-{one.ends_at:%H:%M}" for one in reading.meetings]


def messages(reading: Reading) -> list[str]:
    return [f"{one.row}: {one.message}" for one in reading.problems]
