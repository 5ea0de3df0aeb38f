"""Circles that meet at the same hour: from a press to the frame on each of their screens, and that none is lost.

Run alone with `python -m benchmarks.meeting 200 30 1`: so many circles of six, a press of each in so many seconds, so
many web processes. It starts a house of its own and ends it.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from benchmarks.viewers import web_memory
from tests.journeys.house import House

PEOPLE = 6
PREPARE = """
import json, sys
from datetime import date
import django
django.setup()
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.contrib.sessions.backends.db import SessionStore
from roost.gather.circles.access import circle_for
from roost.gather.circles.actions import found_circle
from roost.gather.circles.reads import shared_circle
from roost.gather.meetings.actions import come_in, open_meeting
from roost.gather.meetings.models import Meeting
from roost.ground.kit.scopes import everywhere
from roost.ground.people.models import Affiliation, Organisation, Person
PROTOCOL = '''
format = 1
title = "A short one"
words = "Where each of you stands."
promise = "What is said here stays here."
[[steps]]
kind = "affirm"
title = "Arrive"
words = "Put away what else is open."
minutes = 2
[[steps]]
kind = "close"
title = "One word"
words = "How do you leave?"
minutes_each = 0.5
'''
def cookie(person):
    request = HttpRequest()
    request.session = SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return request.session.session_key
found = []
with everywhere():
    organisation = Organisation.objects.order_by("pk").first()
    for number in range(int(sys.argv[1])):
        people = [Person.objects.create(email=f"c{number}.{one}@example.org", name=f"Person {one}") for one in range(6)]
        for one in people:
            Affiliation.objects.create(
                organisation=organisation, person=one, employee_id=f"C{one.pk}", starts_on=date(2024, 1, 1)
            )
        made = found_circle(organisation, people=people, by=people[0])
        circle = shared_circle(circle_for(people[0], made.pk))
        meeting = open_meeting(circle, by=people[0], protocol="experience-share", minutes=45)
        for one in people:
            come_in(meeting, by=one)
        Meeting.objects.filter(pk=meeting.pk).update(protocol=PROTOCOL)
        found.append({"meeting": meeting.pk, "cookies": [cookie(one) for one in people]})
print(json.dumps(found))
"""
AFTERWARDS = """
import json
import django
django.setup()
from roost.gather.meetings.models import Meeting
from roost.ground.kit.scopes import everywhere
with everywhere():
    print(json.dumps(list(Meeting.objects.filter(minutes=45, ended_at__isnull=False).values_list("came", "reached"))))
"""
# The meeting begins, each has a turn, and it ends.
MOVES = 1 + PEOPLE
TOKEN = "b" * 32


@dataclass
class Screen:
    """One person's open page: a stream, and their own part fetched after each frame, as the page's script does."""

    port: int
    meeting: int
    cookie: str
    frames: list[tuple[int, float]] = field(default_factory=list)
    part: str = ""
    over: float = 0.0
    again: int = 0
    slow: list[float] = field(default_factory=list)

    def head(self, method: str, path: str, more: str = "") -> str:
        cookies = f"roost={self.cookie}; roost-csrf={TOKEN}"
        return f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: {cookies}\r\n{more}"

    def at(self, name: str) -> str:
        return f"/gather/meetings/{self.meeting}/{name}"

    async def ask(self, method: str, name: str, told: dict[str, Any] | None = None) -> tuple[int, str]:
        started = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode(told or {})
        more = "X-Part: own\r\nConnection: close\r\n"
        if told is not None:
            kind = "Content-Type: application/x-www-form-urlencoded\r\n"
            more += f"X-CSRFToken: {TOKEN}\r\n{kind}Content-Length: {len(body)}\r\n"
        writer.write(f"{self.head(method, self.at(name), more)}\r\n{body}".encode())
        answer = (await reader.read()).decode(errors="replace")
        writer.close()
        self.slow.append(time.monotonic() - started)
        return int(answer.split(" ", 2)[1]), answer

    async def watch(self) -> None:
        while not self.over:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(f"{self.head('GET', self.at('stream/'), 'Accept: text/event-stream')}\r\n\r\n".encode())
            kept = None
            while line := await reader.readline():
                if line.startswith(b"event: over"):
                    self.over = time.monotonic()
                    break
                if found := re.match(rb'data: \{"version":(\d+),', line):
                    self.frames.append((int(found[1]), time.monotonic()))
                    if kept is None or kept.done():
                        kept = asyncio.create_task(self.keep_up())
            writer.close()
            self.again += not self.over

    async def keep_up(self) -> None:
        while not self.over and self.shown < self.frames[-1][0]:
            status, answer = await self.ask("GET", "part/")
            if status != 200:
                return
            self.part = answer

    @property
    def shown(self) -> int:
        found = re.search(r'data-version="(\d+)"', self.part)
        return int(found[1]) if found else 0

    def told(self, button: str) -> dict[str, str]:
        """Give what a button of one's own part sends."""
        move = re.findall(r'name="move" value="(\d+)"', self.part)[0]
        return {"act": button, "what": button, "move": move}


@dataclass
class Outcome:
    """What was pressed: in front of which screens, at which version and moment; and how much of it was refused."""

    pressed: list[tuple[Sequence[Screen], int, float]] = field(default_factory=list)
    presses: int = 0
    refused: int = 0

    def waits(self) -> list[float | None]:
        """Give the seconds from each press to its frame, or a later one, at each screen; None where none came."""
        found: list[float | None] = []
        for screens, before, moment in self.pressed:
            for one in screens:
                seen = (at for version, at in one.frames if version > before)
                first = next(seen, one.over)
                found.append(max(first - moment, 0.0) if first else None)
        return found


async def meet(screens: Sequence[Screen], every: float, rng: Random, outcome: Outcome) -> None:
    """Let a circle go through its meeting: whoever finds a button presses it, once in `every` seconds."""
    await asyncio.sleep(rng.uniform(0, every))
    for act in [*["press"] * MOVES, "end"]:
        due = time.monotonic() + every
        presser, button = await ready(screens, act)
        outcome.presses += 1
        outcome.pressed.append((screens, max(version for version, _ in presser.frames), time.monotonic()))
        _status, answer = await presser.ask("POST", "end/" if act == "end" else "press/", presser.told(button))
        is_done = "location: /gather/circles/" in answer.lower() if act == "end" else 'data-words=""' in answer
        outcome.refused += not is_done
        presser.part = answer if act == "press" else presser.part
        await asyncio.sleep(max(0.0, due - time.monotonic()) if act != "end" else 0)


async def ready(screens: Sequence[Screen], act: str) -> tuple[Screen, str]:
    """Give who has a turn, or else the moderator once it is theirs to go on, as their own pages show it."""
    while True:
        newest = max(max(one.frames[-1][0], one.shown) for one in screens)
        shown = [one for one in screens if one.shown >= newest]
        for button in ("done", "step") if act == "press" else ("end",):
            found = next((one for one in shown if f'id="{button}"' in one.part), None)
            if found is not None and (button == "done" or len(shown) == len(screens)):
                return found, button
        await asyncio.sleep(0.05)


def seconds_of(house: House) -> float:
    """Give the processor seconds that a house has used, over all its processes."""
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,pid="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family = {house.process.pid}
    while further := {pid for parent, pid in rows if parent in family} - family:
        family |= further
    ticks = 0
    for pid in family:
        told = Path(f"/proc/{pid}/stat")
        if told.exists():
            after = told.read_text().rpartition(")")[2].split()
            ticks += int(after[11]) + int(after[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def hour(house: House, told: list[dict[str, Any]], every: float) -> str:
    """Hold all meetings at once, and say what came of it."""
    circles = [[Screen(house.port, one["meeting"], cookie) for cookie in one["cookies"]] for one in told]
    screens = [one for circle in circles for one in circle]
    watching = []
    for place, one in enumerate(screens):
        watching.append(asyncio.create_task(one.watch()))
        if place % 20 == 19:
            await asyncio.sleep(0.2)
    deadline = time.monotonic() + 180
    while not all(one.part for one in screens) and time.monotonic() < deadline:
        await asyncio.sleep(0.2)
    opened = sum(bool(one.part) for one in screens)
    if opened < len(screens):
        return f"{len(circles)} circles: more than this machine bears; only {opened} of {len(screens)} pages were live"
    for one in screens:
        one.slow.clear()
    outcome, started, used = Outcome(), time.monotonic(), seconds_of(house)
    await asyncio.gather(*(meet(circle, every, Random(place), outcome) for place, circle in enumerate(circles)))
    took, used = time.monotonic() - started, seconds_of(house) - used
    memory = web_memory(house)
    await asyncio.wait(watching, timeout=90)
    for one in watching:
        one.cancel()
    answers = sorted(moment for one in screens for moment in one.slow)
    ended = json.loads(house.run(AFTERWARDS))
    as_expected = ended.count([PEOPLE, 1])
    found = outcome.waits()
    waits = sorted(one for one in found if one is not None)
    p50, p99, most = (f"{at(waits, share) * 1000:.0f}" for share in (0.5, 0.99, 1))
    broken, over = sum(one.again for one in screens), sum(bool(one.over) for one in screens)
    return (
        f"{len(circles)} circles of {PEOPLE}, {outcome.presses} presses in {took:.0f} s, {outcome.refused} refused; "
        f"press to frame p50 {p50} ms, p99 {p99} ms, most {most} ms; {len(found) - len(waits)} of "
        f"{len(found)} frames lost, {broken} streams broken; {over} of {len(screens)} screens "
        f"told of the end, {as_expected} meetings ended as they should; answers p99 {at(answers, 0.99) * 1000:.0f} ms; "
        f"largest web process {memory} MB, all of Roost {100 * used / took:.0f} % of a core"
    )


def at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def told(circles: int, every: float, *, workers: int = 1) -> str:
    """Say what came of so many circles that meet at once, each pressing once in `every` seconds."""
    with ExitStack() as left:
        folder = Path(left.enter_context(tempfile.TemporaryDirectory(prefix="roost-bench-")))
        house = House(folder, command=["serve", "--workers", str(workers)])
        left.callback(house.close)
        house.wait_until_open()
        command = [sys.executable, "-c", PREPARE, str(circles)]
        made = subprocess.run(command, env=house.environ, check=True, capture_output=True, text=True)
        return asyncio.run(hour(house, json.loads(made.stdout), every))


if __name__ == "__main__":
    print(told(int(sys.argv[1]), float(sys.argv[2]), workers=int(sys.argv[3])))
