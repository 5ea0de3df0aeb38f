"""Read a calendar in a process of its own: a hostile file costs that process, and keeps nobody waiting for long."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from roost.ground.calendars.engine import Meeting, Reading, Window
from roost.ground.kit.apart import SECONDS, TooMuch, run_apart
from roost.ground.kit.errors import InputError, Problem, Words

MODULE = "roost.ground.calendars.engine"


def read_apart(
    content: bytes,
    *,
    zone: str,
    window: Window,
    addresses: Iterable[str] = (),
    module: str = MODULE,
    seconds: float = SECONDS,
) -> Reading:
    """Read as the engine does. Raises InputError also where that takes too much time or memory."""
    told = {
        "zone": zone,
        "since": window.since.isoformat(),
        "until": window.until.isoformat(),
        "addresses": list(addresses),
    }
    try:
        found = run_apart(module, json.dumps(told).encode() + b"\n" + content, seconds=seconds)
    except TooMuch:
        raise InputError(_too_much()) from None
    return _reading(json.loads(found))


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
