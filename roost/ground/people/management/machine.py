"""What can be told of the machine that a command runs on."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import available_timezones


def time_zone(etc: Path = Path("/etc")) -> str:
    """Give the time zone of this machine by its name, such as Europe/Paris, or UTC where it cannot be told.

    Django overwrites what the environment says in TZ, so only files are asked.
    """
    found = [_read(etc / "timezone").strip(), _leads_to(etc / "localtime").rpartition("zoneinfo/")[2]]
    known = available_timezones()
    return next((zone.removeprefix("Etc/") for zone in reversed(found) if zone in known), "UTC")


def _leads_to(link: Path) -> str:
    try:
        return os.readlink(link)
    except OSError:
        return ""


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
