"""Reading a calendar of 10 MB in a process of its own, as the worker does: seconds, and memory at its peak."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, takewhile
from statistics import median
from time import perf_counter

from benchmarks.measured import shown
from roost.ground.calendars.engine import MOST_BYTES

READ = (sys.executable, "-m", "roost.ground.calendars.engine")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ASKED = {
    "zone": "Europe/Berlin",
    "since": (NOW - timedelta(days=1)).isoformat(),
    "until": (NOW + timedelta(days=60)).isoformat(),
    "addresses": [],
}
RUNS = 3
TALK = "DESCRIPTION:" + "What was said and what was not said about it. " * 20


def figures() -> Iterator[str]:
    """Give one line a kind of file, each measured in a process of its own, so that its memory is its own."""
    yield "| a calendar of 10 MB | meetings in it | kept | median | peak memory |\n|---|---|---|---|---|"
    for kind in KINDS:
        done = subprocess.run([sys.executable, "-m", "benchmarks.calendars", kind], capture_output=True, check=True)
        yield done.stdout.decode().strip()


def _years_of_meetings(number: int) -> list[str]:
    starts = NOW - timedelta(hours=6 * number)
    return [f"UID:{number}", f"DTSTART:{starts:%Y%m%dT%H%M%SZ}", "DURATION:PT1H", f"SUMMARY:Meeting {number}", TALK]


def _short_ones(number: int) -> list[str]:
    starts = NOW + timedelta(minutes=number % 80_000)
    return [f"UID:{number}", f"DTSTART:{starts:%Y%m%dT%H%M%SZ}"]


def _series(number: int) -> list[str]:
    starts = NOW - timedelta(days=number % 700)
    return [f"UID:{number}", f"DTSTART;TZID=Europe/Berlin:{starts:%Y%m%dT%H%M%S}", "RRULE:FREQ=MONTHLY", TALK * 3]


KINDS: dict[str, Callable[[int], list[str]]] = {
    "years of meetings with long descriptions": _years_of_meetings,
    "nothing but short meetings of the next weeks": _short_ones,
    "series without end": _series,
}


def _file_of(kind: str) -> tuple[bytes, int]:
    """Give a file as large as is taken, and how many meetings are in it."""
    room = MOST_BYTES - 100
    parts: list[str] = []

    def fits(part: str) -> bool:
        nonlocal room
        room -= len(part)
        return room > 0

    blocks = ("\r\n".join(["BEGIN:VEVENT", *KINDS[kind](number), "END:VEVENT", ""]) for number in count())
    parts.extend(takewhile(fits, blocks))
    return "".join(["BEGIN:VCALENDAR\r\n", *parts, "END:VCALENDAR\r\n"]).encode(), len(parts)


def measured(kind: str) -> str:
    content, meetings = _file_of(kind)
    took, kept = [], 0
    for _ in range(RUNS):
        begun = perf_counter()
        done = subprocess.run(
            READ, input=json.dumps(ASKED).encode() + b"\n" + content, stdout=subprocess.PIPE, check=True
        )
        kept = len(json.loads(done.stdout)["meetings"])
        took.append(perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return f"| {kind} | {meetings:,} | {kept:,} | {shown(median(took))} | {peak} MB |"


if __name__ == "__main__":
    print(measured(sys.argv[1]))
