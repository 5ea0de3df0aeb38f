"""Read a calendar in a process of its own: a hostile file costs that process, and keeps nobody waiting for long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from roost.ground.calendars.engine import Meeting, Reading, Window
from roost.ground.kit.errors import InputError, Problem, Words

COMMAND = (sys.executable, "-m", "roost.ground.calendars.engine")
SECONDS = 90


def read_apart(
    content: bytes,
    *,
    zone: str,
    window: Window,
    addresses: Iterable[str] = (),
    command: tuple[str, ...] = COMMAND,
    seconds: float = SECONDS,
) -> Reading:
    """Read as the engine does. Raises InputError also where that takes too much time or memory."""
    told = {
        "zone": zone,
        "since": window.since.isoformat(),
        "until": window.until.isoformat(),
        "addresses": list(addresses),
    }
    # It needs no secret of this installation, so it gets none. What it says on standard error may hold titles.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ROOST_")}
    try:
        done = subprocess.run(
            command,
            input=json.dumps(told).encode() + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(_too_much()) from None
    if done.returncode != 0:
        raise InputError(_too_much())
    return _reading(json.loads(done.stdout))


def _too_much() -> str:
    return _(
        "Working out this calendar takes more time or memory than one calendar may. Export a shorter period, or a "
        "calendar without unusual repetitions."
    )


def _reading(told: dict[str, Any]) -> Reading:
    if "refused" in told:
        raise InputError([_problem(one) for one in told["refused"]])
    return Reading(
        meetings=tuple(_meeting(one) for one in told["meetings"]),
        problems=tuple(_problem(one) for one in told["problems"]),
        left_out=told["left_out"],
        cut=told["cut"],
    )


def _meeting(told: dict[str, Any]) -> Meeting:
    times = {name: datetime.fromisoformat(told[name]) for name in ("starts_at", "ends_at")}
    day = date.fromisoformat(told["day"]) if told["day"] else None
    return Meeting(**told | times | {"day": day})


def _problem(told: dict[str, Any]) -> Problem:
    return Problem(Words(told["template"], **told["values"]), row=told["row"], value=told["value"])
