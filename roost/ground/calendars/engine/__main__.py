"""Read one calendar, each series of it within two seconds.

Standard input: a line of JSON (zone, since, until, addresses), then the calendar. Standard output: JSON, what was read
or why not. Roost runs it apart (`roost.ground.kit.apart`): bounded, without a setting, a secret or a database
connection, but as the same login on the same machine.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from types import FrameType
from typing import Any, NoReturn

from roost.ground.calendars.engine.reading import Reading, Window, read_calendar
from roost.ground.calendars.engine.zones import TakesTooLong
from roost.ground.kit.errors import InputError, Problem, Words

SECONDS_A_SERIES = 2.0


@contextmanager
def limited(seconds: float = SECONDS_A_SERIES) -> Iterator[None]:
    """Raise TakesTooLong after so many seconds of this process's own time, whatever else the machine does."""
    # A zone is made within the frame of the meeting that first names it, whose time runs on afterwards.
    before, _every = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, before)


def stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise TakesTooLong


def answer(told: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Read a calendar as it was asked for, and say it in plain values."""
    window = Window(datetime.fromisoformat(told["since"]), datetime.fromisoformat(told["until"]))
    try:
        read = read_calendar(content, zone=told["zone"], window=window, addresses=told["addresses"], limit=limited)
    except InputError as error:
        return {"refused": [_plain(one) for one in error.problems]}
    return _read(read)


def _read(read: Reading) -> dict[str, Any]:
    meetings = [asdict(one) for one in read.meetings]
    for one in meetings:
        one["starts_at"], one["ends_at"] = one["starts_at"].isoformat(), one["ends_at"].isoformat()
        one["day"] = one["day"].isoformat() if one["day"] else None
    problems = [_plain(one) for one in read.problems]
    return {"meetings": meetings, "problems": problems, "left_out": read.left_out, "cut": read.cut}


def _plain(problem: Problem) -> dict[str, Any]:
    """Give a problem with the template of its words, so that they can still be said in another language."""
    words = problem.message if isinstance(problem.message, Words) else Words(problem.message)
    return {"template": words.template, "values": words.values, "row": problem.row, "value": problem.value}


def main() -> None:
    """Read what standard input holds, and print what was found."""
    signal.signal(signal.SIGVTALRM, stop)
    told = json.loads(sys.stdin.buffer.readline())
    print(json.dumps(answer(told, sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
