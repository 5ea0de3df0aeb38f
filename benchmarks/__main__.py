"""Measure, print, and write docs/benchmarks.md and the tables of docs/methods/ratings.md. `--large` goes on to 100
million entries, a million people on the server, a million to be reminded, 100,000 items in the library, 100,000 people
in circles, all published instances of grouping, 5,000 viewers and 500 sets of ratings: more than two hours, and 5 GB
of disk.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

os.environ["ROOST_DATA_DIR"] = tempfile.mkdtemp(prefix="roost-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roost.doors.site.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks import (  # noqa: E402
    boards,
    calendars,
    changing,
    circles,
    conversations,
    declines,
    grouping,
    library,
    meeting,
    nudges,
    ratings,
    rebuild,
    releases,
    tracking,
    viewers,
)
from benchmarks.measured import table  # noqa: E402

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def sections(large: bool) -> Iterator[str]:
    sizes = [10**5, 10**6, 10**7, *([10**8] if large else [])]
    watching = [(500, 0), (500, 10**7), *([(5_000, 0), (5_000, 10**7)] if large else [])]
    yield "## The server, 230 people"
    yield table([one.row() for one in tracking.figures()])
    yield "## Reading a board"
    read = boards.figures(230, 20, 4) + (boards.figures(1_000_000, 10_000, 100) if large else [])
    yield table([one.row() for one in read])
    yield "## Every board from a ledger: 1,000,000 people, 10,000 teams, 100 divisions, 8 metrics, 5 of them capped"
    yield from rebuild.written_up([rebuild.apart(events) for events in sizes])
    yield "## Reading a calendar"
    yield "\n".join(calendars.figures())
    yield "## Reminders of one night: half of the plans are due, and half of those find the week full"
    yield nudges.written_up([nudges.apart(people) for people in [20_000, *([10**6] if large else [])]])
    yield "## Search in the library"
    yield from library.written_up([library.apart(items) for items in [10_000, *([100_000] if large else [])]])
    yield "## Circles, eight people each: the share of the proven bound"
    yield "\n".join(circles.figures(large))
    yield "\n".join(circles.blocs(Path(named) if (named := os.environ.get("ROOST_REFERENCE_DATA")) else None))
    yield "## Circles that people join and leave"
    yield changing.written_up([300, 600, *([2_000] if large else [])])
    yield "## Circles' lights: declines found two meetings before they break a circle, and false alarms"
    yield declines.written_up()
    yield "## What may be told of groups"
    yield "\n".join(releases.written_up([50, 230, *([2_000] if large else [])], lattices=10_000 if large else 1_000))
    yield "## A week's conversations by chance"
    yield conversations.written_up([2_000, *([10_000] if large else [])])
    yield "## Groups as different within as can be"
    yield from grouping.written_up(large)
    yield "## Circles of six that meet at the same hour, two web processes"
    for many in [50, *([200] if large else [])]:
        yield f"- {meeting.told(many, 30, workers=2)}"
    yield "## From an entry to every viewer, 30 entries at two a second"
    for many, events in watching:
        yield f"- {viewers.told(many, rebuild=events)}"


def page(large: bool) -> Iterator[str]:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    head = [
        "# Benchmarks",
        "Made by `make bench`. Machines differ and are noisy: the ratio to a yardstick of the same run is what counts.",
        f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}.",
    ]
    yield from head
    yield from sections(large)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    said = []
    for part in page("--large" in sys.argv[1:]):
        print(part, end="\n\n", flush=True)
        said.append(part)
    PAGE.write_text("\n\n".join(said) + "\n")
    ratings.write(many=500 if "--large" in sys.argv[1:] else 50)
