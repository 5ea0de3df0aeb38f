"""The calendar file of the sample company's director, made around any Monday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

# Title, day of the week from Monday, hour, minutes, how many others, repeats.
WEEKLY = (
    ("Pipeline of the week", 0, "09", 45, 5, "FREQ=WEEKLY"),
    ("One-to-one with Ines", 1, "10", 30, 1, "FREQ=WEEKLY"),
    ("One-to-one with Tobias", 2, "10", 30, 1, "FREQ=WEEKLY"),
    ("Walk without a phone", 3, "12", 30, 0, "FREQ=WEEKLY"),
    ("Problems of the day", 0, "16", 15, 4, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("All hands, North", 4, "15", 60, 42, "FREQ=WEEKLY;INTERVAL=4"),
)
ONCE = (
    ("Budget review, second round", 9, "14", 90, 3),
    ("Interview: regional lead", 8, "11", 60, 2),
    ("Customer day in Toledo", 10, "08", 540, 8),
)
WEEKS_BEFORE = 8


def leaders_calendar(monday: date, *, zone: str, owner: str) -> bytes:
    """Write the file of a director who meets every week; one of the weekly meetings is moved and one called off."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Roost//Demo//EN"]
    for number, (title, day, hour, minutes, others, rule) in enumerate(WEEKLY):
        begun = monday + timedelta(days=day, weeks=-WEEKS_BEFORE)
        lines += _event(f"weekly-{number}", title, begun, hour, minutes, others, owner, zone, [f"RRULE:{rule}"])
    for number, (title, day, hour, minutes, others) in enumerate(ONCE):
        lines += _event(f"once-{number}", title, monday + timedelta(days=day), hour, minutes, others, owner, zone, [])
    tuesday, wednesday = monday + timedelta(days=8), monday + timedelta(days=9)
    moved = [f"RECURRENCE-ID;TZID={zone}:{tuesday:%Y%m%d}T100000"]
    lines += _event("weekly-1", "One-to-one with Ines, moved", tuesday, "16", 30, 1, owner, zone, moved)
    called_off = [f"RECURRENCE-ID;TZID={zone}:{wednesday:%Y%m%d}T100000", "STATUS:CANCELLED"]
    lines += _event("weekly-2", "One-to-one with Tobias", wednesday, "10", 30, 1, owner, zone, called_off)
    friday = monday + timedelta(days=11)
    lines += ["BEGIN:VEVENT", "UID:away", "SUMMARY:Away", "TRANSP:TRANSPARENT"]
    lines += [f"DTSTART;VALUE=DATE:{friday:%Y%m%d}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _event(
    uid: str, title: str, day: date, hour: str, minutes: int, others: int, owner: str, zone: str, more: list[str]
) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title.replace(',', chr(92) + ',')}")
    yield from (f"DTSTART;TZID={zone}:{day:%Y%m%d}T{hour}0000", f"DURATION:PT{minutes}M")
    if others:
        yield f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{owner}"
    yield from (f"ATTENDEE:mailto:colleague-{number}@example.org" for number in range(others))
    yield from more
    yield "END:VEVENT"
