"""From an entry to every screen: viewers of one live board while scores come in, quiet and beside a heavy rebuild.

Run alone with `python -m benchmarks.viewers 500`: it starts a house of its own and ends it.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

from tests.journeys.house import House, environment

UPDATES = 30
# A link of a television takes at most a thousand viewers.
LINKS = 8
EVERY = 0.5
PREPARE = """
import json
import django
django.setup()
from roost.doors.api.actions import make_token
from roost.ground.kit.scopes import everywhere
from roost.see.tracking.actions import open_screen
from roost.see.tracking.engine import parse_rules
from roost.see.tracking.models import Program
with everywhere():
    program = Program.objects.first()
    screens = [open_screen(program, by=program.founder, name="Bench", window="month") for _ in range(8)]
    token, secret = make_token(program.founder, name="bench")
    rules = parse_rules(program.rules.latest("version").document)
    metric = next(one.key for one in rules.metrics if one.team == "sum" and one.cap is None)
paths = [f"/tv/{screen.token}/stream/" for screen in screens]
print(json.dumps({"paths": paths, "key": secret, "program": program.pk, "metric": metric}))
"""
# A rebuild as a worker would run it: apart, niced, over and over until it is ended.
REBUILD = """
import os, sys
os.nice(10)
from benchmarks.rebuild import board_of, written
path = written(int(sys.argv[1]))
print("ready", flush=True)
while True:
    board_of(path, int(sys.argv[1]))
"""


@dataclass(frozen=True)
class Waits:
    """Seconds from the acknowledgement of an entry to its frame at each viewer, and how many of them saw it."""

    viewers: int
    seconds: tuple[float, ...]
    due: int
    memory: int

    def at(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def __str__(self) -> str:
        p50, p99, most = (f"{self.at(share) * 1000:.0f}" for share in (0.5, 0.99, 1))
        return (
            f"{self.viewers} viewers: p50 {p50} ms, p99 {p99} ms, most {most} ms; "
            f"{len(self.seconds)} of {self.due} frames seen before the next; web process {self.memory} MB"
        )


async def watch(port: int, path: str, seen: list[float]) -> None:
    """Hold one stream and note when frames come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/event-stream\r\n\r\n".encode())
    try:
        while line := await reader.readline():
            if line.startswith(b"id:"):
                seen.append(time.monotonic())
    finally:
        writer.close()


async def measure(house: House, told: dict[str, Any], viewers: int) -> Waits:
    seen: list[list[float]] = [[] for _ in range(viewers)]
    watching = []
    for place, one in enumerate(seen):
        path = told["paths"][place * LINKS // viewers]
        watching.append(asyncio.create_task(watch(house.port, path, one)))
        if place % 50 == 49:
            await asyncio.sleep(0.05)
    deadline = time.monotonic() + 60
    while not all(seen) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    here = sum(map(bool, seen))
    await asyncio.sleep(1)
    moments = []
    for number in range(UPDATES):
        started = time.monotonic()
        score = {
            "id": f"{viewers}:{started}:{number}",
            "metric": told["metric"],
            "value": "7",
            "occurred_at": told["day"],
        }
        path = f"/programs/{told['program']}/scores"
        await asyncio.to_thread(house.send, "POST", path, {"scores": [score]}, key=told["key"])
        moments.append((started, time.monotonic()))
        await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - started)))
    await asyncio.sleep(1)
    memory = web_memory(house)
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    ends = [started for started, _ in moments[1:]] + [float("inf")]
    waits = []
    for one in seen:
        for (started, acknowledged), end in zip(moments, ends, strict=True):
            first = next((moment for moment in one if moment >= started), None)
            if first is not None and first < end:
                waits.append(max(0.0, first - acknowledged))
    return Waits(here, tuple(waits), viewers * UPDATES, memory)


def web_memory(house: House) -> int:
    """Give the resident megabytes of the largest process of the house."""
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,pid=,rss="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family = {house.process.pid}
    while further := {pid for parent, pid, _ in rows if parent in family} - family:
        family |= further
    return max(rss for _, pid, rss in rows if pid in family) // 1024


def waits(viewers: int, *, rebuild: int = 0) -> Waits:
    """Measure one run; with `rebuild`, boards of that many entries are recalculated meanwhile, niced."""
    with ExitStack() as left:
        folder = Path(left.enter_context(tempfile.TemporaryDirectory(prefix="roost-bench-")))
        house = House(folder)
        left.callback(house.close)
        house.wait_until_open()
        environ = environment(folder / "data") | {"DJANGO_SETTINGS_MODULE": "roost.doors.site.settings"}
        made = subprocess.run([sys.executable, "-c", PREPARE], env=environ, check=True, capture_output=True, text=True)
        told = json.loads(made.stdout) | {"day": time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))}
        if rebuild:
            command = [sys.executable, "-c", REBUILD, str(rebuild)]
            busy = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE)
            left.callback(busy.wait)
            left.callback(busy.kill)
            assert busy.stdout is not None
            busy.stdout.readline()
        return asyncio.run(measure(house, told, viewers))


def told(viewers: int, *, rebuild: int = 0) -> str:
    """Say how long they waited, or that with so many of them this machine took no entry any more."""
    beside = f" beside a rebuild of {rebuild:.0e} entries" if rebuild else ""
    try:
        return f"{waits(viewers, rebuild=rebuild)}{beside}"
    except (URLError, TimeoutError):
        return f"{viewers} viewers{beside}: more than this machine bears; an entry was not taken within 30 seconds"


if __name__ == "__main__":
    print(told(int(sys.argv[1]), rebuild=int(float(sys.argv[2])) if len(sys.argv) > 2 else 0))
