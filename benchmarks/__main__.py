"""Measure, print, and write docs/benchmarks.md. Each figure is the median of five runs beside its yardstick's."""

from __future__ import annotations

import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path

os.environ["ROOST_DATA_DIR"] = tempfile.mkdtemp(prefix="roost-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roost.doors.site.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.measured import Figure  # noqa: E402
from benchmarks.tracking import figures  # noqa: E402

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def written(found: list[Figure]) -> str:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`. Machines differ and are noisy: the ratio to a yardstick of the same run is what counts.",
        "",
        f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}.",
        "",
        "| what | median | yardstick | median | ratio |",
        "|---|---|---|---|---|",
        *[one.row() for one in found],
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    page = written(figures())
    PAGE.write_text(page)
    print(page)
